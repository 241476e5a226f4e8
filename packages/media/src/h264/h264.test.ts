import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { config180p, config240p } from '../../test/ingest/synthetic-tags.ts'
import { parseAvcConfig } from './avc-config.ts'
import { unescapeRbsp } from './bit-reader.ts'
import { MalformedH264Error } from './errors.ts'
import { splitAnnexB, splitAvcc } from './nal.ts'
import { countPictures } from './picture-counter.ts'
import { parseSps } from './sps.ts'

/** Whatever the bytes, a parser gives a value or its declared error. */
function onlyDeclared(parse: () => unknown): void {
  try {
    parse()
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedH264Error)
  }
}

describe('parameter sets', () => {
  test('size with cropping, frame rate and profile are read', () => {
    expect(parseAvcConfig(config180p)).toMatchObject({
      lengthSize: 4,
      parameters: {
        codec: 'avc1.42C00D',
        widthPx: 320,
        heightPx: 180,
        frameRate: { numerator: 60, denominator: 2 },
      },
    })
    expect(parseAvcConfig(config240p).parameters).toMatchObject({
      codec: 'avc1.42C015',
      widthPx: 426,
      heightPx: 240,
      frameRate: { numerator: 60_000, denominator: 2002 },
    })
  })

  test('error: every truncation is refused, or is a set without its optional end', () => {
    const [sps = new Uint8Array()] = parseAvcConfig(config180p).sps
    for (let length = 0; length < sps.length; length++) onlyDeclared(() => parseSps(sps.subarray(0, length)))
    expect(() => parseSps(sps.subarray(0, 6))).toThrow(MalformedH264Error)
    for (let length = 0; length < config180p.length; length++) {
      expect(() => parseAvcConfig(config180p.subarray(0, length))).toThrow(MalformedH264Error)
    }
  })

  test('error: arbitrary bytes give the declared error and never a size beyond the bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 3, maxLength: 200 }), (bytes) => {
        onlyDeclared(() => {
          const { widthPx, heightPx } = parseSps(Uint8Array.of(0x67, ...bytes))
          expect(widthPx).toBeGreaterThan(0)
          expect(Math.max(widthPx, heightPx)).toBeLessThanOrEqual(16_384)
        })
        onlyDeclared(() => parseAvcConfig(Uint8Array.of(1, ...bytes)))
      }),
      { numRuns: 2000 },
    )
  })

  test('emulation prevention is taken out where it was put in', () => {
    expect(unescapeRbsp(Uint8Array.of(0, 0, 3, 1, 0, 0, 3, 0, 0, 3))).toEqual(
      Uint8Array.of(0, 0, 1, 0, 0, 0, 0),
    )
  })
})

/** A NAL unit as an encoder escapes it: no start code inside, no zero at its end. */
const nalUnit = fc
  .uint8Array({ minLength: 1, maxLength: 300 })
  .map((bytes) => Uint8Array.from(bytes, (byte) => (byte === 0 ? 1 : byte)))

describe('NAL units', () => {
  test('lengths of any size and start codes both give the units back', () => {
    fc.assert(
      fc.property(fc.array(nalUnit, { maxLength: 20 }), fc.constantFrom(2, 3, 4), (nals, lengthSize) => {
        const withLengths = Buffer.concat(
          nals.flatMap((nal) => {
            const length = Buffer.alloc(lengthSize)
            length.writeUIntBE(nal.length, 0, lengthSize)
            return [length, nal]
          }),
        )
        expect(splitAvcc(withLengths, lengthSize).map((nal) => Uint8Array.from(nal))).toEqual(nals)
        const withStartCodes = Buffer.concat(
          nals.flatMap((nal, index) => [Buffer.from([0, 0, 0, 1].slice(index % 2)), nal]),
        )
        expect(splitAnnexB(withStartCodes).map((nal) => Uint8Array.from(nal))).toEqual(nals)
      }),
    )
  })

  test('error: a length that passes the end, and more parts than a picture has', () => {
    expect(() => splitAvcc(Uint8Array.of(0, 0, 0, 9, 1), 4)).toThrow(MalformedH264Error)
    expect(() => splitAvcc(Uint8Array.of(0, 0), 4)).toThrow(MalformedH264Error)
    expect(() => splitAvcc(new Uint8Array(2 * 3000).fill(1), 1)).toThrow(/too many parts/)
  })
})

describe('counting pictures', () => {
  const startCode = [0, 0, 1]
  const [sps = new Uint8Array()] = parseAvcConfig(config180p).sps
  const stream = (...slices: readonly (readonly number[])[]) =>
    Uint8Array.from([...startCode, ...sps, ...slices.flatMap((slice) => [...startCode, ...slice, 7, 7])])

  test('several slices are one picture, and only the first says so', () => {
    const count = countPictures(stream([0x65, 0x88], [0x65, 0x42], [0x41, 0x9a], [0x41, 0x22], [0x01, 0x9a]))
    expect(count).toMatchObject({ frames: 3, keyframes: 1, pixels: 3 * 320 * 180, startsWithKeyframe: true })
  })

  test('a stream that begins with another picture than an IDR says so', () => {
    expect(countPictures(stream([0x41, 0x9a], [0x65, 0x88]))).toMatchObject({
      frames: 2,
      startsWithKeyframe: false,
    })
  })

  /** Bytes of a string of bits, padded with zeros. */
  const bits = (text: string) =>
    (text.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2))

  test('two fields are one frame', () => {
    // Main profile, 320x192 in map units of fields, frame_mbs_only_flag 0.
    const byte = (value: number) => value.toString(2).padStart(8, '0')
    const fieldSps = [0x67, ...bits(`${byte(77)}${byte(0)}${byte(30)}11011010000001010000110001001`)]
    const slice = (isIdr: boolean, isField: boolean) => [
      isIdr ? 0x65 : 0x41,
      ...bits(`1000100010000${isField ? 1 : 0}1`),
    ]
    const pictures = [
      slice(true, true),
      slice(false, true),
      slice(false, false),
      slice(false, true),
      slice(false, true),
    ]
    const bytes = Uint8Array.from([fieldSps, ...pictures].flatMap((nal) => [...startCode, ...nal]))
    const count = countPictures(bytes)
    expect(count.parameters).toMatchObject({ widthPx: 320, heightPx: 192, frameMbsOnly: false })
    expect(count).toMatchObject({ frames: 3, keyframes: 1, pixels: 3 * 320 * 192 })
  })

  test('error: more pictures than any segment has are refused before they cost time', () => {
    const pictures = Buffer.concat([
      stream(),
      Buffer.alloc(6 * 200_000, Buffer.from([0, 0, 1, 0x41, 0x9a, 7])),
    ])
    expect(() => countPictures(pictures)).toThrow(/too many pictures/)
  })

  test('error: arbitrary bytes give a count or the declared error', () => {
    const piece = fc.oneof(
      fc.constant(startCode),
      fc.constant([...startCode, ...sps]),
      fc.array(fc.nat(255), { maxLength: 30 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        onlyDeclared(() => countPictures(Uint8Array.from(pieces.flat())))
      }),
    )
  })
})
