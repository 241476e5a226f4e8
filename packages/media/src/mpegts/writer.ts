import type { AacConfig } from '../flv/aac-config.ts'
import { adtsHeader } from './adts.ts'
import {
  audioPid,
  packetBytes,
  patPid,
  payloadBytes,
  pmtPid,
  syncByte,
  videoPid,
  wrapTicks,
} from './constants.ts'
import { patPacket, pmtPacket } from './tables.ts'

/** Continuity counters by PID: the number that the next packet of that PID takes. */
export type Continuity = Readonly<Record<number, number>>

export interface VideoUnit {
  /** NAL units of one access unit, without start codes and without a delimiter. */
  readonly nals: readonly Uint8Array[]
  readonly ptsTicks: number
  readonly dtsTicks: number
  readonly keyframe: boolean
}

export interface AudioUnit {
  readonly config: AacConfig
  /** One raw AAC data block, at most `maxAacFrameBytes`. */
  readonly data: Uint8Array
  readonly ptsTicks: number
}

interface PesHeader {
  readonly pid: number
  readonly streamId: number
  readonly ptsTicks: number
  readonly dtsTicks: number | undefined
}

interface FirstPacket {
  readonly pcrTicks: number | undefined
  readonly randomAccess: boolean
}

const startCode = Uint8Array.of(0, 0, 0, 1)
/** `primary_pic_type` 7: any slice type may follow. */
const accessUnitDelimiter = Uint8Array.of(9, 0xf0)
/** The clock runs this far ahead of decoding, the time a receiver has to gather the picture. */
const pcrLeadTicks = 18_000
const pcrFieldBytes = 8

/** Writes H.264 and AAC as MPEG-TS into memory; continuity counters go on over segments. */
export class TsWriter {
  readonly #continuity: Map<number, number>
  #out: Buffer
  #length = 0
  #pes: Buffer = Buffer.alloc(0)
  #pesLength = 0

  constructor({
    sizeHintBytes = 256 * 1024,
    continuity = {},
  }: { sizeHintBytes?: number; continuity?: Continuity } = {}) {
    this.#out = Buffer.allocUnsafeSlow(Math.ceil(sizeHintBytes / packetBytes) * packetBytes + packetBytes)
    this.#continuity = new Map(Object.entries(continuity).map(([pid, counter]) => [Number(pid), counter]))
  }

  get continuity(): Continuity {
    return Object.fromEntries(this.#continuity)
  }

  /** PAT and PMT: a segment must begin with them. */
  tables({ hasAudio }: { hasAudio: boolean }): void {
    for (const [pid, packet] of [
      [patPid, patPacket()],
      [pmtPid, pmtPacket({ hasAudio })],
    ] as const) {
      const at = this.#claimPacket()
      this.#out.set(packet, at)
      this.#out[at + 3] = 0x10 | this.#nextContinuity(pid)
    }
  }

  video({ nals, ptsTicks, dtsTicks, keyframe }: VideoUnit): void {
    this.#beginPes({ pid: videoPid, streamId: 0xe0, ptsTicks, dtsTicks })
    this.#append(startCode)
    this.#append(accessUnitDelimiter)
    for (const nal of nals) {
      this.#append(startCode)
      this.#append(nal)
    }
    this.#packetise(videoPid, { pcrTicks: dtsTicks - pcrLeadTicks, randomAccess: keyframe })
  }

  audio({ config, data, ptsTicks }: AudioUnit): void {
    this.#beginPes({ pid: audioPid, streamId: 0xc0, ptsTicks, dtsTicks: undefined })
    this.#append(adtsHeader(config, data.length))
    this.#append(data)
    this.#packetise(audioPid, { pcrTicks: undefined, randomAccess: true })
  }

  /** Hands out what was written and begins anew. */
  take(): Uint8Array {
    const bytes = Uint8Array.prototype.slice.call(this.#out, 0, this.#length)
    this.#length = 0
    return bytes
  }

  #nextContinuity(pid: number): number {
    const counter = this.#continuity.get(pid) ?? 0
    this.#continuity.set(pid, (counter + 1) & 0x0f)
    return counter
  }

  #claimPacket(): number {
    const at = this.#length
    this.#length += packetBytes
    if (this.#length > this.#out.length) this.#out = grown(this.#out, this.#length)
    return at
  }

  #append(bytes: Uint8Array): void {
    const end = this.#pesLength + bytes.length
    if (end > this.#pes.length) this.#pes = grown(this.#pes, end)
    this.#pes.set(bytes, this.#pesLength)
    this.#pesLength = end
  }

  #beginPes({ streamId, ptsTicks, dtsTicks }: PesHeader): void {
    this.#pesLength = 0
    const hasDts = dtsTicks !== undefined && dtsTicks !== ptsTicks
    const times = hasDts
      ? [...timestampBytes(0x3, ptsTicks), ...timestampBytes(0x1, dtsTicks)]
      : timestampBytes(0x2, ptsTicks)
    // 84: marker bits and data alignment. The length is set once it is known.
    this.#append(Uint8Array.of(0, 0, 1, streamId, 0, 0, 0x84, hasDts ? 0xc0 : 0x80, times.length, ...times))
  }

  #packetise(pid: number, first: FirstPacket): void {
    const following = this.#pesLength - 6
    // A video PES that is too long for the field is left unbounded, as 2.4.3.7 allows.
    if (following <= 0xffff) this.#pes.writeUInt16BE(following, 4)
    let offset = 0
    while (offset < this.#pesLength) {
      const isFirst = offset === 0
      const at = this.#claimPacket()
      const header = isFirst ? 0x40 : 0
      this.#out[at] = syncByte
      this.#out[at + 1] = header | (pid >> 8)
      this.#out[at + 2] = pid & 0xff
      const fieldBytes = this.#adaptationField(at + 4, isFirst ? first : undefined, this.#pesLength - offset)
      this.#out[at + 3] = (fieldBytes > 0 ? 0x30 : 0x10) | this.#nextContinuity(pid)
      const taken = payloadBytes - fieldBytes
      this.#pes.copy(this.#out, at + 4 + fieldBytes, offset, offset + taken)
      offset += taken
    }
  }

  /** Clock, random access mark and stuffing. @returns the field's size. */
  #adaptationField(at: number, first: FirstPacket | undefined, leftBytes: number): number {
    const wanted =
      first === undefined ? 0 : first.pcrTicks !== undefined ? pcrFieldBytes : first.randomAccess ? 2 : 0
    const size = Math.max(wanted, payloadBytes - Math.min(leftBytes, payloadBytes - wanted))
    if (size === 0) return 0
    this.#out[at] = size - 1
    if (size === 1) return 1
    const hasPcr = first?.pcrTicks !== undefined
    this.#out[at + 1] = (first?.randomAccess ? 0x40 : 0) | (hasPcr ? 0x10 : 0)
    if (first?.pcrTicks !== undefined) this.#out.set(pcrBytes(first.pcrTicks), at + 2)
    this.#out.fill(0xff, at + (hasPcr ? pcrFieldBytes : 2), at + size)
    return size
  }
}

function grown(buffer: Buffer, neededBytes: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(Math.max(neededBytes, buffer.length * 2, 64 * 1024))
  buffer.copy(larger)
  return larger
}

/** 33 bits in five bytes with marker bits (2.4.3.6). */
function timestampBytes(prefix: number, ticks: number): number[] {
  const value = wrapTicks(ticks)
  const high = Math.floor(value / 2 ** 30)
  const low = value % 2 ** 30
  return [
    (prefix << 4) | (high << 1) | 1,
    low >>> 22,
    ((low >>> 14) & 0xfe) | 1,
    (low >>> 7) & 0xff,
    ((low << 1) & 0xfe) | 1,
  ]
}

/** 33 bits of base, six reserved, nine of extension, which is zero here (2.4.3.5). */
function pcrBytes(ticks: number): number[] {
  const base = wrapTicks(ticks)
  const high = Math.floor(base / 2)
  return [high >>> 24, (high >>> 16) & 0xff, (high >>> 8) & 0xff, high & 0xff, ((base & 1) << 7) | 0x7e, 0]
}
