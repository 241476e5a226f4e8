import {
  AV_CODEC_ID_AAC,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_HEVC,
  AV_CODEC_ID_MP3,
  AV_NOPTS_VALUE,
} from 'node-av/constants'
import { type FormatContext, Packet, Rational, type Stream } from 'node-av/lib'
import { check } from '../../ffmpeg/call.ts'
import { type MemoryWriter, writeToMemory } from '../../ffmpeg/memory-io.ts'
import { openMuxer } from '../../ffmpeg/muxer.ts'
import { addCopiedTrack } from '../../transcoder/worker/audio-copy.ts'
import { type OpenClip, openClip, UnusableClip } from '../program/clip.ts'
import type { FileSegment } from './messages.ts'

const ticks = new Rational(1, 90_000)
const ticksPerMs = 90
/** Files may begin before zero; segments do not. */
const firstTicks = 90_000n

/** Cuts a file into MPEG-TS segments at its own key frames; nothing is decoded or encoded. */
export class FileCutter {
  readonly #clip: OpenClip
  readonly #targetTicks: bigint
  /** Added to the file's own times. */
  #offset: bigint | undefined
  /** The key frame that the next segment begins with. */
  #pending: Packet | undefined
  #isOver = false

  /** @throws {UnusableClip} when the file cannot be read, or holds what segments cannot. */
  constructor({ file, targetMs }: { file: string; targetMs: number }, resources: DisposableStack) {
    this.#clip = openClip(file, resources)
    this.#targetTicks = BigInt(Math.round(targetMs * ticksPerMs))
    const { video, audio } = this.#clip
    const isVideo = [AV_CODEC_ID_H264, AV_CODEC_ID_HEVC].some((id) => id === video.codecpar.codecId)
    if (!isVideo) throw new UnusableClip(file, 'its video is neither H.264 nor H.265')
    const isAudio = !audio || [AV_CODEC_ID_AAC, AV_CODEC_ID_MP3].some((id) => id === audio.codecpar.codecId)
    if (!isAudio) throw new UnusableClip(file, 'its audio is neither AAC nor MP3')
    resources.defer(() => this.#pending?.free())
  }

  /** @returns undefined at the end of the file. */
  next(): FileSegment | undefined {
    if (this.#isOver) return undefined
    using resources = new DisposableStack()
    let out: Output | undefined
    let endTicks = 0n
    let startTicks: bigint | undefined
    for (let packet = this.#take(); packet; packet = this.#read()) {
      const isVideo = packet.streamIndex === this.#clip.video.index
      if (isVideo && packet.isKeyframe && startTicks !== undefined) {
        const at = this.#shifted(packet)
        if (at - startTicks >= this.#targetTicks) {
          this.#pending = packet
          return out && { bytes: out.finish(), durationMs: Number(at - startTicks) / ticksPerMs }
        }
      }
      using _freed = freeing(packet)
      // What comes before the first key frame cannot be shown.
      if (startTicks === undefined) {
        if (!isVideo || !packet.isKeyframe) continue
        this.#offset ??= firstTicks - this.#ticksOf(packet, packet.dts)
        startTicks = this.#shifted(packet)
        out = new Output(this.#clip, resources)
      }
      if (isVideo) {
        const lastTicks = this.#shifted(packet) + this.#ticksOf(packet, packet.duration)
        if (lastTicks > endTicks) endTicks = lastTicks
      }
      out?.write(packet, this.#offset ?? 0n)
    }
    this.#isOver = true
    if (!out || startTicks === undefined) return undefined
    return { bytes: out.finish(), durationMs: Number(endTicks - startTicks) / ticksPerMs }
  }

  #take(): Packet | undefined {
    const pending = this.#pending
    this.#pending = undefined
    return pending ?? this.#read()
  }

  /** The next packet of video or audio that says when it comes. */
  #read(): Packet | undefined {
    const { format, video, audio } = this.#clip
    for (;;) {
      const packet = new Packet()
      packet.alloc()
      if (format.readFrameSync(packet) < 0) {
        packet.free()
        return undefined
      }
      const isWanted = packet.streamIndex === video.index || packet.streamIndex === audio?.index
      if (isWanted && packet.dts !== AV_NOPTS_VALUE) return packet
      packet.free()
    }
  }

  #shifted(packet: Packet): bigint {
    const time = packet.pts === AV_NOPTS_VALUE ? packet.dts : packet.pts
    return this.#ticksOf(packet, time) + (this.#offset ?? 0n)
  }

  #ticksOf(packet: Packet, time: bigint): bigint {
    const { num, den } = this.#clip.format.streams[packet.streamIndex]?.timeBase ?? ticks
    return (time * 90_000n * BigInt(num)) / BigInt(den)
  }
}

function freeing(packet: Packet): Disposable {
  return { [Symbol.dispose]: () => packet.free() }
}

/** One segment being written. */
class Output {
  readonly #format: FormatContext
  readonly #writer: MemoryWriter = writeToMemory()
  /** By index in the file. */
  readonly #tracks = new Map<number, { readonly from: Stream; readonly to: Stream }>()

  constructor({ video, audio }: OpenClip, resources: DisposableStack) {
    const { io } = this.#writer
    resources.defer(() => io.freeContext())
    const format = openMuxer('mpegts', { io }, resources)
    this.#format = format
    for (const from of audio ? [video, audio] : [video]) {
      this.#tracks.set(from.index, { from, to: addCopiedTrack(format, from) })
    }
    check(format.writeHeaderSync(null), 'write header')
  }

  write(packet: Packet, offset: bigint): void {
    const track = this.#tracks.get(packet.streamIndex)
    if (!track) return
    packet.streamIndex = track.to.index
    packet.rescaleTs(track.from.timeBase, track.to.timeBase)
    packet.dts += offset
    packet.pts = packet.pts === AV_NOPTS_VALUE ? packet.dts : packet.pts + offset
    check(this.#format.interleavedWriteFrameSync(packet), 'write packet')
  }

  finish(): Uint8Array {
    check(this.#format.writeTrailerSync(), 'write trailer')
    return this.#writer.bytes()
  }
}
