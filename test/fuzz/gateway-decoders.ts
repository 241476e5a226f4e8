import { parseStatusEvent } from '@millrace/client'
import { z } from 'zod'
import { readTranscodeConfiguration } from '../../packages/node/src/gateway/admission/transcode-configuration.ts'
import {
  PerformanceScoresError,
  SegmentInputError,
  TranscodeConfigurationError,
} from '../../packages/node/src/gateway/errors.ts'
import { PushHeaderFault, readPushHeaders } from '../../packages/node/src/gateway/ingest/push-headers.ts'
import { parsePushPath } from '../../packages/node/src/gateway/ingest/push-path.ts'
import { readPushed } from '../../packages/node/src/gateway/ingest/read-pushed.ts'
import { decodeAmf } from '../../packages/node/src/gateway/ingest/rtmp/amf0.ts'
import { ChunkReader } from '../../packages/node/src/gateway/ingest/rtmp/chunk-reader.ts'
import { readCommand, readMetadata } from '../../packages/node/src/gateway/ingest/rtmp/commands.ts'
import { RtmpProtocolError } from '../../packages/node/src/gateway/ingest/rtmp/errors.ts'
import { Handshake } from '../../packages/node/src/gateway/ingest/rtmp/handshake.ts'
import { defaultRtmpLimits } from '../../packages/node/src/gateway/ingest/rtmp/limits.ts'
import { splitAggregate } from '../../packages/node/src/gateway/ingest/rtmp/messages.ts'
import { parsePlaybackPath } from '../../packages/node/src/gateway/playback/playback-path.ts'
import { parseRecordingPath } from '../../packages/node/src/gateway/recording/recording-path.ts'
import { readStoredKey } from '../../packages/node/src/gateway/recording/stored-keys.ts'
import { readPerformanceScores } from '../../packages/node/src/gateway/selection/performance-scores.ts'
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

/** What HTTP lets through as headers, one a line. */
function readHeaderLines(text: string): void {
  const headers = new Headers()
  for (const line of text.split('\n')) {
    const [name = '', value = ''] = line.split(': ')
    if (/^[\w-]+$/.test(name) && /^[\x20-\x7e]*$/.test(value)) headers.append(name, value)
  }
  readPushHeaders(headers)
}

const configuration = {
  manifestID: 'show',
  presets: ['P144p30fps16x9'],
  profiles: [{ name: 'own', width: 640, height: 360, bitrate: 800_000, gop: '2.0', profile: 'H264High' }],
  previousSessions: ['before'],
  timeoutMultiplier: 2,
  maxPricePerPixel: { wei: '5', pixels: '3' },
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
    name: 'segment that is pushed',
    covers: ['readPushed'],
    form: 'bytes',
    corpus: corpora.transportStreams,
    decode: (input) => readPushed(input, undefined),
    errors: [SegmentInputError],
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
    name: 'path of a recording',
    covers: ['parseRecordingPath'],
    form: 'text',
    corpus: () =>
      corpora.texts('/recordings/a/index.m3u8', '/recordings/a/720p.mp4', '/recordings/a/1-b/720p/4.ts'),
    decode: fromText(parseRecordingPath),
    errors: [],
  },
  {
    name: 'key of an object that others put into the store',
    covers: ['readStoredKey'],
    form: 'text',
    corpus: () => corpora.texts('a/1700000000000-0a1b2c/720p/4.ts', 'a/0a1b2c3d/720p/4.mp4'),
    decode: fromText((key) => readStoredKey(key, true)),
    errors: [],
  },
  {
    name: 'transcode configuration',
    covers: ['readTranscodeConfiguration'],
    form: 'text',
    corpus: () => corpora.texts(JSON.stringify(configuration), '{"manifestID":"a","profiles":[]}'),
    decode: fromText(readTranscodeConfiguration),
    errors: [TranscodeConfigurationError],
  },
  {
    name: 'headers of a push',
    covers: ['readPushHeaders'],
    form: 'text',
    corpus: () =>
      corpora.texts(
        'content-duration: 2000\ncontent-slice-from: 100\ncontent-slice-to: 900\naccept: multipart/mixed',
        `livepeer-transcode-configuration: ${JSON.stringify(configuration)}\nauthorization: Bearer key`,
      ),
    decode: fromText(readHeaderLines),
    errors: [PushHeaderFault, TranscodeConfigurationError],
  },
  {
    name: 'performance scores',
    covers: ['readPerformanceScores'],
    form: 'text',
    corpus: () => corpora.texts('{"0x01":{"FRA":{"score":0.5},"LAX":{"score":1}},"https://host":{}}'),
    decode: fromText((text) => readPerformanceScores(text, 'FRA')),
    errors: [PerformanceScoresError],
  },
  {
    name: 'status event',
    covers: ['parseStatusEvent'],
    form: 'text',
    corpus: () => corpora.texts(`orchestrator\n${JSON.stringify(orchestrator)}`, 'stream\n{"id":"live"}'),
    decode: fromText(readEvent),
    errors: [z.core.$ZodError, SyntaxError],
  },
]
