import { silentLogger } from '@millrace/common'
import { parseRenditions, TranscoderPool } from '@millrace/media'
import { ffmpeg, makeStream } from '../../../media/test/clips.ts'
import type { Clip } from './clip.ts'

/** A clip whose renditions hold when they are looked at, and what cheats make of it. */
export interface CheckedClip extends Clip {
  /** Smaller than ordered. */
  readonly small: readonly Uint8Array[]
  readonly black: readonly Uint8Array[]
  /** The clip with sources that no decoder can use. */
  readonly broken: Clip
}

/** Bits enough for any honest encoder: what is tested is what comes of verdicts, not the limits between them. */
export const checkedRendition = { name: '90p', width: 160, height: 90, bitrate: 600_000 }

const profiles = parseRenditions([checkedRendition])

/** @param segments - of a second each. */
export async function makeCheckedClip(segments: number): Promise<CheckedClip> {
  const sources = await makeStream(segments)
  await using pool = await TranscoderPool.create({ workers: 1 }, { log: silentLogger() })
  const made = sources.map((source) => pool.transcode({ source, profiles, timeoutMs: 120_000 }))
  const renditions = (await Promise.all(made)).map((one) => one.renditions[0]?.bytes ?? new Uint8Array())
  const clip = { sources, renditions, sound: new Uint8Array() }
  return {
    ...clip,
    small: await Promise.all(sources.map((source) => changed(source, 'scale=80:46,setsar=1'))),
    black: await Promise.all(sources.map((source) => changed(source, 'scale=160:90,drawbox=t=fill'))),
    broken: { ...clip, sources: sources.map(withoutPictures) },
  }
}

function changed(source: Uint8Array, filter: string): Promise<Uint8Array> {
  const video = ['-vf', filter, '-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-b:v', '100k']
  const copies = ['-c:a', 'copy', '-copyts', '-muxdelay', '0', '-muxpreload', '0', '-f', 'mpegts', 'pipe:1']
  return ffmpeg(['-f', 'mpegts', '-i', 'pipe:0', ...video, '-g', '999', ...copies], source)
}

const pictureParameters = 8

/** Its parameters of pictures are hidden: what it is can be read, what it shows cannot. */
function withoutPictures(segment: Uint8Array): Uint8Array {
  const broken = Uint8Array.from(segment)
  for (let at = 0; at + 3 < broken.length; at++) {
    const isStart = broken[at] === 0 && broken[at + 1] === 0 && broken[at + 2] === 1
    if (isStart && ((broken[at + 3] ?? 0) & 0x1f) === pictureParameters) broken[at + 3] = 0x1f
  }
  return broken
}
