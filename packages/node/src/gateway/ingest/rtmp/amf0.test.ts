import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AmfValue, decodeAmf, encodeAmf } from './amf0.ts'
import { RtmpProtocolError } from './errors.ts'

const { value } = fc.letrec<{ value: AmfValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.double(),
    fc.boolean(),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(null, undefined),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ minLength: 1 }), tie('value'), { maxKeys: 4, noNullPrototype: false }),
  ),
}))

describe('AMF0', () => {
  test('values written are read back', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), (values) => {
        expect(decodeAmf(encodeAmf(values))).toEqual(values)
      }),
    )
  })

  test('a text longer than 65,535 bytes goes as a long string', () => {
    const text = 'x'.repeat(70_000)
    expect(decodeAmf(encodeAmf([text]))).toEqual([text])
  })

  test('an ECMA array is an object, whatever count it claims', () => {
    const body = encodeAmf([{ width: 1280 }]).subarray(1)
    expect(decodeAmf(Buffer.concat([Buffer.of(8, 0xff, 0xff, 0xff, 0xff), body]))).toEqual([{ width: 1280 }])
  })

  test('a key called __proto__ is only a key', () => {
    const [object] = decodeAmf(encodeAmf([JSON.parse('{"__proto__":{"polluted":true}}')]))
    expect(Object.getPrototypeOf(object)).toBeNull()
    expect('polluted' in {}).toBe(false)
  })

  test('error: nesting, counts and ends are bounded', () => {
    const nested = Buffer.concat([
      ...Array.from({ length: 40 }, () => Buffer.of(10, 0, 0, 0, 1)),
      Buffer.of(5),
    ])
    expect(() => decodeAmf(nested)).toThrow(/too deep/)
    expect(() => decodeAmf(Buffer.of(10, 0xff, 0xff, 0xff, 0xff))).toThrow(/too many/)
    expect(() => decodeAmf(Buffer.alloc(10_000, 5))).toThrow(/too many/)
    expect(() => decodeAmf(Buffer.of(2, 0, 9, 65))).toThrow(/too early/)
    expect(() => decodeAmf(Buffer.of(17))).toThrow(/not known/)
  })

  test('error: arbitrary bytes give values or the declared error', () => {
    const bytes = fc
      .array(fc.oneof(fc.nat(12), fc.nat(255)), { maxLength: 200 })
      .map((each) => Uint8Array.from(each))
    fc.assert(
      fc.property(bytes, (given) => {
        try {
          decodeAmf(given)
        } catch (error) {
          expect(error).toBeInstanceOf(RtmpProtocolError)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
