import { setTimeout as timer } from 'node:timers/promises'
import { FormatContext, type Packet, type Rational, type Stream } from 'node-av/lib'
import { check, setOptions } from '../../ffmpeg/call.ts'
import { type ClipFacts, forEachPacket, type OpenClip, openClip, readClipFacts } from './clip.ts'
import { clockEncoding } from './clock-overlay.ts'
import { LoopTimeline } from './loop-timeline.ts'
import type { SourceSettings } from './messages.ts'
import { TrackEncoder } from './track-encoder.ts'

/** A process that was suspended goes on from where it is rather than sending all that it missed. */
const longestLagMs = 2_000

export interface PublishFacts {
  /** A fit clip. */
  readonly clipFile: string
  readonly settings: SourceSettings
  readonly onPublishing: () => void
}

/**
 * Connects and publishes the clip in a loop, in real time, until the connection breaks or `signal` aborts.
 * Sending blocks this thread when the receiver does not read: only for a process of its own.
 * @throws {FfmpegCallError} when the receiver is not there, refuses, or goes away.
 */
export async function publish(
  { clipFile, settings, onPublishing }: PublishFacts,
  signal: AbortSignal,
): Promise<void> {
  using resources = new DisposableStack()
  const facts = await clipFacts(clipFile)
  const clip = openClip(clipFile, resources)
  const encoder = settings.clockFontFile
    ? new TrackEncoder(clip.video, clockEncoding(settings.clockFontFile), resources)
    : undefined
  const sender = new RtmpSender(settings.rtmpUrl, clip, encoder, resources)
  onPublishing()
  const loop = new LoopTimeline({
    ...facts,
    videoTicksPerSecond: ticksPerSecond(clip.video),
    audioTicksPerSecond: clip.audio ? ticksPerSecond(clip.audio) : 1,
  })
  const pace = new Pace(signal)
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    if (!isFirst) loop.nextLoop()
    using reading = new DisposableStack()
    await playOnce({ clip: openClip(clipFile, reading), loop, sender, encoder, pace })
  }
  sender.finish()
}

interface Playback {
  readonly clip: OpenClip
  readonly loop: LoopTimeline
  readonly sender: RtmpSender
  readonly encoder: TrackEncoder | undefined
  readonly pace: Pace
}

async function playOnce({ clip, loop, sender, encoder, pace }: Playback): Promise<void> {
  await forEachPacket(clip, async (packet) => {
    if (pace.isOver) return
    const isVideo = packet.streamIndex === clip.video.index
    if (!isVideo && packet.streamIndex !== clip.audio?.index) return
    const times = isVideo ? loop.video(packet) : loop.audio(packet)
    if (!times) return
    packet.pts = times.pts
    packet.dts = times.dts
    const stream = isVideo ? clip.video : clip.audio
    if (!stream) return
    await pace.until((Number(times.dts) * 1000) / ticksPerSecond(stream))
    if (pace.isOver) return
    if (!isVideo) sender.sendAudio(packet)
    else if (encoder) encoder.send(packet, (encoded) => sender.sendVideo(encoded, encoder.timeBase))
    else sender.sendVideo(packet, clip.video.timeBase)
  })
}

/** Waits until a time of the stream has come. */
class Pace {
  readonly #signal: AbortSignal
  #startMs = performance.now()

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  get isOver(): boolean {
    return this.#signal.aborted
  }

  async until(streamMs: number): Promise<void> {
    const aheadMs = this.#startMs + streamMs - performance.now()
    if (aheadMs < -longestLagMs) this.#startMs -= aheadMs
    if (aheadMs > 1) await timer(aheadMs, undefined, { signal: this.#signal }).catch(() => {})
  }
}

/** The FLV muxer over RTMP, with the tracks of the clip. */
class RtmpSender {
  readonly #format = new FormatContext()
  readonly #clip: OpenClip
  readonly #video: Stream
  readonly #audio: Stream | undefined

  constructor(url: string, clip: OpenClip, encoder: TrackEncoder | undefined, resources: DisposableStack) {
    this.#clip = clip
    check(this.#format.allocOutputContext2(null, 'flv', url), 'open RTMP')
    resources.defer(() => this.#format.freeContext())
    setOptions(this.#format, { flvflags: 'no_duration_filesize', max_delay: '0' })
    check(this.#format.openOutputSync(), 'connect')
    resources.defer(() => this.#format.closeOutputSync())
    this.#video = this.#format.newStream(null)
    if (encoder) encoder.describe(this.#video)
    else copyParameters(clip.video, this.#video)
    this.#audio = clip.audio && this.#format.newStream(null)
    if (clip.audio && this.#audio) copyParameters(clip.audio, this.#audio)
    check(this.#format.writeHeaderSync(null), 'publish')
  }

  sendVideo(packet: Packet, timeBase: Rational): void {
    this.#send(packet, timeBase, this.#video)
  }

  sendAudio(packet: Packet): void {
    if (this.#clip.audio && this.#audio) this.#send(packet, this.#clip.audio.timeBase, this.#audio)
  }

  /** Tells the receiver that the stream is over. */
  finish(): void {
    check(this.#format.writeTrailerSync(), 'end publishing')
  }

  #send(packet: Packet, from: Rational, to: Stream): void {
    packet.streamIndex = to.index
    packet.rescaleTs(from, to.timeBase)
    check(this.#format.writeFrameSync(packet), 'send')
  }
}

function copyParameters(from: Stream, to: Stream): void {
  check(from.codecpar.copy(to.codecpar), 'parameters')
  to.codecpar.codecTag = 0
  to.timeBase = from.timeBase
}

async function clipFacts(file: string): Promise<ClipFacts> {
  using resources = new DisposableStack()
  return await readClipFacts(openClip(file, resources), file)
}

function ticksPerSecond({ timeBase }: Stream): number {
  return timeBase.den / timeBase.num
}
