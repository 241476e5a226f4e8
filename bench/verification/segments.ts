import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clip, segmentSeconds, segmentsPerClip } from './clips.ts'
import { ffmpeg } from './ffmpeg.ts'
import { exists } from './originals.ts'

/** A piece of a clip as a gateway cuts it. */
export interface Segment {
  readonly clip: Clip
  readonly index: number
  readonly path: string
  /** Where it begins on the time line of its stream, in seconds. */
  readonly startSeconds: number
}

const firstSeconds = 10

/** Makes the segments of a clip, with sound, unless they are there. */
export async function segmentsOf(clip: Clip, folder: string): Promise<readonly Segment[]> {
  const into = join(folder, 'segments', clip.name)
  if (!(await exists(into))) await make(clip, into)
  return Array.from({ length: segmentsPerClip }, (_, index) => ({
    ...{ clip, index, path: join(into, `${index}.ts`) },
    startSeconds: firstSeconds + index * segmentSeconds,
  }))
}

export async function bytesOf({ path }: Segment): Promise<Uint8Array> {
  return readFile(path)
}

async function make({ input, filter, fps, name }: Clip, into: string): Promise<void> {
  const part = `${into}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true })
  const seconds = segmentSeconds * segmentsPerClip
  const pitch = 200 + 17 * name.length
  const even = 'scale=trunc(iw/2)*2:trunc(ih/2)*2,setsar=1'
  await ffmpeg([
    ...input,
    ...['-f', 'lavfi', '-i', `sine=frequency=${pitch}:beep_factor=3:sample_rate=48000`],
    ...['-map', '0:v:0', '-map', '1:a:0', '-t', String(seconds)],
    ...['-vf', [`fps=${fps}`, ...(filter ? [filter] : []), even].join(',')],
    ...['-c:v', 'libx264', '-preset', 'fast', '-crf', '18', '-bf', '0', '-pix_fmt', 'yuv420p'],
    ...[
      '-g',
      String(fps * segmentSeconds),
      '-keyint_min',
      String(fps * segmentSeconds),
      '-sc_threshold',
      '0',
    ],
    ...['-c:a', 'aac', '-b:a', '96k', '-output_ts_offset', String(firstSeconds)],
    ...['-muxdelay', '0', '-muxpreload', '0', '-f', 'segment', '-segment_time', String(segmentSeconds)],
    ...['-segment_format', 'mpegts', '-reset_timestamps', '0', join(part, '%d.ts')],
  ])
  await rename(part, into)
}
