import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The real clip that comes with the project: 1280×720, 24 frames a second, 10 s, with sound. */
export const clip = createRequire(new URL('../../packages/devnet/package.json', import.meta.url)).resolve(
  'vide/examples/video/ocean.mp4',
)

/** Runs Debian's ffmpeg to its end. @throws {Error} with what it said when it fails. */
export async function ffmpeg(args: readonly string[]): Promise<string> {
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'warning', '-nostdin', '-y', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    said += chunk
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}: ${said}`)
  return said
}

/** A file that any encoder might send: closed two-second GOPs at 24 frames a second, from the real clip, looped. */
export async function encodeSource({
  seconds,
  audio = true,
}: {
  seconds: number
  audio?: boolean
}): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'millrace-source-')), 'source.flv')
  const video = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    '-r',
    '24',
    '-g',
    '48',
    '-keyint_min',
    '48',
    '-sc_threshold',
    '0',
    '-bf',
    '0',
    '-b:v',
    '1500k',
  ]
  const sound = audio ? ['-c:a', 'aac', '-b:a', '96k', '-ar', '44100'] : ['-an']
  await ffmpeg([
    '-stream_loop',
    '-1',
    '-i',
    clip,
    '-t',
    String(seconds),
    ...video,
    ...sound,
    '-f',
    'flv',
    file,
  ])
  return file
}

/** Pushes a file by RTMP in real time, as an encoder would. */
export function pushRtmp(
  file: string,
  url: string,
): { readonly process: ChildProcess; readonly done: Promise<number> } {
  const child = spawn(
    'ffmpeg',
    ['-hide_banner', '-loglevel', 'error', '-nostdin', '-re', '-i', file, '-c', 'copy', '-f', 'flv', url],
    { stdio: 'ignore' },
  )
  return { process: child, done: once(child, 'close').then(([code]) => Number(code ?? 1)) }
}
