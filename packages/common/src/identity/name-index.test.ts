import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { confusables } from './confusables.ts'
import { NameIndex } from './name-index.ts'
import { nameSkeleton } from './skeleton.ts'

const address = (digit: number): string => `0x${String(digit).repeat(40)}`

describe('names look alike', () => {
  test.each([
    ['Millrace', 'MILLRACE', 'case'],
    ['Millrace', 'Мillrасе', 'Cyrillic М, а, с, е'],
    ['Millrace', 'Ｍｉｌｌｒａｃｅ', 'full width'],
    ['Millrace', 'Mill\u200Brace', 'zero width'],
    ['Millrace', 'M1llrace', 'a digit'],
    ['Millrace', 'Mi||race', 'bars'],
    ['Millrace', 'mill-race', 'punctuation'],
    ['Millrace', 'Mïllráce', 'accents'],
    ['Millrace', 'Μillrαce', 'Greek'],
    ['modern', 'rnodern', 'a pair of letters'],
    ['0range', 'Orange', 'nought'],
    ['🌊🌊', '🌊\uFE0F🌊', 'emoji with a selector'],
  ])('%s and %s: %s', (one, other) => {
    expect(nameSkeleton(other)).toBe(nameSkeleton(one))
  })

  test.each([
    ['Millrace', 'Milltrace'],
    ['Weir', 'Sluice'],
    ['Тихая', 'Тёплая'],
    ['🌊', '🔥'],
    ['Node 7', 'Node 8'],
  ])('not: %s and %s', (one, other) => {
    expect(nameSkeleton(other)).not.toBe(nameSkeleton(one))
  })

  test('whatever letters are put for others', () => {
    const letters = [...confusables].map(([from, to]) => ({ from, to }))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...letters), fc.boolean()), { minLength: 1, maxLength: 20 }),
        (drawn) => {
          const plain = drawn.map(([{ to }]) => to).join('')
          const forged = drawn.map(([{ from, to }, isForged]) => (isForged ? from : to)).join('')
          expect(nameSkeleton(forged)).toBe(nameSkeleton(plain))
        },
      ),
    )
  })

  test('and any text has a skeleton that is its own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(nameSkeleton(nameSkeleton(text))).toBe(nameSkeleton(text))
      }),
    )
  })
})

test('an index tells who else has a name that looks the same, unless it is of the same owner', () => {
  const [first, forger, own, other] = [
    { address: address(1), name: 'Millrace' },
    { address: address(2), name: 'Мillrace' },
    { address: address(3), name: 'millrace', main: address(1) },
    { address: address(4), name: 'Weir' },
  ] as const
  const index = new NameIndex([first, forger, own, other, { address: address(5), name: '\u200B' }])
  expect(index.lookAlikes(first)).toEqual([forger])
  expect(index.lookAlikes(forger)).toEqual([first, own])
  expect(index.lookAlikes(own)).toEqual([forger])
  expect(index.lookAlikes(other)).toEqual([])
  expect(index.lookAlikes({ address: address(6), name: '' })).toEqual([])
})
