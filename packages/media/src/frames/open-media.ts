import { AVMEDIA_TYPE_AUDIO, AVMEDIA_TYPE_VIDEO } from 'node-av/constants'
import { Codec, CodecContext, FormatContext, Packet, type Stream } from 'node-av/lib'
import { check } from '../ffmpeg/call.ts'
import { readFromMemory } from '../ffmpeg/memory-io.ts'

/** A media file by its path, or its bytes. Never something that a stranger sent: the format is guessed. */
export type MediaSource = string | Uint8Array

export interface OpenMedia {
  readonly format: FormatContext
  readonly video: Stream | undefined
  readonly audio: Stream | undefined
}

/** @throws {FfmpegCallError} when it is not media. */
export function openMedia(source: MediaSource, resources: DisposableStack): OpenMedia {
  const format = new FormatContext()
  format.allocContext()
  if (typeof source === 'string') {
    resources.defer(() => format.closeInputSync())
    check(format.openInputSync(source, null, null), `open ${source}`)
  } else {
    const io = readFromMemory(source)
    resources.defer(() => {
      format.closeInputSync()
      io.freeContext()
    })
    format.pb = io
    check(format.openInputSync('', null, null), 'open media')
  }
  check(format.findStreamInfoSync(null), 'stream information')
  const { streams } = format
  return {
    format,
    video: streams.find((stream) => stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO),
    audio: streams.find((stream) => stream.codecpar.codecType === AVMEDIA_TYPE_AUDIO),
  }
}

/** Calls back for every packet; the packet is reused after the call. */
export function forEachPacket(format: FormatContext, onPacket: (packet: Packet) => void): void {
  const packet = new Packet()
  packet.alloc()
  try {
    while (format.readFrameSync(packet) >= 0) {
      onPacket(packet)
      packet.unref()
    }
  } finally {
    packet.free()
  }
}

export function openDecoder(stream: Stream, resources: DisposableStack): CodecContext {
  const codec = Codec.findDecoder(stream.codecpar.codecId)
  if (!codec) throw new Error('There is no decoder for this stream.')
  const decoder = resources.adopt(new CodecContext(), (context) => context.freeContext())
  decoder.allocContext3(codec)
  check(decoder.parametersToContext(stream.codecpar), 'decoder parameters')
  decoder.pktTimebase = stream.timeBase
  check(decoder.open2Sync(codec, null), 'open decoder')
  return decoder
}
