// Tests run as compiled ES modules from dist: the same code, module system and Node that serve in production.
export default {
  rootDir: 'dist',
  testEnvironment: 'node',
  transform: {},
  setupFiles: ['<rootDir>/test/random.js'],
  testRegex: '\\.spec\\.js$',
  maxWorkers: 2,
  workerIdleMemoryLimit: '600MB',
  testTimeout: 30_000,
};
