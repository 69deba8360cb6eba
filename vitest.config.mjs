// Tests run as compiled ES modules from dist: the same code, module system and Node that serve in production.
import { defineConfig } from 'vitest/config';

/** What they declare for themselves must not be there for others. */
const DECLARING = ['dist/test/explain/**/*.spec.js', 'dist/test/audit/timeline.spec.js'];

export default defineConfig({
  test: {
    globals: true,
    setupFiles: ['dist/test/setup.js'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 15_000,
    // Messages are searched, too.
    chaiConfig: { truncateThreshold: 0 },
    experimental: { viteModuleRunner: false, nodeLoader: false },
    projects: [
      // What a file has loaded serves the next as well: most of them load the whole product.
      { extends: true, test: { name: 'product', include: ['dist/**/*.spec.js'], exclude: DECLARING, isolate: false } },
      { extends: true, test: { name: 'declaring', include: DECLARING, isolate: true } },
    ],
  },
});
