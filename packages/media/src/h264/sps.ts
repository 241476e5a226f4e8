import { BitReader, unescapeRbsp } from './bit-reader.ts'
import { MalformedH264Error } from './errors.ts'

/** What a sequence parameter set says (ITU-T H.264 7.3.2.1, E.1.1). */
export interface SequenceParameters {
  readonly id: number
  /** RFC 6381 name: `avc1.` + profile, constraint flags and level in hexadecimal. */
  readonly codec: string
  /** After cropping. */
  readonly widthPx: number
  readonly heightPx: number
  /** Frames a second as a fraction; absent when the stream does not say. */
  readonly frameRate: { readonly numerator: number; readonly denominator: number } | undefined
  /** False when pictures may be fields. */
  readonly frameMbsOnly: boolean
  readonly separateColourPlanes: boolean
  readonly log2MaxFrameNum: number
}

const maxSpsBytes = 4096
/** Level 6.2 allows 8192 × 4320; twice that leaves room for odd encoders. */
const maxSidePx = 16_384
const profilesWithChroma = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])

function fail(reason: string): never {
  throw new MalformedH264Error({ what: 'sequence parameter set', reason })
}

function skipScalingList(reader: BitReader, size: number): void {
  let last = 8
  let next = 8
  for (let i = 0; i < size; i++) {
    if (next !== 0) next = (last + reader.signed() + 256) % 256
    last = next === 0 ? last : next
  }
}

interface Chroma {
  readonly formatIdc: number
  readonly separatePlanes: boolean
}

function readChroma(reader: BitReader, profileIdc: number): Chroma {
  if (!profilesWithChroma.has(profileIdc)) return { formatIdc: 1, separatePlanes: false }
  const formatIdc = reader.unsigned()
  if (formatIdc > 3) fail(`chroma format ${formatIdc} does not exist`)
  const separatePlanes = formatIdc === 3 && reader.flag()
  // Luma and chroma bit depth.
  reader.unsigned()
  reader.unsigned()
  reader.skip(1)
  if (reader.flag()) {
    const lists = formatIdc === 3 ? 12 : 8
    for (let i = 0; i < lists; i++) if (reader.flag()) skipScalingList(reader, i < 6 ? 16 : 64)
  }
  return { formatIdc, separatePlanes }
}

function skipPictureOrder(reader: BitReader): void {
  const type = reader.unsigned()
  if (type > 2) fail(`picture order type ${type} does not exist`)
  if (type === 0) reader.unsigned()
  if (type !== 1) return
  reader.skip(1)
  reader.signed()
  reader.signed()
  const cycle = reader.unsigned()
  if (cycle > 255) fail('the picture order cycle is too long')
  for (let i = 0; i < cycle; i++) reader.signed()
}

function readSize(reader: BitReader, { formatIdc, separatePlanes }: Chroma) {
  const widthMbs = reader.unsigned() + 1
  const heightMapUnits = reader.unsigned() + 1
  const frameMbsOnly = reader.flag()
  if (!frameMbsOnly) reader.skip(1)
  reader.skip(1)
  let widthPx = widthMbs * 16
  let heightPx = heightMapUnits * 16 * (frameMbsOnly ? 1 : 2)
  if (widthPx > maxSidePx || heightPx > maxSidePx) fail(`${widthPx}x${heightPx} is too large`)
  if (reader.flag()) {
    const subsampled = separatePlanes ? 0 : formatIdc
    const unitX = subsampled === 1 || subsampled === 2 ? 2 : 1
    const unitY = (subsampled === 1 ? 2 : 1) * (frameMbsOnly ? 1 : 2)
    widthPx -= unitX * (reader.unsigned() + reader.unsigned())
    heightPx -= unitY * (reader.unsigned() + reader.unsigned())
  }
  if (widthPx <= 0 || heightPx <= 0) fail('cropping leaves no picture')
  return { widthPx, heightPx, frameMbsOnly }
}

/** VUI up to its timing; a stream whose VUI ends early is still decodable, so that gives no rate. */
function readFrameRate(reader: BitReader): SequenceParameters['frameRate'] {
  if (!reader.flag()) return undefined
  if (reader.flag() && reader.bits(8) === 255) reader.skip(32)
  if (reader.flag()) reader.skip(1)
  if (reader.flag()) {
    reader.skip(4)
    if (reader.flag()) reader.skip(24)
  }
  if (reader.flag()) {
    reader.unsigned()
    reader.unsigned()
  }
  if (!reader.flag()) return undefined
  const unitsInTick = reader.bits(32)
  const timeScale = reader.bits(32)
  // A tick is a field: two make a frame.
  const fps = timeScale / (2 * unitsInTick)
  if (unitsInTick === 0 || !(fps >= 0.1 && fps <= 1000)) return undefined
  return { numerator: timeScale, denominator: 2 * unitsInTick }
}

/**
 * Reads a sequence parameter set.
 * @param nal the whole NAL unit, header byte first, with emulation prevention.
 * @throws {MalformedH264Error} when it is none, is cut short or passes the bounds.
 */
export function parseSps(nal: Uint8Array): SequenceParameters {
  if (nal.length < 4 || nal.length > maxSpsBytes) fail(`it has ${nal.length} bytes`)
  if (((nal[0] ?? 0) & 0x1f) !== 7) fail('the NAL unit is of another type')
  const reader = new BitReader(unescapeRbsp(nal.subarray(1)), 'sequence parameter set')
  const [profileIdc, constraints, levelIdc] = [reader.bits(8), reader.bits(8), reader.bits(8)]
  const id = reader.unsigned()
  if (id > 31) fail(`its id is ${id}`)
  const chroma = readChroma(reader, profileIdc)
  const log2MaxFrameNum = reader.unsigned() + 4
  if (log2MaxFrameNum > 16) fail('the frame number is too wide')
  skipPictureOrder(reader)
  reader.unsigned()
  reader.skip(1)
  const size = readSize(reader, chroma)
  const hex = [profileIdc, constraints, levelIdc].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return {
    id,
    codec: `avc1.${hex.toUpperCase()}`,
    ...size,
    frameRate: frameRateOrNone(reader),
    separateColourPlanes: chroma.separatePlanes,
    log2MaxFrameNum,
  }
}

function frameRateOrNone(reader: BitReader): SequenceParameters['frameRate'] {
  try {
    return readFrameRate(reader)
  } catch {
    return undefined
  }
}
