import { type Profile, presets } from '@millrace/media'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { profile } from '../../test/support.ts'
import { readProfiles, toProfileFields, toVideoProfile } from './video-profile.ts'

const fieldsOf = (fields: ReturnType<typeof toProfileFields>) => ({
  fullProfiles: fields.fullProfiles ?? [],
  fullProfiles2: fields.fullProfiles2 ?? [],
  fullProfiles3: fields.fullProfiles3 ?? [],
})

const anyProfile: fc.Arbitrary<Profile> = fc.record({
  name: fc.string({ minLength: 1, maxLength: 100 }).filter((name) => !/[\p{Cc}\p{Cs}]|^\.{1,2}$/u.test(name)),
  widthPx: fc.integer({ min: 1, max: 16_384 }),
  heightPx: fc.integer({ min: 1, max: 16_384 }),
  bitrateBps: fc.integer({ min: 0, max: 1_000_000_000 }),
  fps: fc.integer({ min: 0, max: 1_000_000 }),
  fpsDen: fc.integer({ min: 1, max: 1_000_000 }),
  format: fc.constantFrom('mpegts', 'mp4'),
  encoderProfile: fc.constantFrom('default', 'baseline', 'main', 'high', 'constrained-high'),
  gopMs: fc.integer({ min: -1, max: 3_600_000 }),
  codec: fc.constantFrom('h264', 'h265', 'vp8', 'vp9'),
  quality: fc.integer({ min: 0, max: 63 }),
})

test('every profile comes back as it was sent', () => {
  const ladder = fc.uniqueArray(anyProfile, { minLength: 1, maxLength: 16, selector: ({ name }) => name })
  fc.assert(
    fc.property(ladder, (sent) => {
      expect(readProfiles(fieldsOf(toProfileFields(sent)))).toEqual(sent)
    }),
  )
})

test('every preset can be ordered', () => {
  const all = [...presets.values()]
  expect(all.length).toBeGreaterThan(5)
  for (const preset of all) expect(readProfiles(fieldsOf(toProfileFields([preset])))).toEqual([preset])
})

describe('profiles travel in', () => {
  test.each([
    ['the first field when plain', [profile], 'fullProfiles'],
    [
      'the second field with an MP4 among them',
      [profile, { ...profile, format: 'mp4' as const }],
      'fullProfiles2',
    ],
    [
      'the third field with a fractional frame rate',
      [{ ...profile, fps: 30_000, fpsDen: 1_001 }],
      'fullProfiles3',
    ],
    [
      'the third field with an encoder profile',
      [profile, { ...profile, encoderProfile: 'high' as const }],
      'fullProfiles3',
    ],
    [
      'the third field with a GOP, MP4 or not',
      [{ ...profile, format: 'mp4' as const, gopMs: -1 }],
      'fullProfiles3',
    ],
  ])('%s', (_, profiles, field) => {
    expect(Object.keys(toProfileFields(profiles))).toEqual([field])
  })
})

test('the third field counts before the second, the second before the first', () => {
  const [one, two, three] = ['one', 'two', 'three'].map((name) => [toVideoProfile({ ...profile, name })])
  const names = (fields: Parameters<typeof readProfiles>[0]) => readProfiles(fields).map(({ name }) => name)
  const all = { fullProfiles: one ?? [], fullProfiles2: two ?? [], fullProfiles3: three ?? [] }
  expect(names(all)).toEqual(['three'])
  expect(names({ ...all, fullProfiles3: [] })).toEqual(['two'])
  expect(names({ ...all, fullProfiles3: [], fullProfiles2: [] })).toEqual(['one'])
})

test('a profile without a name gets the network’s, a denominator of 0 is 1', () => {
  const nameless = Object.assign(toVideoProfile(profile), { name: '', fpsDen: 0 })
  const [read] = readProfiles({ fullProfiles: [nameless], fullProfiles2: [], fullProfiles3: [] })
  expect(read).toMatchObject({ name: 'net_426x240_600000', fpsDen: 1 })
})
