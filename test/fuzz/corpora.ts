import { execFileSync } from 'node:child_process'
import { renderMasterPlaylist, renderMediaPlaylist } from '@millrace/media'
import {
  aacConfigTag,
  aacTag,
  config180p,
  configTag,
  frameTag,
} from '../../packages/media/test/ingest/synthetic-tags.ts'
import { type AmfValue, encodeAmf } from '../../packages/node/src/gateway/ingest/rtmp/amf0.ts'
import { encodeMessage } from '../../packages/node/src/gateway/ingest/rtmp/chunk-writer.ts'
import vectors from '../../vectors/wire.json' with { type: 'json' }

/* Valid inputs, from which everything else is made by mutation. */

/** Golden messages of the wire, of some types. */
export function wireMessages(...types: readonly string[]): Buffer[] {
  const found = vectors.messages.filter(({ type }) => types.includes(type))
  if (found.length === 0) throw new Error(`There is no message ${types.join(', ')}.`)
  return found.map(({ base64 }) => Buffer.from(base64, 'base64'))
}

export const texts = (...values: readonly string[]): Buffer[] => values.map((value) => Buffer.from(value))
export const jsons = (...values: readonly unknown[]): Buffer[] =>
  texts(...values.map((value) => JSON.stringify(value)))

export const videoTags = (): Buffer[] => [
  configTag(config180p),
  frameTag('key'),
  frameTag('delta', { compositionMs: -3 }),
  Buffer.concat([Buffer.of(0x90), Buffer.from('avc1'), config180p]),
  Buffer.concat([Buffer.of(0x91), Buffer.from('avc1'), Buffer.alloc(20, 1)]),
]
export const audioTags = (): Buffer[] => [
  aacConfigTag,
  aacTag(),
  Buffer.concat([Buffer.of(0x91), Buffer.from('mp4a'), Buffer.alloc(20, 1)]),
]
export const avcConfigs = (): Buffer[] => [config180p]
/** Header byte first. */
export const spsUnits = (): Buffer[] => [config180p.subarray(8, 31)]

/** A tag a record: kind, time, two bytes of length, body. */
export const tagRecords = (): Buffer[] => {
  const record = (kind: number, timeMs: number, body: Uint8Array) => {
    const head = Buffer.alloc(7)
    head[0] = kind
    head.writeUInt32BE(timeMs, 1)
    head.writeUInt16BE(body.length, 5)
    return Buffer.concat([head, body])
  }
  const frames = Array.from({ length: 30 }, (_, index) =>
    record(9, index * 200, frameTag(index % 10 === 0 ? 'key' : 'delta')),
  )
  return [
    Buffer.concat([
      record(9, 0, configTag(config180p)),
      record(8, 0, aacConfigTag),
      record(8, 0, aacTag()),
      ...frames,
    ]),
  ]
}

const connect: AmfValue[] = [
  'connect',
  1,
  { app: 'live', tcUrl: 'rtmp://host/live', audioCodecs: 4071, nested: { a: [1, 2] } },
]
const metadata: AmfValue[] = [
  '@setDataFrame',
  'onMetaData',
  { width: 320, height: 180, framerate: 30, stereo: true, when: new Date(0) },
]
export const amfBodies = (): Buffer[] =>
  [connect, metadata, ['publish', 5, null, 'key', 'live'], ['x', 0, undefined, 'y'.repeat(300)]].map(
    (values) => Buffer.from(encodeAmf(values)),
  )

export const chunkStreams = (): Buffer[] => {
  const message = (type: number, payload: Uint8Array, chunkBytes = 128) =>
    Buffer.from(encodeMessage({ chunkStreamId: type === 1 ? 2 : 5, chunkBytes, type, streamId: 1, payload }))
  const size = Buffer.from([0, 0, 16, 0])
  const commands = amfBodies().map((body) => message(20, body))
  const media = [message(9, frameTag('key', { size: 3_000 }), 4096), message(8, aacTag(300), 4096)]
  return [
    Buffer.concat([...commands, message(1, size), ...media]),
    Buffer.concat(commands),
    message(22, tagRecords()[0]?.subarray(0, 100) ?? size),
  ]
}

export const handshakes = (): Buffer[] => [
  Buffer.concat([Buffer.of(3), Buffer.alloc(2 * 1536, 7), Buffer.alloc(20, 1)]),
]

/** One second as FFmpeg writes it, and a shorter one with B-frames. */
export const transportStreams = (): Buffer[] =>
  [
    ['-bf', '0'],
    ['-bf', '2'],
  ].map((pictures) =>
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=64x48:rate=10:duration=1'],
      ...['-f', 'lavfi', '-i', 'sine=frequency=440:duration=1', '-c:v', 'libx264', '-preset', 'ultrafast'],
      ...[...pictures, '-g', '5', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-f', 'mpegts', 'pipe:1'],
    ]),
  )

export const sections = (): Buffer[] => {
  const [stream = Buffer.alloc(0)] = transportStreams()
  const of = (pid: number) => {
    for (let at = 0; at + 188 <= stream.length; at += 188)
      if ((stream.readUInt16BE(at + 1) & 0x1fff) === pid) return stream.subarray(at + 5, at + 188)
    return Buffer.alloc(0)
  }
  return [of(0), of(0x1000)]
}

export const adtsHeaders = (): Buffer[] => [Buffer.of(0xff, 0xf1, 0x4c, 0x80, 0x05, 0x7f, 0xfc, 0x21)]

export const playlists = (): Buffer[] => {
  const segments = [
    { uri: '41.ts', durationMs: 2_002, programDateTimeMs: 1_767_323_045_006 },
    { uri: '42.ts', durationMs: 1_500, discontinuity: true, gap: true },
  ]
  const media = {
    mediaSequence: 41,
    discontinuitySequence: 2,
    targetDurationMs: 2_000,
    ended: true,
    segments,
  }
  const codecs = ['avc1.640028', 'mp4a.40.2']
  const variant = {
    uri: '720p.m3u8',
    bandwidthBps: 2_812_345,
    codecs,
    widthPx: 1280,
    heightPx: 720,
    fps: 29.97,
  }
  const master = { independentSegments: true, variants: [variant, variant] }
  return texts(renderMediaPlaylist(media), renderMasterPlaylist(master))
}
