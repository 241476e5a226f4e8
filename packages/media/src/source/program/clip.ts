import {
  AV_CODEC_ID_AAC,
  AV_CODEC_ID_H264,
  AV_NOPTS_VALUE,
  AV_PIX_FMT_YUV420P,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants'
import { FormatContext, InputFormat, Packet, type Stream } from 'node-av/lib'
import { check, FfmpegCallError } from '../../ffmpeg/call.ts'

/** The file at fault and what is wrong with it, for the one who named it. */
export class UnusableClip extends Error {
  override name = 'UnusableClip'
  readonly file: string

  constructor(file: string, reason: string) {
    super(reason)
    this.file = file
  }
}

export interface OpenClip {
  readonly format: FormatContext
  readonly video: Stream
  readonly audio: Stream | undefined
}

/** @throws {UnusableClip} when the file cannot be read or has no video. */
export function openClip(file: string, resources: DisposableStack): OpenClip {
  // The prefix keeps a name with a colon from being taken for an address.
  return openInput(file, { url: `file:${file}`, format: null }, resources)
}

/** What FFmpeg's filters make by themselves. @throws {UnusableClip} for a graph that makes no video. */
export function openGraph(graph: string, resources: DisposableStack): OpenClip {
  return openInput('the filters', { url: graph, format: InputFormat.findInputFormat('lavfi') }, resources)
}

function openInput(
  file: string,
  { url, format: inputFormat }: { url: string; format: InputFormat | null },
  resources: DisposableStack,
): OpenClip {
  const format = new FormatContext()
  format.allocContext()
  resources.defer(() => format.closeInputSync())
  try {
    check(format.openInputSync(url, inputFormat, null), 'it cannot be opened')
    check(format.findStreamInfoSync(null), 'it cannot be read')
  } catch (error) {
    if (error instanceof FfmpegCallError) throw new UnusableClip(file, error.message)
    throw error
  }
  const { streams } = format
  const video = streams.find(({ codecpar }) => codecpar.codecType === AVMEDIA_TYPE_VIDEO)
  const audio = streams.find(({ codecpar }) => codecpar.codecType === AVMEDIA_TYPE_AUDIO)
  if (!video) throw new UnusableClip(file, 'it has no video')
  return { format, video, audio }
}

/** Calls back for each packet of the clip; the packet is reused after the call. */
export async function forEachPacket(
  { format }: OpenClip,
  onPacket: (packet: Packet) => void | Promise<void>,
): Promise<void> {
  const packet = new Packet()
  packet.alloc()
  try {
    while (format.readFrameSync(packet) >= 0) {
      await onPacket(packet)
      packet.unref()
    }
  } finally {
    packet.free()
  }
}

/** What one reading of all packets tells about a clip. */
export interface ClipFacts {
  readonly videoStart: bigint
  /** From the first frame to the end of the last one, in ticks of the video. */
  readonly videoLength: bigint
  readonly audioStart: bigint | undefined
  readonly frames: number
  /** Whether it can go out as it is: H.264 without B-frames, key frames every two seconds, AAC or no audio. */
  readonly isFit: boolean
}

const longestGopSeconds = 2.1

/** @throws {UnusableClip} when there is no frame in it. */
export async function readClipFacts(clip: OpenClip, file: string): Promise<ClipFacts> {
  const { video, audio } = clip
  let first: bigint | undefined
  let end = 0n
  let lastKey: bigint | undefined
  let longestGop = 0n
  let audioStart: bigint | undefined
  let frames = 0
  let isInOrder = true
  await forEachPacket(clip, (packet) => {
    if (packet.streamIndex === audio?.index) audioStart ??= packet.pts
    if (packet.streamIndex !== video.index || packet.dts === AV_NOPTS_VALUE) return
    first ??= packet.dts
    frames += 1
    if (packet.pts !== packet.dts) isInOrder = false
    if (packet.isKeyframe) lastKey = packet.dts
    else if (lastKey === undefined) isInOrder = false
    end = packet.dts + (packet.duration > 0n ? packet.duration : 1n)
    const gop = end - (lastKey ?? first)
    if (gop > longestGop) longestGop = gop
  })
  if (first === undefined || end <= first) throw new UnusableClip(file, 'it has no video frame')
  const gopSeconds = (Number(longestGop) * video.timeBase.num) / video.timeBase.den
  return {
    videoStart: first,
    videoLength: end - first,
    audioStart,
    frames,
    isFit: isInOrder && gopSeconds <= longestGopSeconds && hasFitCodecs(clip),
  }
}

function hasFitCodecs({ video, audio }: OpenClip): boolean {
  const isH264 = video.codecpar.codecId === AV_CODEC_ID_H264 && video.codecpar.format === AV_PIX_FMT_YUV420P
  return isH264 && (!audio || isFitAudio(audio))
}

function isFitAudio({ codecpar }: Stream): boolean {
  // Out of MPEG-TS, AAC comes without the header that RTMP needs.
  return codecpar.codecId === AV_CODEC_ID_AAC && codecpar.extradataSize > 0
}
