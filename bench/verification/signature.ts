import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

export interface SignatureMatch {
  /** The filter took both for the same video from beginning to end. */
  readonly isMatch: boolean
  readonly cpuSeconds: number
}

/**
 * Has FFmpeg's MPEG-7 `signature` filter compare two videos, on one thread.
 * @param threshold distance below which two frames are alike, the filter's `th_xh`.
 * @throws when it says nothing of them.
 */
export async function matchSignatures(
  paths: readonly [source: string, rendition: string],
  threshold: number,
): Promise<SignatureMatch> {
  const filter = `[0:v][1:v]signature=nb_inputs=2:detectmode=full:th_xh=${threshold}[out]`
  const child = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-nostdin', '-benchmark'],
      ...paths.flatMap((path) => ['-threads', '1', '-i', path]),
      ...['-filter_complex', filter, '-map', '[out]', '-f', 'null', '-'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const said = await text(child.stderr)
  const [, user, system] = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(said) ?? []
  const isMatch = /whole video matching/.test(said)
  if (!isMatch && !/matching of video|no matching/.test(said)) throw new Error(said.slice(-2_000))
  return { isMatch, cpuSeconds: Number(user) + Number(system) }
}
