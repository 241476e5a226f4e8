import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generatedAvatar, generatedAvatarUrl } from './avatar.ts'

const addresses = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => `0x${Buffer.from(bytes).toString('hex')}`)

test('an account is drawn the same whatever the case of its address, and as nothing but shapes', () => {
  fc.assert(
    fc.property(addresses, (address) => {
      const svg = generatedAvatar(address)
      expect(generatedAvatar(`0x${address.slice(2).toUpperCase()}`)).toBe(svg)
      expect(svg).toMatch(
        /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="hsl\(\d+ 45% 90%\)"\/>(?:<path fill="hsl\(\d+ 55% 42%\)" d="M\d+ \d+h6v6h-6z"\/>)*<\/svg>$/,
      )
      expect(generatedAvatarUrl(address)).not.toMatch(/[<>"']/)
    }),
  )
})

test('a thousand addresses that begin alike look different, but for a few', () => {
  const drawn = Array.from({ length: 1_000 }, (_, index) =>
    generatedAvatar(`0x${'0'.repeat(36)}${index.toString(16).padStart(4, '0')}`),
  )
  expect(new Set(drawn).size).toBeGreaterThan(990)
})

test.each(['', '0x12', `0x${'g'.repeat(40)}`, `0x${'0'.repeat(40)}"/><script>`])(
  'error: %j is no address',
  (text) => {
    expect(() => generatedAvatar(text)).toThrow(RangeError)
  },
)
