import {
  InvalidProfileError,
  KeyframeMissingError,
  MalformedH264Error,
  MalformedPlaylistError,
  MalformedTagError,
  MalformedTsError,
  NoVideoError,
  parsePlaylist,
  parseRenditions,
  probeSegment,
  Segmenter,
  UnsupportedCodecError,
} from '@millrace/media'
import { parseAacConfig } from '../../packages/media/src/flv/aac-config.ts'
import { parseAudioTag } from '../../packages/media/src/flv/audio-tag.ts'
import { parseVideoTag } from '../../packages/media/src/flv/video-tag.ts'
import { parseAvcConfig } from '../../packages/media/src/h264/avc-config.ts'
import { parseSps } from '../../packages/media/src/h264/sps.ts'
import { parseAdtsHeader } from '../../packages/media/src/mpegts/adts.ts'
import { readPat, readPmt } from '../../packages/media/src/mpegts/sections.ts'
import * as corpora from './corpora.ts'
import { type Decoder, fromJson, fromText } from './decoder.ts'

const ofTags = [MalformedTagError, UnsupportedCodecError]

/** Tags as the segmenter gets them from a publisher, one record after the other. */
function cut(input: Buffer): void {
  const segmenter = new Segmenter({ maxSegmentBytes: 1 << 20 }, { emit: () => {} })
  for (let at = 0; at + 7 <= input.length; ) {
    const length = input.readUInt16BE(at + 5)
    const body = input.subarray(at + 7, at + 7 + length)
    if (input[at] === 8) segmenter.audio(body, input.readUInt32BE(at + 1))
    else segmenter.video(body, input.readUInt32BE(at + 1))
    at += 7 + length
  }
  segmenter.end()
}

const profile = {
  name: '240p',
  width: 426,
  height: 240,
  bitrate: 600_000,
  fps: 30,
  profile: 'H264High',
  gop: '2.0',
}
const renditions = [[profile, { ...profile, name: 'b', encoder: 'HEVC', gop: 'intra' }], [profile]]

export const mediaDecoders: readonly Decoder[] = [
  {
    name: 'FLV video tag',
    covers: ['parseVideoTag'],
    form: 'bytes',
    corpus: corpora.videoTags,
    decode: parseVideoTag,
    errors: ofTags,
  },
  {
    name: 'FLV audio tag',
    covers: ['parseAudioTag'],
    form: 'bytes',
    corpus: corpora.audioTags,
    decode: parseAudioTag,
    errors: ofTags,
  },
  {
    name: 'AAC configuration',
    covers: ['parseAacConfig'],
    form: 'bytes',
    corpus: () => [Buffer.of(0x11, 0x90), Buffer.of(0x12, 0x10, 0x56, 0xe5, 0)],
    decode: parseAacConfig,
    errors: ofTags,
  },
  {
    name: 'AVC configuration',
    covers: ['parseAvcConfig'],
    form: 'bytes',
    corpus: corpora.avcConfigs,
    decode: parseAvcConfig,
    errors: [MalformedH264Error],
  },
  {
    name: 'H.264 sequence parameter set',
    covers: ['parseSps'],
    form: 'bytes',
    corpus: corpora.spsUnits,
    decode: parseSps,
    errors: [MalformedH264Error],
  },
  {
    name: 'tags of a whole stream',
    covers: [],
    form: 'bytes',
    corpus: corpora.tagRecords,
    decode: cut,
    errors: [...ofTags, MalformedH264Error, KeyframeMissingError, NoVideoError],
  },
  {
    name: 'MPEG-TS segment',
    covers: [],
    form: 'bytes',
    corpus: corpora.transportStreams,
    decode: probeSegment,
    errors: [MalformedTsError, MalformedH264Error, UnsupportedCodecError],
  },
  {
    name: 'MPEG-TS tables',
    covers: ['readPat', 'readPmt'],
    form: 'bytes',
    corpus: corpora.sections,
    decode: (input) => [readPat(input), readPmt(input)],
    errors: [],
  },
  {
    name: 'ADTS header',
    covers: ['parseAdtsHeader'],
    form: 'bytes',
    corpus: corpora.adtsHeaders,
    decode: parseAdtsHeader,
    errors: [],
  },
  {
    name: 'HLS playlist',
    covers: ['parsePlaylist'],
    form: 'text',
    corpus: corpora.playlists,
    decode: fromText(parsePlaylist),
    errors: [MalformedPlaylistError],
  },
  {
    name: 'renditions as JSON',
    covers: ['parseRenditions'],
    form: 'json',
    corpus: () => corpora.jsons(...renditions),
    decode: fromJson(parseRenditions),
    errors: [InvalidProfileError],
  },
]
