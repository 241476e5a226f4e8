import { MalformedH264Error } from './errors.ts'

/** NAL unit types that matter here (ITU-T H.264 table 7-1). */
export const nalType = {
  slice: 1,
  partitionA: 2,
  idr: 5,
  sei: 6,
  sps: 7,
  pps: 8,
  accessUnitDelimiter: 9,
} as const

const startCode = Buffer.from([0, 0, 1])
/** More parts than any encoder makes of one picture; it bounds what a hostile one makes us keep. */
const maxNalUnits = 2048

export function typeOfNal(nal: Uint8Array): number {
  return (nal[0] ?? 0) & 0x1f
}

/**
 * Splits one access unit in AVCC form (ISO/IEC 14496-15: each NAL unit behind its length).
 * @param lengthSize bytes of each length, 1 to 4.
 * @throws {MalformedH264Error} when a length passes the end, or there are too many units.
 */
export function splitAvcc(bytes: Uint8Array, lengthSize: number): Uint8Array[] {
  const nals: Uint8Array[] = []
  let offset = 0
  while (offset < bytes.length) {
    if (offset + lengthSize > bytes.length)
      throw new MalformedH264Error({ what: 'access unit', reason: 'it ends in a length' })
    let length = 0
    for (let i = 0; i < lengthSize; i++) length = length * 256 + (bytes[offset + i] ?? 0)
    offset += lengthSize
    if (length > bytes.length - offset) {
      throw new MalformedH264Error({ what: 'access unit', reason: 'a NAL unit passes its end' })
    }
    if (length > 0) nals.push(bytes.subarray(offset, offset + length))
    if (nals.length > maxNalUnits)
      throw new MalformedH264Error({ what: 'access unit', reason: 'it has too many parts' })
    offset += length
  }
  return nals
}

/**
 * Visits the NAL units of an Annex B byte stream without copying; bytes before the first start code are
 * passed over. A zero before a start code is part of it and may be seen at the end of a unit.
 */
export function forEachAnnexBNal(
  bytes: Uint8Array,
  visit: (startByte: number, endByte: number) => void,
): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let start = buffer.indexOf(startCode)
  while (start !== -1) {
    const from = start + 3
    const next = buffer.indexOf(startCode, from)
    visit(from, next === -1 ? bytes.length : next)
    start = next
  }
}

/** The NAL units of an Annex B byte stream, trailing zeros taken off. */
export function splitAnnexB(bytes: Uint8Array): Uint8Array[] {
  const nals: Uint8Array[] = []
  forEachAnnexBNal(bytes, (start, end) => {
    let last = end
    while (last > start && bytes[last - 1] === 0) last--
    if (last > start) nals.push(bytes.subarray(start, last))
  })
  return nals
}
