// Tests run as compiled ES modules from dist: the same code, module system and Node that serve in production.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['dist/**/*.spec.js'],
    globals: true,
    setupFiles: ['dist/test/setup.js'],
    pool: 'forks',
    maxWorkers: 2,
    // What a file has loaded serves the next as well: most of them load the whole product.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 15_000,
    // Messages are searched, too.
    chaiConfig: { truncateThreshold: 0 },
    experimental: { viteModuleRunner: false, nodeLoader: false },
  },
});
