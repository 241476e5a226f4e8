import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Profile, ProfileLoader } from './profile-loader.ts'

const addressOf = (index: number) => `0x${index.toString(16).padStart(40, '0')}`

function profileOf(address: string): Profile {
  return {
    address,
    main: null,
    linked: [],
    textsOf: address,
    texts: {},
    name: null,
    ens: null,
    lookAlikes: [],
  }
}

function loaderWith(answer: (addresses: readonly string[]) => readonly Profile[]) {
  const asked: (readonly string[])[] = []
  const loader = new ProfileLoader(async (addresses) => {
    asked.push(addresses)
    return answer(addresses)
  })
  return { loader, asked }
}

test('whoever asks in the same moment shares questions of a hundred accounts, each named once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(400), { minLength: 1, maxLength: 500 }), async (indexes) => {
      const { loader, asked } = loaderWith((addresses) => addresses.toReversed().map(profileOf))
      const profiles = await Promise.all(indexes.map((index) => loader.load(addressOf(index))))
      expect(profiles.map(({ address }) => address)).toEqual(indexes.map(addressOf))
      const different = new Set(indexes).size
      expect(asked).toHaveLength(Math.ceil(different / 100))
      expect(new Set(asked.flat()).size).toBe(asked.flat().length)
      expect(Math.max(...asked.map(({ length }) => length))).toBeLessThanOrEqual(100)
    }),
    { numRuns: 20 },
  )
})

test('an account is the same whatever the case of its address, and a later question is another', async () => {
  const { loader, asked } = loaderWith((addresses) => addresses.map(profileOf))
  const upper = `0x${'A'.repeat(40)}`
  const [one, same] = await Promise.all([loader.load(upper), loader.load(upper.toLowerCase())])
  expect(one).toEqual(same)
  await loader.load(upper)
  expect(asked).toEqual([[upper.toLowerCase()], [upper.toLowerCase()]])
})

test('error: everyone who asked hears of a failure, and who is left out does not wait', async () => {
  const failing = new ProfileLoader(() => Promise.reject(new Error('down')))
  const outcomes = await Promise.allSettled([failing.load(addressOf(1)), failing.load(addressOf(2))])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  const { loader } = loaderWith(() => [profileOf(addressOf(1))])
  const [first, second] = await Promise.allSettled([loader.load(addressOf(1)), loader.load(addressOf(2))])
  expect([first?.status, second?.status]).toEqual(['fulfilled', 'rejected'])
})
