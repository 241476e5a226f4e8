import { AV_NOPTS_VALUE } from 'node-av/constants'
import type { Packet, Stream } from 'node-av/lib'
import { forEachPacket, type MediaSource, openMedia } from './open-media.ts'

/** When one coded picture, or one run of samples, is decoded and shown. */
export interface PacketTime {
  /** In 90 kHz ticks, as MPEG-TS has them; undefined where the container has none. */
  readonly pts: number | undefined
  readonly dts: number | undefined
  readonly durationTicks: number
  readonly isKeyframe: boolean
  readonly sizeBytes: number
}

export interface TrackTimes {
  readonly packets: readonly PacketTime[]
  readonly widthPx: number
  readonly heightPx: number
  /** Of the audio; 0 for video. */
  readonly sampleRateHz: number
}

/**
 * Lists the times of every packet without decoding, in the order of the file.
 * @throws {FfmpegCallError} when it is not media.
 */
export function readTimes(source: MediaSource): {
  readonly video: TrackTimes | undefined
  readonly audio: TrackTimes | undefined
} {
  using resources = new DisposableStack()
  const { format, video, audio } = openMedia(source, resources)
  const videoPackets: PacketTime[] = []
  const audioPackets: PacketTime[] = []
  forEachPacket(format, (packet) => {
    if (packet.streamIndex === video?.index) videoPackets.push(packetTime(packet, video))
    if (packet.streamIndex === audio?.index) audioPackets.push(packetTime(packet, audio))
  })
  return {
    video: video && trackTimes(video, videoPackets),
    audio: audio && trackTimes(audio, audioPackets),
  }
}

function trackTimes({ codecpar }: Stream, packets: readonly PacketTime[]): TrackTimes {
  const { width, height, sampleRate } = codecpar
  return { packets, widthPx: width, heightPx: height, sampleRateHz: sampleRate }
}

function packetTime(packet: Packet, { timeBase }: Stream): PacketTime {
  const ticks = (value: bigint) => Math.round((Number(value) * timeBase.num * 90_000) / timeBase.den)
  return {
    pts: packet.pts === AV_NOPTS_VALUE ? undefined : ticks(packet.pts),
    dts: packet.dts === AV_NOPTS_VALUE ? undefined : ticks(packet.dts),
    durationTicks: ticks(packet.duration),
    isKeyframe: packet.isKeyframe,
    sizeBytes: packet.size,
  }
}
