import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The real clip that comes with the project: 1280×720, 24 frames a second, 10 s, with sound. */
const clip = createRequire(new URL('../../packages/devnet/package.json', import.meta.url)).resolve(
  'vide/examples/video/ocean.mp4',
)

/** Runs Debian's ffmpeg to its end. @throws {Error} with what it said when it fails. */
async function ffmpeg(args: readonly string[]): Promise<string> {
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

/**
 * A file that any encoder might send: 24 frames a second in closed two-second GOPs; its first half from the real clip,
 * its second half a test picture, so that a moment in one can be told from a moment in the other.
 */
export async function encodeSource({
  seconds,
  audio = true,
}: {
  seconds: number
  audio?: boolean
}): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'millrace-source-')), 'source.flv')
  const half = seconds / 2
  const pictures = [
    `[0:v]loop=loop=-1:size=240,fps=24,setpts=N/24/TB,trim=duration=${half},scale=1280:720,setsar=1[a]`,
    `testsrc2=size=1280x720:rate=24:duration=${half},setsar=1[b]`,
    '[a][b]concat=n=2,format=yuv420p[v]',
  ]
  const sound = audio ? [`sine=frequency=330:sample_rate=44100:duration=${seconds}[s]`] : []
  const video = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
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
  const audioCodec = audio ? ['-map', '[s]', '-c:a', 'aac', '-b:a', '96k'] : []
  const graph = ['-filter_complex', [...pictures, ...sound].join(';')]
  await ffmpeg([
    '-i',
    clip,
    ...graph,
    '-map',
    '[v]',
    ...video,
    ...audioCodec,
    '-frames:v',
    String(seconds * 24),
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

/** A small file of ten seconds that has what a cheat could take from it: colour, detail, motion, sound. */
export async function encodeRichClip(): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'millrace-source-')), 'rich.mp4')
  const graph =
    '[0:v]scale=640:360,format=yuv444p[a];[1:v]format=yuv444p[b];[a][b]blend=all_mode=average,format=yuv420p[v]'
  await ffmpeg([
    ...['-i', clip, '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=24'],
    ...['-f', 'lavfi', '-i', 'sine=frequency=330:beep_factor=4:sample_rate=48000'],
    ...['-filter_complex', graph, '-map', '[v]', '-map', '2:a', '-t', '10'],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-b:v',
      '2500k',
      '-g',
      '48',
      '-bf',
      '0',
      '-c:a',
      'aac',
      file,
    ],
  ])
  return file
}
