import { streamType } from './constants.ts'

export interface ElementaryStream {
  readonly pid: number
  readonly type: number
}

/** A section's length field has 12 bits. */
const maxSectionBytes = 4096 + 3
const videoTypes: readonly number[] = [streamType.h264, streamType.h265]
const audioTypes: readonly number[] = [
  streamType.adts,
  streamType.mp1Audio,
  streamType.mp2Audio,
  streamType.latm,
  streamType.ac3,
]

/** Puts a section together that may span packets (2.4.4). */
export class SectionBuffer {
  readonly #bytes = new Uint8Array(maxSectionBytes)
  #length = -1

  /** @returns the section once it is whole. */
  push(payload: Uint8Array, isStart: boolean): Uint8Array | undefined {
    let part = payload
    if (isStart) {
      // The pointer field says where the section begins.
      part = payload.subarray(1 + (payload[0] ?? 0))
      this.#length = 0
    }
    if (this.#length < 0) return undefined
    const taken = part.subarray(0, maxSectionBytes - this.#length)
    this.#bytes.set(taken, this.#length)
    this.#length += taken.length
    if (this.#length < 3) return undefined
    const total = 3 + ((((this.#bytes[1] ?? 0) & 0x0f) << 8) | (this.#bytes[2] ?? 0))
    if (this.#length < total) return undefined
    this.#length = -1
    return this.#bytes.slice(0, total)
  }
}

const pidAt = (bytes: Uint8Array, at: number) => (((bytes[at] ?? 0) & 0x1f) << 8) | (bytes[at + 1] ?? 0)
const lengthAt = (bytes: Uint8Array, at: number) => (((bytes[at] ?? 0) & 0x0f) << 8) | (bytes[at + 1] ?? 0)

/** @returns the PID of the first program's map, if the section is a PAT that has one. */
export function readPat(section: Uint8Array): number | undefined {
  if (section[0] !== 0) return undefined
  for (let at = 8; at + 4 <= section.length - 4; at += 4) {
    const program = ((section[at] ?? 0) << 8) | (section[at + 1] ?? 0)
    // Program 0 names the network table.
    if (program !== 0) return pidAt(section, at + 2)
  }
  return undefined
}

/** The first video and the first audio stream that a PMT lists. */
export function readPmt(section: Uint8Array): {
  readonly video: ElementaryStream | undefined
  readonly audio: ElementaryStream | undefined
} {
  const streams: ElementaryStream[] = []
  if (section[0] === 2) {
    let at = 12 + lengthAt(section, 10)
    while (at + 5 <= section.length - 4) {
      streams.push({ type: section[at] ?? 0, pid: pidAt(section, at + 1) })
      at += 5 + lengthAt(section, at + 3)
    }
  }
  return {
    video: streams.find(({ type }) => videoTypes.includes(type)),
    audio: streams.find(({ type }) => audioTypes.includes(type)),
  }
}
