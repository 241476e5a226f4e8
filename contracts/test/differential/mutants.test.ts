import { expect, test } from 'vitest'
import { applies, Laboratory, mutants } from './mutants.ts'

const isDeep = process.env.MILLRACE_DEEP === '1'

/** Compiling is what costs time: one mutant of staking and one of payments each time, all of them in a deep run. */
const always = ['delegate-not-checkpointed', 'claims-not-counted']

test('every mutant fits the contracts and says what it breaks', async () => {
  const all = await mutants()
  expect(all.length).toBeGreaterThanOrEqual(10)
  for (const mutant of all) {
    expect(mutant.fault, mutant.name).toMatch(/^[A-Z].*\.$/)
    expect(await applies(mutant), `${mutant.name} no longer fits: make the patch anew`).toBe(true)
  }
})

test(
  'mutants are noticed',
  async () => {
    const sequences = Array.from({ length: 40 }, (_, i) => ({ seed: i + 1, length: 400, compareEvery: 20 }))
    await using laboratory = await Laboratory.create(sequences)
    const chosen = (await mutants()).filter(({ name }) => isDeep || always.includes(name))
    const unnoticed: string[] = []
    for (const mutant of chosen) {
      if (!(await laboratory.notices(mutant))) unnoticed.push(mutant.name)
    }
    expect(unnoticed).toEqual([])
    // What is noticed is the mutant: the contracts themselves pass in the same place.
    if (isDeep) expect(await laboratory.notices()).toBe(false)
  },
  isDeep ? 3_600_000 : 600_000,
)
