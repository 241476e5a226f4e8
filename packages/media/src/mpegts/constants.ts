/** Sizes and numbers of ISO/IEC 13818-1. */
export const packetBytes = 188
export const syncByte = 0x47
/** Bytes of a packet behind its header. */
export const payloadBytes = packetBytes - 4

export const patPid = 0
/** PIDs that our own segments use. */
export const pmtPid = 0x1000
export const videoPid = 0x100
export const audioPid = 0x101

/** Table 2-34. */
export const streamType = {
  mp1Audio: 0x03,
  mp2Audio: 0x04,
  adts: 0x0f,
  latm: 0x11,
  h264: 0x1b,
  h265: 0x24,
  ac3: 0x81,
} as const

export const ticksPerSecond = 90_000
export const ticksPerMs = 90
/** PTS, DTS and PCR base have 33 bits and wrap after 26.5 hours. */
const timestampModulus = 2 ** 33

/** Wraps a growing tick count into the 33 bits on the wire. */
export function wrapTicks(ticks: number): number {
  const wrapped = ticks % timestampModulus
  return wrapped < 0 ? wrapped + timestampModulus : wrapped
}

/** Ticks from one wire timestamp to another, the short way round. */
export function ticksBetween(fromTicks: number, toTicks: number): number {
  const difference = wrapTicks(toTicks - fromTicks)
  return difference >= timestampModulus / 2 ? difference - timestampModulus : difference
}
