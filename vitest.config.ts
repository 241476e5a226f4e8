import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

/** Tests beside the code; but for those that start anvil, they only calculate. */
const units = '{apps,packages}/*/src/**/*.test.ts'
const withChains = 'packages/{chain/src/deploy,devnet/src/chain}/**/*.test.ts'

export default defineConfig({
  test: {
    globalSetup: 'test/states.ts',
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    // Most tests wait for other processes more than they work.
    maxWorkers: 3,
    // Tests wait for conditions; a loaded two-core machine only makes them slower, by as much as ten times.
    testTimeout: 180_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 120_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'units',
          include: [units],
          exclude: [withChains],
          // A process for each file would take twice the time of the tests to load what they import.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'parts',
          include: [
            withChains,
            '{apps,packages}/*/test/**/*.test.ts',
            '{bench,e2e,launch,release,test}/**/*.test.ts',
            'contracts/{model,test}/**/*.test.ts',
          ],
        },
      },
    ],
  },
})
