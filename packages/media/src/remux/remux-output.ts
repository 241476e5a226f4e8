import { AV_CODEC_ID_AAC, AV_NOPTS_VALUE } from 'node-av/constants'
import { type FormatContext, type IOContext, Packet, Rational, type Stream } from 'node-av/lib'
import { check, gotWhole } from '../ffmpeg/call.ts'
import { endFile, openMuxer } from '../ffmpeg/muxer.ts'
import type { ProfileFormat } from '../profile.ts'
import { addCopiedTrack, openAdtsFilter } from '../transcoder/worker/audio-copy.ts'
import type { SegmentInput } from '../transcoder/worker/segment-input.ts'

/** A segment that begins this much before or after the end of the one before is on a time line of its own. */
const jumpTicks = 45_000n
const ticks = new Rational(1, 90_000)

interface Track {
  readonly to: Stream
  /** Takes packets of one segment, and gives them as the container keeps them. */
  readonly convert: (from: Stream, packets: readonly Packet[], resources: DisposableStack) => Iterable<Packet>
}

/** Lays segments one after another into one file of another container, without decoding. */
export class RemuxOutput {
  readonly #into: ProfileFormat
  readonly #format: FormatContext
  #video: Track | undefined
  #audio: Track | undefined
  /** Added to the times of the running time line. */
  #offsetTicks = 0n
  /** Of the last segment, on the time line of the file: where the next may come, and where it may be shown. */
  #end: { readonly ticks: bigint; readonly shownTicks: bigint } | undefined

  /** @param io where the file is written to; it is freed by whoever made it. */
  constructor(into: ProfileFormat, io: IOContext, resources: DisposableStack) {
    this.#into = into
    this.#format = openMuxer(into, { io }, resources)
  }

  /** The tracks of the file are those of the first segment; what others have besides is left out. */
  add(input: SegmentInput): void {
    using resources = new DisposableStack()
    const { video, audio, videoPackets, audioPackets } = input
    if (!this.#video) this.#begin(input)
    this.#placeOnTimeline(video, videoPackets)
    this.#write(this.#video, video, videoPackets, resources)
    if (audio) this.#write(this.#audio, audio, audioPackets, resources)
  }

  finish(): void {
    if (this.#video) endFile(this.#format)
  }

  #begin({ video, audio }: SegmentInput): void {
    this.#video = { to: addCopiedTrack(this.#format, video), convert: (_, packets) => packets }
    if (audio) {
      const isAdts = this.#into === 'mp4' && audio.codecpar.codecId === AV_CODEC_ID_AAC
      const convert = isAdts ? withoutAdts : (_: Stream, packets: readonly Packet[]) => packets
      this.#audio = { to: addCopiedTrack(this.#format, audio), convert }
    }
    check(this.#format.writeHeaderSync(null), 'write header')
  }

  /** Segments of one run follow each other by their own times; a jump is closed, so that players see none. */
  #placeOnTimeline(video: Stream, packets: readonly Packet[]): void {
    const scale = (time: bigint) => (time * 90_000n * BigInt(video.timeBase.num)) / BigInt(video.timeBase.den)
    const times = packets.map(({ dts }) => dts).filter((dts) => dts !== AV_NOPTS_VALUE)
    const shown = packets.map(({ pts }) => pts).filter((pts) => pts !== AV_NOPTS_VALUE)
    const [first, last] = [times[0], times.at(-1)]
    if (first === undefined || last === undefined || shown.length === 0) return
    const stepTicks = times.length > 1 ? scale(last - first) / BigInt(times.length - 1) : 3_000n
    const inOrder = shown.toSorted((a, b) => (a < b ? -1 : 1))
    const [begin, shownFrom] = [scale(first), scale(inOrder[0] ?? first)]
    if (!this.#end) {
      if (this.#into === 'mp4') this.#offsetTicks = -begin
    } else {
      const gap = begin + this.#offsetTicks - this.#end.ticks
      // Pictures that were held back for reordering are shown later than they come.
      const [come, show] = [this.#end.ticks - begin, this.#end.shownTicks - shownFrom]
      if (gap > jumpTicks || gap < -stepTicks / 2n) this.#offsetTicks = laterOf(come, show)
    }
    const shownTo = scale(inOrder.at(-1) ?? last)
    this.#end = {
      ticks: scale(last) + stepTicks + this.#offsetTicks,
      shownTicks: shownTo + stepTicks + this.#offsetTicks,
    }
  }

  #write(
    track: Track | undefined,
    from: Stream,
    packets: readonly Packet[],
    resources: DisposableStack,
  ): void {
    if (!track) return
    const { to } = track
    const copy = resources.adopt(new Packet(), (owned) => owned.free())
    copy.alloc()
    for (const packet of track.convert(from, packets, resources)) {
      check(copy.ref(packet), 'copy packet')
      copy.streamIndex = to.index
      copy.rescaleTs(from.timeBase, ticks)
      if (copy.pts !== AV_NOPTS_VALUE) copy.pts += this.#offsetTicks
      if (copy.dts !== AV_NOPTS_VALUE) copy.dts += this.#offsetTicks
      copy.rescaleTs(ticks, to.timeBase)
      // A broken packet is worth less than the file.
      if (this.#format.interleavedWriteFrameSync(copy) < 0) copy.unref()
    }
  }
}

function laterOf(one: bigint, other: bigint): bigint {
  if (one > other) return one
  return other
}

/** MP4 keeps what MPEG-TS says before each AAC frame once, in its header. */
function* withoutAdts(
  from: Stream,
  packets: readonly Packet[],
  resources: DisposableStack,
): Generator<Packet> {
  const filter = openAdtsFilter(from, resources)
  const copy = resources.adopt(new Packet(), (owned) => owned.free())
  copy.alloc()
  for (const packet of packets) {
    check(copy.ref(packet), 'copy audio')
    if (filter.sendPacketSync(copy) < 0) copy.unref()
    else
      while (gotWhole(() => filter.receivePacketSync(copy), 'audio header')) {
        yield copy
        copy.unref()
      }
  }
}
