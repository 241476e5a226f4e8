import { describe, expect, test } from 'vitest'
import { generatedContracts } from '../scripts/contracts.ts'
import { type AbiItem, abiText, isSameItem } from './abi-text.ts'
import { type GoldenContract, problemsOf, readGoldenAbi } from './golden.ts'

const golden = readGoldenAbi()

async function builtItems(generated: string): Promise<string[]> {
  const exported: Readonly<Record<string, readonly AbiItem[]>> = await import(
    `../src/generated/${generated}.ts`
  )
  const items = Object.values(exported).flat().map(abiText)
  // The compiler leaves out a constructor that only the language gives.
  return items.some((item) => item.startsWith('constructor(')) ? items : ['constructor()', ...items]
}

describe('clients of the live network find what they know, and each difference has its reason, in', () => {
  test.each(Object.entries(golden.contracts))('%s', async (_name, contract) => {
    expect(problemsOf(contract, await builtItems(contract.generated))).toEqual([])
    expect(contract.live.length).toBeGreaterThan(4)
  })
})

test('the golden file speaks of every contract that is generated, and of no other', () => {
  const known = [...Object.keys(golden.ours), ...Object.values(golden.contracts).map((one) => one.generated)]
  expect(known.sort()).toEqual(generatedContracts.map(({ name }) => name).sort())
})

describe('the comparison sees', () => {
  const live = ['constructor()', 'function f(uint256 amount)', 'event E(address indexed who)']
  const contract = (differences: GoldenContract['differences']): GoldenContract => ({
    generated: 'c',
    live,
    differences,
  })

  test('what is missing, added or changed, unless it is listed', () => {
    const built = ['constructor()', 'function f(uint256 value)', 'function g()']
    expect(problemsOf(contract([]), built)).toHaveLength(4)
    const listed = contract([
      {
        reason: 'r',
        missing: ['event E(address indexed who)'],
        added: ['function g()'],
        changed: [{ live: 'function f(uint256 amount)', ours: 'function f(uint256 value)' }],
      },
    ])
    expect(problemsOf(listed, built)).toEqual([])
  })

  test('a listed difference that is none any more', () => {
    expect(problemsOf(contract([{ reason: 'r', missing: ['constructor()'] }]), live)).toHaveLength(1)
    expect(problemsOf(contract([{ reason: 'r', added: ['function g()'] }]), live)).toHaveLength(1)
    const changed = [{ live: 'function f(uint256 amount)', ours: 'function f(uint256 value)' }]
    expect(problemsOf(contract([{ reason: 'r', changed }]), live)).toHaveLength(2)
  })

  test('a difference without a reason', () => {
    expect(
      problemsOf(contract([{ reason: ' ', added: ['function g()'] }]), [...live, 'function g()']),
    ).toEqual(['a difference without a reason'])
  })

  test.each([
    ['function f(uint256)', 'function f(uint256 amount)'],
    [
      'function f() view returns ((uint256,uint256))',
      'function f() view returns ((uint256 a, uint256 b) info)',
    ],
    ['function f(uint256[])', 'function f(uint256[] amounts)'],
  ])('no difference in a name where the live one has none: %s', (before, after) => {
    expect(isSameItem(before, after)).toBe(true)
  })

  test.each([
    ['function f(uint256 amount)', 'function f(uint256)'],
    ['function f(uint256 amount)', 'function f(uint256 value)'],
    ['function f(uint256)', 'function f(uint256[])'],
    ['function f(uint256)', 'function f(uint256) view'],
    ['function f()', 'function f(uint256)'],
    ['function f(uint256)', 'function f(uint256, uint256)'],
    ['event E(address who)', 'event E(address indexed who)'],
    ['event E(address)', 'event E(address indexed)'],
    ['function f() view', 'function f() view returns (bool)'],
    ['constructor()', 'constructor(string name)'],
  ])('the difference of %s and %s', (before, after) => {
    expect(isSameItem(before, after)).toBe(false)
  })
})
