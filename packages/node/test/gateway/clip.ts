import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** One-second segments of a moving test picture with sound, and what an orchestrator would make of them. */
export interface Clip {
  readonly sources: readonly Uint8Array[]
  /** 160x90, in the order of the sources. */
  readonly renditions: readonly Uint8Array[]
  /** A second of sound without picture. */
  readonly sound: Uint8Array
}

/** Name and size of the rendition that the clip has, as gateway setting. */
export const clipRendition = { name: '90p', width: 160, height: 90, bitrate: 100_000 }

/** Makes the clip with FFmpeg. */
export async function makeClip(seconds: number): Promise<Clip> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-clip-'))
  try {
    await cut(folder, 'source', ['-f', 'lavfi', '-i', picture(seconds), '-f', 'lavfi', '-i', sound(seconds)])
    const whole = ['-i', join(folder, 'source.ts'), '-vf', 'scale=160:90,setsar=1']
    await cut(folder, 'rendition', ['-copyts', ...whole])
    const soundOnly = join(folder, 'sound-only.ts')
    await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', sound(1), '-c:a', 'aac', soundOnly])
    return {
      sources: await read(folder, 'source-'),
      renditions: await read(folder, 'rendition-'),
      sound: await readFile(soundOnly),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const picture = (seconds: number) => `testsrc2=size=320x180:rate=30:duration=${seconds}`
const sound = (seconds: number) => `sine=frequency=440:sample_rate=48000:duration=${seconds}`

async function cut(folder: string, name: string, input: readonly string[]): Promise<void> {
  const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '30', '-sc_threshold', '0']
  const keyframes = ['-force_key_frames', 'expr:gte(t,n_forced)', '-pix_fmt', 'yuv420p']
  const audio = ['-c:a', name === 'source' ? 'aac' : 'copy']
  const timing = ['-muxdelay', '0', '-muxpreload', '0']
  const whole = join(folder, `${name}.ts`)
  await run('ffmpeg', ['-v', 'error', ...input, ...video, ...keyframes, ...audio, ...timing, whole])
  const segments = ['-f', 'segment', '-segment_time', '1', '-segment_format', 'mpegts']
  const pieces = join(folder, `${name}-%03d.ts`)
  await run('ffmpeg', ['-v', 'error', '-copyts', '-i', whole, '-c', 'copy', ...timing, ...segments, pieces])
}

async function read(folder: string, prefix: string): Promise<Uint8Array[]> {
  const files = (await readdir(folder)).filter((name) => name.startsWith(prefix)).sort()
  return Promise.all(files.map((name) => readFile(join(folder, name))))
}
