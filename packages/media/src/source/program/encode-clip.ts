import { FormatContext, Packet, type Stream } from 'node-av/lib'
import { check, FfmpegCallError } from '../../ffmpeg/call.ts'
import { type OpenClip, openClip, UnusableClip } from './clip.ts'
import { TrackEncoder } from './track-encoder.ts'

/**
 * Encodes a clip so that it can be streamed packet by packet: H.264 without B-frames, 4:2:0, a closed group of
 * pictures every two seconds; AAC without gaps. Synchronous; takes less time than the clip.
 * @throws {UnusableClip} when the clip cannot be decoded or the target not written.
 */
export function encodeClip(file: string, target: string): void {
  encodeOpened(file, target, (resources) => openClip(file, resources))
}

/** {@link encodeClip} of what is opened in another way. @param name - what errors call it */
export function encodeOpened(
  name: string,
  target: string,
  open: (resources: DisposableStack) => OpenClip,
): void {
  using resources = new DisposableStack()
  const clip = open(resources)
  const output = new FormatContext()
  resources.defer(() => output.freeContext())
  try {
    check(output.allocOutputContext2(null, 'mp4', `file:${target}`), 'open output')
    check(output.openOutputSync(), 'open output')
  } catch (error) {
    throw new UnusableClip(target, error instanceof Error ? error.message : 'it cannot be written')
  }
  resources.defer(() => output.closeOutputSync())
  try {
    writeAll(clip, output, resources)
  } catch (error) {
    if (error instanceof FfmpegCallError) throw new UnusableClip(name, error.message)
    throw error
  }
}

function writeAll(clip: OpenClip, output: FormatContext, resources: DisposableStack): void {
  const tracks = [clip.video, clip.audio].flatMap((stream) =>
    stream ? [openTrack(stream, output, resources)] : [],
  )
  check(output.writeHeaderSync(null), 'write header')
  const packet = resources.adopt(new Packet(), (owned) => owned.free())
  packet.alloc()
  while (clip.format.readFrameSync(packet) >= 0) {
    const track = tracks.find(({ from }) => from === packet.streamIndex)
    track?.send(packet)
    packet.unref()
  }
  for (const track of tracks) track.end()
  check(output.writeTrailerSync(), 'write trailer')
}

interface Track {
  /** Index of the stream in the clip. */
  readonly from: number
  send(packet: Packet): void
  end(): void
}

function openTrack(stream: Stream, output: FormatContext, resources: DisposableStack): Track {
  const to = output.newStream(null)
  const encoder = new TrackEncoder(stream, { preset: 'superfast' }, resources)
  encoder.describe(to)
  const write = (packet: Packet) => {
    packet.streamIndex = to.index
    packet.rescaleTs(encoder.timeBase, to.timeBase)
    check(output.interleavedWriteFrameSync(packet), 'write')
  }
  return {
    from: stream.index,
    send: (packet) => encoder.send(packet, write),
    end: () => encoder.send(null, write),
  }
}
