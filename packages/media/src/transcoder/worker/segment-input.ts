import {
  AV_CODEC_ID_H264,
  AV_CODEC_ID_HEVC,
  AV_NOPTS_VALUE,
  AVERROR_EOF,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants'
import { Codec, CodecContext, FormatContext, Frame, InputFormat, Packet, type Stream } from 'node-av/lib'
import { check, FfmpegCallError, gotWhole, setOptions } from '../../ffmpeg/call.ts'
import { readFromMemory } from '../../ffmpeg/memory-io.ts'
import type { ProfileFormat } from '../../profile.ts'
import { type FrameRate, frameRateOf } from './frame-rate.ts'
import { Refusal } from './refusal.ts'

/** Most pixels of a source picture; a few hostile bytes may declare any size. */
const maxPicturePixels = 8192 * 4352

/** A segment taken apart: its packets in memory, nothing decoded yet. */
export interface SegmentInput {
  readonly video: Stream
  readonly audio: Stream | undefined
  readonly videoPackets: readonly Packet[]
  readonly audioPackets: readonly Packet[]
  readonly frameRate: FrameRate
}

/**
 * Reads a whole segment, MPEG-TS unless said otherwise. The format is fixed: probing would let a hostile segment choose
 * a demuxer that opens files or addresses.
 * @param resources what has to be freed afterwards is put here.
 * @throws {Refusal} when it holds no video that could be decoded.
 */
export function openSegment(
  source: Uint8Array,
  resources: DisposableStack,
  container: ProfileFormat = 'mpegts',
): SegmentInput {
  const format = openContainer(source, container, resources)
  const streams = format.streams
  const video = streams.find((stream) => stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO)
  const audio = streams.find((stream) => stream.codecpar.codecType === AVMEDIA_TYPE_AUDIO)
  if (!video) throw new Refusal('NO_VIDEO', 'it has no video')
  const { codecId } = video.codecpar
  if (codecId !== AV_CODEC_ID_H264 && codecId !== AV_CODEC_ID_HEVC)
    throw new Refusal('UNSUPPORTED_INPUT', 'its video is neither H.264 nor H.265')

  const packets = readPackets(format, resources)
  const videoPackets = packets.filter((packet) => packet.streamIndex === video.index)
  const audioPackets = audio ? packets.filter((packet) => packet.streamIndex === audio.index) : []
  if (videoPackets.length === 0) throw new Refusal('NO_VIDEO', 'it has no video')
  if (!videoPackets.some((packet) => packet.isKeyframe))
    throw new Refusal('NO_KEYFRAME', 'it has no key frame')

  const times = presentationTimes({ videoPackets })
  return {
    video,
    // A track that is declared and never comes would only hold up the players.
    audio: audioPackets.length > 0 ? audio : undefined,
    videoPackets,
    audioPackets,
    frameRate: frameRateOf(times, video.timeBase.den / video.timeBase.num),
  }
}

/** When the frames are shown, in the time base of the video; each time once, the first first. */
export function presentationTimes({ videoPackets }: Pick<SegmentInput, 'videoPackets'>): readonly bigint[] {
  const times = videoPackets.map(({ pts }) => pts).filter((pts) => pts !== AV_NOPTS_VALUE)
  return [...new Set(times)].sort((a, b) => (a < b ? -1 : 1))
}

function openContainer(
  source: Uint8Array,
  container: ProfileFormat,
  resources: DisposableStack,
): FormatContext {
  const io = readFromMemory(source)
  const format = new FormatContext()
  format.allocContext()
  resources.defer(() => {
    format.closeInputSync()
    io.freeContext()
  })
  format.pb = io
  try {
    check(format.openInputSync('', InputFormat.findInputFormat(container), null), 'open')
    check(format.findStreamInfoSync(null), 'stream information')
  } catch (error) {
    if (!(error instanceof FfmpegCallError)) throw error
    throw new Refusal('UNREADABLE_SEGMENT', `it is not ${container === 'mp4' ? 'MP4' : 'MPEG-TS'}`)
  }
  return format
}

function readPackets(format: FormatContext, resources: DisposableStack): Packet[] {
  const packets: Packet[] = []
  resources.defer(() => {
    for (const packet of packets) packet.free()
  })
  for (;;) {
    const packet = new Packet()
    packet.alloc()
    const result = format.readFrameSync(packet)
    if (result < 0) {
      packet.free()
      // A damaged tail ends the segment; what was read before it still counts.
      if (result !== AVERROR_EOF && packets.length === 0)
        throw new Refusal('UNREADABLE_SEGMENT', 'it cannot be read')
      return packets
    }
    packets.push(packet)
  }
}

export interface DecodeOptions {
  readonly threads: number
  readonly resources: DisposableStack
  /** For counting only: leaves out what makes the pictures right. */
  readonly isRough?: boolean
  /** Larger pictures are refused. */
  readonly maxPixels?: number | undefined
}

/**
 * Decodes the video and hands each frame over, in the order of presentation; the frame is reused after the call.
 * Packets that cannot be decoded are passed over.
 */
export function decodeVideo(
  { video, videoPackets }: SegmentInput,
  options: DecodeOptions,
  onFrame: (frame: Frame) => void,
): void {
  const { resources } = options
  const decoder = openDecoder(video, options)
  const frame = resources.adopt(new Frame(), (owned) => owned.free())
  frame.alloc()
  const drain = () => {
    while (gotWhole(() => decoder.receiveFrameSync(frame), 'decode')) {
      if (frame.pts === AV_NOPTS_VALUE) frame.pts = frame.bestEffortTimestamp
      if (frame.pts !== AV_NOPTS_VALUE) onFrame(frame)
      frame.unref()
    }
  }
  for (const packet of videoPackets) if (decoder.sendPacketSync(packet) >= 0) drain()
  decoder.sendPacketSync(null)
  drain()
}

function openDecoder(
  video: Stream,
  { threads, resources, isRough = false, maxPixels = maxPicturePixels }: DecodeOptions,
): CodecContext {
  const codec = Codec.findDecoder(video.codecpar.codecId)
  if (!codec) throw new Refusal('UNSUPPORTED_INPUT', 'its video codec is not known here')
  const decoder = resources.adopt(new CodecContext(), (context) => context.freeContext())
  decoder.allocContext3(codec)
  check(decoder.parametersToContext(video.codecpar), 'decoder parameters')
  decoder.pktTimebase = video.timeBase
  decoder.threadCount = threads
  setOptions(decoder, { max_pixels: String(maxPixels) })
  // Everything is still parsed and every frame comes out, only not as a picture to look at.
  if (isRough) setOptions(decoder, { skip_idct: 'all', skip_loop_filter: 'all' })
  // Above all it refuses pictures above the bound, which the segment's own headers announce.
  if (decoder.open2Sync(codec, null) < 0)
    throw new Refusal('UNSUPPORTED_INPUT', 'its video cannot be decoded here')
  return decoder
}
