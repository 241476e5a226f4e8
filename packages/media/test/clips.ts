import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer, text } from 'node:stream/consumers'

/** Runs Debian's ffmpeg and returns what it writes to standard output. */
export async function ffmpeg(args: readonly string[], input?: Uint8Array): Promise<Uint8Array> {
  const child = spawn('ffmpeg', ['-v', 'error', '-nostdin', ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [output, complaints, code] = await Promise.all([buffer(child.stdout), text(child.stderr), ended])
  if (code !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${complaints}`)
  return output
}

export interface ClipOptions {
  readonly size?: string
  readonly fps?: string
  readonly seconds?: number
  readonly audio?: boolean
  readonly pitchHz?: number
  /** Where the clip begins on the time line of its stream. */
  readonly startSeconds?: number
  /** More filters on the picture. */
  readonly filter?: string
  /** More options of the video encoder. */
  readonly video?: readonly string[]
}

/** A segment as a gateway cuts it: MPEG-TS, one closed group of pictures, times of the stream's own. */
export function makeSegment({
  size = '320x180',
  fps = '30',
  seconds = 1,
  audio = false,
  pitchHz = 440,
  startSeconds = 10,
  filter = 'null',
  video = [],
}: ClipOptions = {}): Promise<Uint8Array> {
  const from = `testsrc2=size=${size}:rate=${fps}:duration=${seconds}`
  const sound = `sine=frequency=${pitchHz}:sample_rate=48000:duration=${seconds}`
  return ffmpeg([
    ...['-f', 'lavfi', '-i', from],
    ...(audio ? ['-f', 'lavfi', '-i', sound, '-c:a', 'aac', '-b:a', '64k'] : []),
    ...['-vf', filter, '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '9999', '-bf', '0'],
    ...['-pix_fmt', 'yuv420p', ...video],
    ...['-output_ts_offset', String(startSeconds), '-muxdelay', '0', '-muxpreload', '0'],
    ...['-f', 'mpegts', 'pipe:1'],
  ])
}

/** A stream of several segments of one second that follow each other exactly, picture and sound. */
export async function makeStream(segments: number): Promise<readonly Uint8Array[]> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-clips-'))
  try {
    await ffmpeg([
      ...['-f', 'lavfi', '-i', `testsrc2=size=640x360:rate=30:duration=${segments}`],
      ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${segments}`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30', '-bf', '2', '-pix_fmt', 'yuv420p'],
      ...['-c:a', 'aac', '-muxdelay', '0', '-muxpreload', '0'],
      ...['-f', 'segment', '-segment_time', '1', '-segment_format', 'mpegts', join(folder, '%d.ts')],
    ])
    return await Promise.all(
      Array.from({ length: segments }, (_, index) => readFile(join(folder, `${index}.ts`))),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}
