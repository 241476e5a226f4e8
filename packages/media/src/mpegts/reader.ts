import { packetBytes, patPid, syncByte } from './constants.ts'
import { MalformedTsError } from './errors.ts'
import { type ElementaryStream, readPat, readPmt, SectionBuffer } from './sections.ts'

/** Where a PES packet begins in an elementary stream, and its timing as on the wire (33 bits). */
export interface PesStart {
  readonly offset: number
  readonly ptsTicks: number | undefined
  readonly dtsTicks: number | undefined
}

/** One elementary stream of a segment. */
export interface DemuxedStream {
  readonly type: number
  /** All payload, PES headers taken out. For audio only its beginning is kept. */
  readonly bytes: Uint8Array
  readonly pes: readonly PesStart[]
}

export interface DemuxedSegment {
  readonly video: DemuxedStream | undefined
  readonly audio: DemuxedStream | undefined
}

/** More PES packets than 300 s at 240 frames a second with audio need. */
const maxPesPackets = 200_000
/** Enough for the first audio frame header. */
const keptAudioBytes = 4096
/** Packets that must begin with the sync byte one after another before we believe it. */
const syncDepth = 3

class StreamCollector {
  readonly type: number
  readonly #bytes: Buffer
  readonly #pes: PesStart[] = []
  #length = 0
  /** Bytes of a PES header that go on in the next packet. */
  #headerLeft = 0

  constructor(stream: ElementaryStream, capacityBytes: number) {
    this.type = stream.type
    this.#bytes = Buffer.allocUnsafeSlow(capacityBytes)
  }

  push(source: Buffer, start: number, end: number, isPesStart: boolean): void {
    let at = start
    if (isPesStart) at = this.#beginPes(source, start, end)
    else if (this.#pes.length === 0) return
    else if (this.#headerLeft > 0) {
      const skipped = Math.min(this.#headerLeft, end - at)
      this.#headerLeft -= skipped
      at += skipped
    }
    const room = Math.min(end - at, this.#bytes.length - this.#length)
    if (room > 0) this.#length += source.copy(this.#bytes, this.#length, at, at + room)
  }

  get stream(): DemuxedStream {
    return { type: this.type, bytes: this.#bytes.subarray(0, this.#length), pes: this.#pes }
  }

  #beginPes(source: Buffer, start: number, end: number): number {
    if (this.#pes.length >= maxPesPackets)
      throw new MalformedTsError({ reason: 'it has too many PES packets' })
    const isPes =
      end - start >= 9 && source.readUIntBE(start, 3) === 1 && ((source[start + 6] ?? 0) & 0xc0) === 0x80
    if (!isPes) return end
    const flags = (source[start + 7] ?? 0) >> 6
    const dataStart = start + 9 + (source[start + 8] ?? 0)
    const ptsTicks = flags >= 2 && start + 14 <= end ? readTimestamp(source, start + 9) : undefined
    const dtsTicks = flags === 3 && start + 19 <= end ? readTimestamp(source, start + 14) : ptsTicks
    this.#pes.push({ offset: this.#length, ptsTicks, dtsTicks })
    this.#headerLeft = Math.max(0, dataStart - end)
    return Math.min(dataStart, end)
  }
}

function readTimestamp(source: Buffer, at: number): number {
  const high = ((source[at] ?? 0) >> 1) & 7
  return high * 2 ** 30 + (source.readUInt16BE(at + 1) >> 1) * 2 ** 15 + (source.readUInt16BE(at + 3) >> 1)
}

function findSync(buffer: Buffer, from: number): number {
  for (let at = buffer.indexOf(syncByte, from); at !== -1; at = buffer.indexOf(syncByte, at + 1)) {
    let depth = 1
    while (depth < syncDepth) {
      const next = at + depth * packetBytes
      if (next >= buffer.length) break
      if (buffer[next] !== syncByte) break
      depth++
    }
    if (depth === syncDepth || at + depth * packetBytes >= buffer.length) return at
  }
  return -1
}

/** Takes a transport stream apart: first program, its first video and first audio stream. */
class Demuxer {
  readonly #buffer: Buffer
  readonly #sections = new Map<number, SectionBuffer>([[patPid, new SectionBuffer()]])
  #pmtPid = -1
  #videoPid = -1
  #audioPid = -1
  #video: StreamCollector | undefined
  #audio: StreamCollector | undefined
  hasTables = false

  constructor(buffer: Buffer) {
    this.#buffer = buffer
  }

  get segment(): DemuxedSegment {
    return { video: this.#video?.stream, audio: this.#audio?.stream }
  }

  packet(at: number): void {
    const buffer = this.#buffer
    const second = buffer[at + 1] ?? 0
    const pid = ((second & 0x1f) << 8) | (buffer[at + 2] ?? 0)
    const collector = pid === this.#videoPid ? this.#video : pid === this.#audioPid ? this.#audio : undefined
    const isTable = pid === patPid || pid === this.#pmtPid
    if (collector === undefined && !isTable) return
    const control = buffer[at + 3] ?? 0
    const isUsable = (second & 0x80) === 0 && (control & 0xc0) === 0 && (control & 0x10) !== 0
    if (!isUsable) return
    const start = at + 4 + ((control & 0x20) !== 0 ? 1 + (buffer[at + 4] ?? 0) : 0)
    const end = at + packetBytes
    if (start >= end) return
    const isStart = (second & 0x40) !== 0
    if (collector !== undefined) collector.push(buffer, start, end, isStart)
    else this.#table(pid, buffer.subarray(start, end), isStart)
  }

  #table(pid: number, payload: Uint8Array, isStart: boolean): void {
    const section = this.#sections.get(pid)?.push(payload, isStart)
    if (section === undefined) return
    if (pid === patPid) {
      if (this.#pmtPid !== -1) return
      this.#pmtPid = readPat(section) ?? -1
      if (this.#pmtPid > 0) this.#sections.set(this.#pmtPid, new SectionBuffer())
      return
    }
    const { video, audio } = readPmt(section)
    this.hasTables = true
    if (video !== undefined && this.#video === undefined) {
      this.#videoPid = video.pid
      this.#video = new StreamCollector(video, this.#buffer.length)
    }
    if (audio !== undefined && this.#audio === undefined) {
      this.#audioPid = audio.pid
      this.#audio = new StreamCollector(audio, Math.min(keptAudioBytes, this.#buffer.length))
    }
  }
}

/**
 * Takes a whole segment apart in one pass. Tolerant: lost sync, unknown PIDs, broken packets and packets
 * before the tables are passed over. Memory is bounded by the input's size.
 * @throws {MalformedTsError} when there is no sync or no program in it.
 */
export function demuxSegment(bytes: Uint8Array): DemuxedSegment {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const demuxer = new Demuxer(buffer)
  let at = findSync(buffer, 0)
  if (at === -1 || buffer.length < packetBytes)
    throw new MalformedTsError({ reason: 'no packets were found' })
  while (at !== -1 && at + packetBytes <= buffer.length) {
    if (buffer[at] !== syncByte) {
      at = findSync(buffer, at)
      continue
    }
    demuxer.packet(at)
    at += packetBytes
  }
  if (!demuxer.hasTables) throw new MalformedTsError({ reason: 'no program was found' })
  return demuxer.segment
}
