import { AV_CODEC_ID_AAC } from 'node-av/constants'
import { BitStreamFilter, BitStreamFilterContext, type FormatContext, Packet, type Stream } from 'node-av/lib'
import { check, gotWhole } from '../../ffmpeg/call.ts'
import type { ProfileFormat } from '../../profile.ts'

/** Adds a track to the muxer for packets that are copied as they are. */
export function addCopiedTrack(format: FormatContext, from: Stream): Stream {
  const to = format.newStream(null)
  check(from.codecpar.copy(to.codecpar), 'track parameters')
  to.codecpar.codecTag = 0
  to.timeBase = from.timeBase
  return to
}

export interface AudioCopy {
  readonly packets: readonly Packet[]
  readonly from: Stream
  readonly to: Stream
  readonly into: ProfileFormat
}

/**
 * Lays audio packets, unchanged, into the muxer's interleaving queue. Never encoded anew: an encoder starts each
 * segment with a frame of its own, which would overlap the segment before.
 */
export function copyAudio(
  format: FormatContext,
  { packets, from, to, into }: AudioCopy,
  resources: DisposableStack,
): void {
  const filter =
    into === 'mp4' && from.codecpar.codecId === AV_CODEC_ID_AAC ? openAdtsFilter(from, resources) : undefined
  const copy = resources.adopt(new Packet(), (owned) => owned.free())
  copy.alloc()
  const write = () => {
    copy.streamIndex = to.index
    copy.rescaleTs(from.timeBase, to.timeBase)
    // A broken audio packet is worth less than the segment.
    if (format.interleavedWriteFrameSync(copy) < 0) copy.unref()
  }
  for (const packet of packets) {
    check(copy.ref(packet), 'copy audio')
    if (!filter) write()
    else if (filter.sendPacketSync(copy) < 0) copy.unref()
    else while (gotWhole(() => filter.receivePacketSync(copy), 'audio header')) write()
  }
}

/** MP4 keeps what MPEG-TS says before each AAC frame once, in its header. */
export function openAdtsFilter(from: Stream, resources: DisposableStack): BitStreamFilterContext {
  const adts = BitStreamFilter.getByName('aac_adtstoasc')
  if (!adts) throw new Error('This FFmpeg has no aac_adtstoasc.')
  const filter = resources.adopt(new BitStreamFilterContext(), (owned) => owned.free())
  check(filter.alloc(adts), 'audio filter')
  const parameters = filter.inputCodecParameters
  if (parameters) check(from.codecpar.copy(parameters), 'audio parameters')
  filter.inputTimeBase = from.timeBase
  check(filter.init(), 'audio filter')
  return filter
}
