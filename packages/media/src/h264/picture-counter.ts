import { BitReader, unescapeRbsp } from './bit-reader.ts'
import { MalformedH264Error } from './errors.ts'
import { forEachAnnexBNal, nalType } from './nal.ts'
import { parseSps, type SequenceParameters } from './sps.ts'

/** What the pictures of a byte stream are, told without decoding. */
export interface PictureCount {
  /** Frames; two fields make one. */
  readonly frames: number
  readonly keyframes: number
  /** Width × height, added up over all frames. */
  readonly pixels: number
  readonly startsWithKeyframe: boolean
  /** The first parameter set, if any. */
  readonly parameters: SequenceParameters | undefined
}

/** Bounds against bytes made to keep us busy; 300 s at 240 frames a second stay below. */
const maxPictures = 150_000
const maxNalUnits = 2_000_000
const maxParameterSets = 1000
/** A slice header's beginning, up to the field flag, fits with room to spare. */
const sliceHeaderBytes = 24

function fail(reason: string): never {
  throw new MalformedH264Error({ what: 'byte stream', reason })
}

/** Reads a slice header as far as `field_pic_flag` (7.3.3). */
function isFieldSlice(nal: Uint8Array, sps: SequenceParameters): boolean {
  if (sps.frameMbsOnly) return false
  const reader = new BitReader(unescapeRbsp(nal.subarray(1, 1 + sliceHeaderBytes)), 'slice header')
  reader.unsigned()
  reader.unsigned()
  reader.unsigned()
  if (sps.separateColourPlanes) reader.skip(2)
  reader.skip(sps.log2MaxFrameNum)
  return reader.flag()
}

class PictureCounter {
  readonly #bytes: Uint8Array
  #sps: SequenceParameters | undefined
  #first: SequenceParameters | undefined
  #setsRead = 0
  #nals = 0
  #pictures = 0
  #halves = 0
  #keyframes = 0
  #halfPixels = 0
  #startsWithKeyframe = false
  /** Whether the field before was the first of its pair, and a keyframe. */
  #openField = false

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  visit(start: number, end: number): void {
    if (++this.#nals > maxNalUnits) fail('it has too many NAL units')
    const type = (this.#bytes[start] ?? 0) & 0x1f
    if (type === nalType.sps) this.#parameterSet(this.#bytes.subarray(start, end))
    const isVideo = type === nalType.slice || type === nalType.idr || type === nalType.partitionA
    // A leading 1 bit is first_mb_in_slice 0: the first slice of a picture.
    if (isVideo && end > start + 1 && ((this.#bytes[start + 1] ?? 0) & 0x80) !== 0) {
      this.#picture(this.#bytes.subarray(start, end), type === nalType.idr)
    }
  }

  get count(): PictureCount {
    return {
      frames: Math.ceil(this.#halves / 2),
      keyframes: this.#keyframes,
      pixels: Math.ceil(this.#halfPixels / 2),
      startsWithKeyframe: this.#startsWithKeyframe,
      parameters: this.#first,
    }
  }

  #parameterSet(nal: Uint8Array): void {
    if (++this.#setsRead > maxParameterSets) fail('it has too many parameter sets')
    this.#sps = parseSps(nal)
    this.#first ??= this.#sps
  }

  #picture(nal: Uint8Array, isIdr: boolean): void {
    if (++this.#pictures > maxPictures) fail('it has too many pictures')
    if (this.#pictures === 1) this.#startsWithKeyframe = isIdr
    const sps = this.#sps
    if (sps === undefined) return
    const isField = isFieldSlice(nal, sps)
    const isSecondField = isField && this.#openField
    this.#openField = isField && !isSecondField
    if (isIdr && !isSecondField) this.#keyframes++
    const halves = isField ? 1 : 2
    this.#halves += halves
    this.#halfPixels += halves * sps.widthPx * sps.heightPx
  }
}

/**
 * Counts the pictures of an Annex B byte stream. Pictures before the first parameter set cannot be decoded
 * and are not counted.
 * @throws {MalformedH264Error} when a parameter set is broken or a bound is passed.
 */
export function countPictures(bytes: Uint8Array): PictureCount {
  const counter = new PictureCounter(bytes)
  forEachAnnexBNal(bytes, (start, end) => counter.visit(start, end))
  return counter.count
}
