import { parseStatusEvent } from '@millrace/client'
import { z } from 'zod'
import { parsePushPath } from '../../packages/node/src/gateway/ingest/push-path.ts'
import { decodeAmf } from '../../packages/node/src/gateway/ingest/rtmp/amf0.ts'
import { ChunkReader } from '../../packages/node/src/gateway/ingest/rtmp/chunk-reader.ts'
import { readCommand, readMetadata } from '../../packages/node/src/gateway/ingest/rtmp/commands.ts'
import { RtmpProtocolError } from '../../packages/node/src/gateway/ingest/rtmp/errors.ts'
import { Handshake } from '../../packages/node/src/gateway/ingest/rtmp/handshake.ts'
import { defaultRtmpLimits } from '../../packages/node/src/gateway/ingest/rtmp/limits.ts'
import { splitAggregate } from '../../packages/node/src/gateway/ingest/rtmp/messages.ts'
import { parsePlaybackPath } from '../../packages/node/src/gateway/playback/playback-path.ts'
import * as corpora from './corpora.ts'
import { type Decoder, fromText } from './decoder.ts'

/** Whatever pieces the network hands over. */
function readChunks(input: Buffer): void {
  const reader = new ChunkReader(defaultRtmpLimits)
  reader.allowMedia()
  const step = 1 + (input.length % 97)
  for (let at = 0; at < input.length; at += step)
    for (const message of reader.read(input.subarray(at, at + step))) {
      if (message.type === 20) readCommand(message)
      else if (message.type === 18) readMetadata(message)
      else if (message.type === 22) splitAggregate(message)
    }
}

function shakeHands(input: Buffer): void {
  const handshake = new Handshake({ random: new Uint8Array(1528) })
  const step = 1 + (input.length % 611)
  for (let at = 0; at < input.length; at += step) handshake.push(input.subarray(at, at + step))
}

function readEvent(body: string): void {
  const [name = '', ...data] = body.split('\n')
  parseStatusEvent(name, '1', data.join('\n'))
}

const orchestrator = {
  address: `0x${'1'.repeat(40)}`,
  serviceUri: 'https://host',
  stakeWei: '3',
  state: 'active',
}

export const gatewayDecoders: readonly Decoder[] = [
  {
    name: 'RTMP handshake',
    covers: [],
    form: 'bytes',
    corpus: corpora.handshakes,
    decode: shakeHands,
    errors: [RtmpProtocolError],
  },
  {
    name: 'RTMP chunks and what is in them',
    covers: ['readCommand', 'readMetadata'],
    form: 'bytes',
    corpus: corpora.chunkStreams,
    decode: readChunks,
    errors: [RtmpProtocolError],
  },
  {
    name: 'AMF0',
    covers: ['decodeAmf'],
    form: 'bytes',
    corpus: corpora.amfBodies,
    decode: decodeAmf,
    errors: [RtmpProtocolError],
  },
  {
    name: 'path of a push',
    covers: ['parsePushPath'],
    form: 'text',
    corpus: () => corpora.texts('/live/name/12.ts', '/live/name/key/0.mp4', '/live/a%20b/x.ts'),
    decode: fromText(parsePushPath),
    errors: [],
  },
  {
    name: 'path of playback',
    covers: ['parsePlaybackPath'],
    form: 'text',
    corpus: () => corpora.texts('/hls/live/index.m3u8', '/hls/live/720p/4.ts', '/stream/live.m3u8'),
    decode: fromText(parsePlaybackPath),
    errors: [],
  },
  {
    name: 'status event',
    covers: ['parseStatusEvent'],
    form: 'text',
    corpus: () => corpora.texts(`orchestrator\n${JSON.stringify(orchestrator)}`, 'stream\n{"id":"live"}'),
    decode: fromText(readEvent),
    errors: [z.ZodError, SyntaxError],
  },
]
