import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'apps/*/{src,test}/**/*.test.ts',
      'packages/*/{src,test}/**/*.test.ts',
      'bench/**/*.test.ts',
      'test/**/*.test.ts',
      'e2e/**/*.test.ts',
      'launch/**/*.test.ts',
      'release/**/*.test.ts',
      'contracts/{model,test}/**/*.test.ts',
    ],
    pool: 'forks',
    // Most tests wait for other processes more than they work.
    maxWorkers: 2,
    // Tests wait for conditions; a loaded two-core machine only makes them slower.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
