import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Segment } from '../../src/segment.ts'
import { Segmenter } from '../../src/segmenter/segmenter.ts'
import type { SegmenterOptions } from '../../src/segmenter/types.ts'

const run = promisify(execFile)
const maxBuffer = 256 * 1024 * 1024

export interface FlvTag {
  readonly kind: 'video' | 'audio'
  readonly body: Uint8Array
  readonly timestampMs: number
}

export interface ClipOptions {
  readonly size?: string
  readonly rate?: string
  readonly seconds?: number
  readonly gop?: number
  readonly audio?: boolean
  /** Further arguments of the encoder. */
  readonly encoder?: readonly string[]
  readonly format?: 'flv' | 'mpegts'
}

/** A clip made by Debian's FFmpeg, in memory. */
export async function makeClip(options: ClipOptions = {}): Promise<Buffer> {
  const {
    size = '320x180',
    rate = '30',
    seconds = 4,
    gop = 30,
    audio = true,
    encoder = [],
    format = 'flv',
  } = options
  const sound = audio ? ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`] : []
  const video = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`]
  const codec = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-g',
    `${gop}`,
    '-sc_threshold',
    '0',
    '-pix_fmt',
    'yuv420p',
  ]
  const { stdout } = await run(
    'ffmpeg',
    ['-v', 'error', ...video, ...sound, ...codec, ...encoder, '-c:a', 'aac', '-f', format, '-'],
    { encoding: 'buffer', maxBuffer },
  )
  return stdout
}

/** The tags of an FLV file. */
export function readFlvTags(flv: Buffer): FlvTag[] {
  const tags: FlvTag[] = []
  for (let at = 13; at + 11 < flv.length; ) {
    const size = flv.readUIntBE(at + 1, 3)
    const timestampMs = (flv.readUIntBE(at + 4, 3) | ((flv[at + 7] ?? 0) << 24)) >>> 0
    const body = flv.subarray(at + 11, at + 11 + size)
    if (flv[at] === 9) tags.push({ kind: 'video', body, timestampMs })
    if (flv[at] === 8) tags.push({ kind: 'audio', body, timestampMs })
    at += 15 + size
  }
  return tags
}

export function cutAll(tags: readonly FlvTag[], options: SegmenterOptions = {}) {
  const segments: Segment[] = []
  const segmenter = new Segmenter(options, { emit: (segment) => segments.push(segment) })
  for (const { kind, body, timestampMs } of tags) segmenter[kind](body, timestampMs)
  segmenter.end()
  return { segments, cursor: segmenter.cursor }
}

export function concatenated(segments: readonly Segment[]): Uint8Array {
  return Buffer.concat(segments.map(({ bytes }) => bytes))
}

export interface ProbedPacket {
  readonly codec_type: 'video' | 'audio'
  readonly pts: number
  readonly dts: number
  readonly flags: string
}

async function withFile<T>(bytes: Uint8Array, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-media-'))
  try {
    const path = join(folder, 'clip.ts')
    await writeFile(path, bytes)
    return await use(path)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What ffprobe says of each packet, without its own warnings hidden. */
export function ffprobePackets(bytes: Uint8Array): Promise<ProbedPacket[]> {
  return withFile(bytes, async (path) => {
    const entries = 'packet=codec_type,pts,dts,flags'
    const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'json', path], {
      maxBuffer,
    })
    return JSON.parse(stdout).packets
  })
}

/** Decodes everything. @returns what FFmpeg warned of, and how many frames and seconds there were. */
export function decodeAll(bytes: Uint8Array): Promise<{ warnings: string; frames: number }> {
  return withFile(bytes, async (path) => {
    const { stdout, stderr } = await run(
      'ffmpeg',
      ['-v', 'warning', '-i', path, '-map', '0', '-f', 'framemd5', '-'],
      {
        maxBuffer,
      },
    )
    return { warnings: stderr, frames: stdout.split('\n').filter((line) => line.startsWith('0,')).length }
  })
}

/** Differences of neighbours, each value once, ascending. */
export function distinctSteps(ticks: readonly number[]): number[] {
  const steps = ticks.slice(1).map((value, index) => value - (ticks[index] ?? 0))
  return [...new Set(steps)].sort((a, b) => a - b)
}
