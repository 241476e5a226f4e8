import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { root } from './programs.ts'

/** Other words for what the glossary (docs/5-reference/glossary.md) names already. */
const otherWords = ['broadcaster', 'transcoding node', 'video miner', 'livepeer token']
/** Where the outside world's own words stand: contracts and their ABI, the wire, and documentation of both. */
const outside = [
  ':!docs',
  ':!contracts',
  ':!packages/abi',
  ':!packages/wire',
  ':!vectors',
  ':!*.md',
  ':!test/glossary.test.ts',
]

test('one word for each thing', () => {
  const args = [
    'grep',
    '--line-number',
    '--ignore-case',
    '--word-regexp',
    ...otherWords.flatMap((word) => ['-e', word]),
    '--',
    '.',
    ...outside,
  ]
  expect(grep(args)).toEqual([])
})

/** `git grep` ends with 1 when it finds nothing. */
function grep(args: readonly string[]): string[] {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 1) return []
    throw error
  }
}
