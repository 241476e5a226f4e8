import { createHash } from 'node:crypto'
import { mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type Cheat, type CheatRecipe, filtersOf } from '@millrace/devnet/cheats'
import type { Profile } from '@millrace/media'
import { segmentSeconds } from './clips.ts'
import { ffmpeg } from './ffmpeg.ts'
import type { HonestVariant } from './honest.ts'
import { exists } from './originals.ts'
import type { Segment } from './segments.ts'

export interface RenditionRecipe {
  readonly segment: Segment
  readonly profile: Profile
  readonly variant: HonestVariant
  readonly cheat?: Cheat
  /** Where pictures or sound of a cheat come from. */
  readonly other?: Segment | undefined
}

/** Makes a rendition with the machine's own ffmpeg, unless it is there; kept by what it was made of. */
export async function makeRendition(recipe: RenditionRecipe, folder: string): Promise<Uint8Array> {
  const args = argumentsOf(recipe)
  const key = createHash('sha256').update(args.join('\n')).digest('hex').slice(0, 32)
  const path = join(folder, 'renditions', `${key}.ts`)
  if (!(await exists(path))) {
    await mkdir(join(folder, 'renditions'), { recursive: true })
    await ffmpeg([...args, `${path}.part`])
    await rename(`${path}.part`, path)
  }
  return readFile(path)
}

function argumentsOf({ segment, profile, variant, cheat, other }: RenditionRecipe): readonly string[] {
  const recipe: CheatRecipe = cheat ?? {}
  const { clip, startSeconds, path } = segment
  const fps = clip.fps
  const places = { profile, scaler: variant.scaler, fps, frames: fps * segmentSeconds, startSeconds }
  const isOthersPicture = recipe.from !== undefined && other
  const picture = filtersOf(recipe.picture ?? '{size}', places)
  const retimed = isOthersPicture ? [`fps=${fps}`, `setpts=N/${fps}/TB+${startSeconds}/TB`] : []
  const rate = profile.fps === 0 ? [] : [`fps=${profile.fps}`]
  const bitrateBps = Math.round(profile.bitrateBps * (recipe.bitrate ?? 1))
  const starved =
    recipe.bitrate === undefined ? [] : ['-maxrate', `${bitrateBps}`, '-bufsize', `${bitrateBps}`]
  const sound = recipe.audio === 'none' ? [] : ['-map', `${recipe.audio === 'other' && other ? 1 : 0}:a`]
  return [
    ...['-threads', '1', '-copyts', '-i', path, ...(other ? ['-copyts', '-i', other.path] : [])],
    ...['-map', `${isOthersPicture ? 1 : 0}:v`, ...sound, '-c:a', 'copy'],
    ...['-vf', [...retimed, picture, ...rate].join(','), '-vsync', 'passthrough', '-pix_fmt', 'yuv420p'],
    ...variant.encoder({ ...profile, bitrateBps }),
    ...[...starved, '-threads', '1', '-g', '999', '-map_metadata', '-1'],
    ...['-muxdelay', '0', '-muxpreload', '0', '-avoid_negative_ts', 'disabled', '-f', 'mpegts'],
  ]
}
