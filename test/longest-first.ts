import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that take a minute or more, the longest first. A clone knows no durations yet, and by size, which vitest goes by then, some
 * of these come last: the other workers would be idle until they are done.
 */
const longest: readonly string[] = [
  'apps/explorer/test/pages.test.ts',
  'release/packages.test.ts',
  'test/guides/guides-say-what-happens.test.ts',
  'apps/explorer/test/staking.test.ts',
  'packages/indexer/test/reorganisations.test.ts',
  'packages/indexer/test/api.test.ts',
  'packages/indexer/test/earlier-databases.test.ts',
  'packages/node/test/gateway/result-checks.test.ts',
  'packages/node/test/tester/tester.test.ts',
  'packages/node/test/kill/',
]

/** The order of test files. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification) => {
      const found = longest.findIndex((path) => moduleId.includes(path))
      return found === -1 ? longest.length : found
    }
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}
