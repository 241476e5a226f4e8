import { createHash } from 'node:crypto'
import { mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { randomFor } from '../selection/random.ts'
import { type Clip, segmentSeconds, segmentsPerClip } from './clips.ts'
import { ffmpeg } from './ffmpeg.ts'
import { exists } from './originals.ts'

/** A piece of a clip as a gateway cuts it. */
export interface Segment {
  readonly clip: Clip
  readonly index: number
  /** Of what it is made of and how: whatever is kept of a segment is kept under it. */
  readonly key: string
  readonly path: string
  /** Where it begins on the time line of its stream, in seconds. */
  readonly startSeconds: number
}

const firstSeconds = 10

/** One segment of a clip, the first again after the last. It is made when its bytes are asked for. */
export function segmentOf(clip: Clip, which: number, folder: string): Segment {
  const index = (which + segmentsPerClip) % segmentsPerClip
  const args = argumentsOf(clip, index)
  // Not where the originals are.
  const recipe = args.map((arg) => arg.replaceAll(folder, '')).join('\n')
  const key = `${clip.name.replaceAll(' ', '-')}-${index}-${createHash('sha256').update(recipe).digest('hex').slice(0, 12)}`
  const path = join(folder, 'segments', `${key}.ts`)
  return { clip, index, key, path, startSeconds: startOf(index) }
}

const making = new Map<string, Promise<void>>()

/** Makes the file of a segment, with sound, unless it is there. */
export async function ensureMade(segment: Segment): Promise<void> {
  const { path } = segment
  const made = making.get(path) ?? make(segment)
  making.set(path, made)
  await made
}

export async function bytesOf(segment: Segment): Promise<Uint8Array> {
  await ensureMade(segment)
  return readFile(segment.path)
}

async function make({ clip, index, path }: Segment): Promise<void> {
  if (await exists(path)) return
  await mkdir(join(path, '..'), { recursive: true })
  await ffmpeg([...argumentsOf(clip, index), `${path}.part`])
  await rename(`${path}.part`, path)
}

function startOf(index: number): number {
  return firstSeconds + index * segmentSeconds
}

function argumentsOf({ input, filter, fps, name }: Clip, index: number): readonly string[] {
  // A swapped sound has to be another one.
  const pitch = Math.round(200 + 1_800 * randomFor(`tone ${name}`)())
  const even = 'scale=trunc(iw/2)*2:trunc(ih/2)*2,setsar=1'
  return [
    ...input,
    ...['-f', 'lavfi', '-i', `sine=frequency=${pitch}:beep_factor=3:sample_rate=48000`],
    ...['-map', '0:v:0', '-map', '1:a:0'],
    ...['-vf', [`fps=${fps}`, ...(filter ? [filter] : []), even].join(',')],
    ...['-ss', String(index * segmentSeconds), '-t', String(segmentSeconds)],
    ...['-c:v', 'libx264', '-preset', 'fast', '-crf', '18', '-bf', '0', '-pix_fmt', 'yuv420p'],
    ...['-g', String(fps * segmentSeconds), '-sc_threshold', '0', '-c:a', 'aac', '-b:a', '96k'],
    ...['-output_ts_offset', String(startOf(index)), '-muxdelay', '0', '-muxpreload', '0', '-f', 'mpegts'],
  ]
}
