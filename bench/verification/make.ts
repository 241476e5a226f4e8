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

/** Makes renditions of one segment, in one run of the machine's own ffmpeg, unless they are there; kept by what they are made of. */
export async function makeRenditions(
  recipes: readonly RenditionRecipe[],
  folder: string,
): Promise<readonly Uint8Array[]> {
  await mkdir(join(folder, 'renditions'), { recursive: true })
  const paths = recipes.map((recipe) => join(folder, 'renditions', `${keyOf(recipe)}.ts`))
  const missing: { readonly recipe: RenditionRecipe; readonly path: string }[] = []
  for (const [index, recipe] of recipes.entries()) {
    const path = paths[index] ?? ''
    if (!(await exists(path))) missing.push({ recipe, path })
  }
  if (missing.length > 0) {
    await ffmpeg(commandFor(missing))
    for (const { path } of missing) await rename(`${path}.part`, path)
  }
  return Promise.all(paths.map((path) => readFile(path)))
}

/** The source is decoded once for all of them. */
function commandFor(
  missing: readonly { readonly recipe: RenditionRecipe; readonly path: string }[],
): readonly string[] {
  const inputs = [
    ...new Set(missing.flatMap(({ recipe: { segment, other } }) => [segment.path, other?.path ?? []].flat())),
  ]
  return [
    ...inputs.flatMap((path) => ['-threads', '1', '-i', path]),
    '-copyts',
    ...missing.flatMap(({ recipe, path }) => [
      ...outputOf(recipe, (segment) => inputs.indexOf(segment.path)),
      `${path}.part`,
    ]),
  ]
}

function keyOf(recipe: RenditionRecipe): string {
  const args = outputOf(recipe, ({ key }) => key)
  return createHash('sha256').update(args.join('\n')).digest('hex').slice(0, 32)
}

function outputOf(
  { segment, profile, variant, cheat, other }: RenditionRecipe,
  inputOf: (segment: Segment) => string | number,
): readonly string[] {
  const recipe: CheatRecipe = cheat ?? {}
  const { clip, startSeconds } = segment
  const fps = clip.fps
  const places = { profile, scaler: variant.scaler, fps, frames: fps * segmentSeconds, startSeconds }
  const isOthersPicture = recipe.from !== undefined && other !== undefined
  const picture = filtersOf(recipe.picture ?? '{size}', places)
  const retimed = isOthersPicture ? [`fps=${fps}`, `setpts=N/${fps}/TB+${startSeconds}/TB`] : []
  const rate = profile.fps === 0 ? [] : [`fps=${profile.fps}`]
  const bitrateBps = Math.round(profile.bitrateBps * (recipe.bitrate ?? 1))
  const starved =
    recipe.bitrate === undefined ? [] : ['-maxrate', `${bitrateBps}`, '-bufsize', `${bitrateBps}`]
  const heard = recipe.audio === 'other' && other ? other : segment
  const sound = recipe.audio === 'none' ? [] : ['-map', `${inputOf(heard)}:a`, '-c:a', 'copy']
  return [
    ...['-map', `${inputOf(isOthersPicture ? other : segment)}:v`, ...sound],
    ...[
      '-vf',
      [...retimed, picture, ...rate, ...(recipe.last ? [recipe.last] : [])].join(','),
      '-vsync',
      'passthrough',
      '-pix_fmt',
      'yuv420p',
    ],
    ...variant.encoder({ ...profile, bitrateBps }),
    ...[...starved, '-threads', '1', '-g', '999', '-map_metadata', '-1'],
    ...['-muxdelay', '0', '-muxpreload', '0', '-avoid_negative_ts', 'disabled', '-f', 'mpegts'],
  ]
}
