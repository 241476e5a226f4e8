import type { Profile } from '@millrace/media'

/** What a cheat makes of one order. */
export interface CheatRecipe {
  /** Filters in place of scaling to what was ordered; `{size}` stands for that. */
  readonly picture?: string
  /** Filters after the frame rate is what was ordered. */
  readonly last?: string
  /** Whose pictures these are, with the times of the ordered segment. */
  readonly from?: 'other clip' | 'next segment' | 'previous segment'
  readonly audio?: 'none' | 'other'
  /** Of the bitrate ordered. */
  readonly bitrate?: number
}

export interface Cheat extends CheatRecipe {
  readonly name: string
  /** Whether anybody who looks sees it at once. */
  readonly isGross: boolean
  /** Nothing of it is in what thresholds are made from. */
  readonly isHeldOut?: boolean
  /** Without it in the source, the result is that of an honest orchestrator. */
  readonly needs?: 'motion' | 'colour'
  /** Of so many frames of the source it shows one: an order that asks for no more frames has nothing to lose. */
  readonly oneFrameOf?: number
  /** Part of the segments that an orchestrator does this to when nothing else is said: all by default. */
  readonly share?: number
}

const gross = (name: string, recipe: CheatRecipe & Partial<Cheat>): Cheat => ({
  name,
  isGross: true,
  ...recipe,
})
const subtle = (name: string, recipe: CheatRecipe & Partial<Cheat>): Cheat => ({
  name,
  isGross: false,
  ...recipe,
})

/** One frame of so many, shown until the next. */
function oneFrameOf(count: number): CheatRecipe & Partial<Cheat> {
  return { picture: `{size},select='not(mod(n,${count}))',{hold}`, needs: 'motion', oneFrameOf: count }
}

/** Every cheat that is known: what the benchmark of the verification makes, and what an orchestrator of a devnet may do. */
export const cheats: readonly Cheat[] = [
  gross('wrong source', { from: 'other clip' }),
  gross('another segment', { from: 'next segment', needs: 'motion' }),
  gross('previous segment', { from: 'previous segment', needs: 'motion', isHeldOut: true }),
  gross('black', { picture: '{size},lutyuv=y=16:u=128:v=128' }),
  gross('frozen', { picture: `{size},select='eq(n,0)',{hold}`, needs: 'motion' }),
  gross('3 of 4 frames dropped', oneFrameOf(4)),
  gross('flipped', { picture: '{size},hflip' }),
  gross('upside down', { picture: '{size},vflip', isHeldOut: true }),
  gross('grey', { picture: '{size},hue=s=0', needs: 'colour' }),
  gross('large overlay', {
    picture: '{size},drawbox=x=iw*0.6:y=ih*0.05:w=iw*0.35:h=ih*0.2:c=white@0.9:t=fill',
  }),
  gross('cropped by a tenth', { picture: 'crop=iw*0.9:ih*0.9,{size}' }),
  gross('upscaled from 1/3', { picture: '{third},{size}' }),
  gross('bitrate 1/10', { bitrate: 0.1 }),
  gross('sound removed', { audio: 'none' }),
  gross('sound swapped', { audio: 'other' }),
  gross('pixel shape lies', { picture: '{size},setsar=2', isHeldOut: true }),
  gross('half the size', { picture: '{half}' }),
  gross('half the frames', { last: `select='not(mod(n,2))'` }),
  subtle('late by 3 frames', { picture: '{size},{late}', needs: 'motion' }),
  subtle('every second frame repeated', { ...oneFrameOf(2), isHeldOut: true }),
  subtle('cropped by 4 %', { picture: 'crop=iw*0.96:ih*0.96,{size}' }),
  subtle('rotated by 1.5°', { picture: '{size},rotate=0.026:c=black', isHeldOut: true }),
  subtle('small overlay', {
    picture: '{size},drawbox=x=iw*0.85:y=ih*0.06:w=iw*0.1:h=ih*0.06:c=white@0.6:t=fill',
  }),
  subtle('moving overlay', {
    picture: `{size},drawbox=x='mod(t*200,iw)':y=ih*0.4:w=iw*0.1:h=ih*0.08:c=yellow@0.8:t=fill`,
    isHeldOut: true,
  }),
  subtle('brighter by 6 %', { picture: '{size},lutyuv=y=val+13' }),
  subtle('half the colour', { picture: '{size},hue=s=0.5', needs: 'colour', isHeldOut: true }),
  subtle('colour at 1/4', { picture: `{size},{colour}`, needs: 'colour' }),
  subtle('upscaled from 1/2', { picture: '{half},{size}' }),
  subtle('blurred', { picture: '{size},gblur=sigma=1.5', isHeldOut: true }),
  subtle('bitrate 1/4', { bitrate: 0.25 }),
  subtle('bad second', { picture: `{size},gblur=sigma=4:enable='gte(t-{start},1)'`, share: 0.2 }),
]

/** A cheat's name where a space cannot stand: `upscaled-from-1-2`. */
export function kindOf({ name }: Pick<Cheat, 'name'>): string {
  return name.replace(/[^a-z0-9]+/g, '-').replace(/-$/, '')
}

export const cheatKinds: readonly string[] = cheats.map(kindOf)

/** @throws {Error} when there is none: settings are checked before. */
export function cheatOfKind(kind: string): Cheat {
  const cheat = cheats.find((one) => kindOf(one) === kind)
  if (!cheat) throw new Error(`There is no cheat ${kind}.`)
  return cheat
}

/** Whether the cheat changes anything at all of such a clip at the frame rate that is ordered. */
export function isCheatOf(
  { needs, oneFrameOf }: Cheat,
  clip: { readonly isStill?: boolean; readonly isGrey?: boolean; readonly fps: number },
  orderedFps: number,
): boolean {
  if (oneFrameOf !== undefined && orderedFps > 0 && orderedFps <= clip.fps / oneFrameOf) return false
  if (needs === 'motion') return clip.isStill !== true
  return !(needs === 'colour' && clip.isGrey === true)
}

export interface Places {
  readonly profile: Profile
  readonly scaler: string
  readonly fps: number
  /** Frames of the segment. */
  readonly frames: number
  readonly startSeconds: number
}

/** The recipe's filters with the places filled in. */
export function filtersOf(picture: string, { profile, scaler, fps, frames, startSeconds }: Places): string {
  const { widthPx, heightPx } = profile
  const even = (px: number, by: number) => Math.max(16, Math.round(px / by / 2) * 2)
  const scale = (by: number) => `scale=${even(widthPx, by)}:${even(heightPx, by)}:flags=${scaler}`
  const places: Readonly<Record<string, string>> = {
    size: `scale=${widthPx}:${heightPx}:flags=${scaler},setsar=1`,
    half: scale(2),
    third: scale(3),
    // Frames that are missing are those before once more, at the same times.
    hold: `tpad=stop=${frames}:stop_mode=clone,fps=${fps}:start_time=${startSeconds},trim=end_frame=${frames}`,
    late: `tpad=start=3:start_mode=clone,setpts=N/${fps}/TB+${startSeconds}/TB,trim=end_frame=${frames}`,
    colour: `format=yuv420p,split[y][c];[c]${scale(4)},scale=${widthPx}:${heightPx}[c4];[y][c4]mergeplanes=0x001112:yuv420p`,
    start: String(startSeconds),
  }
  return picture.replace(/\{(\w+)\}/g, (_, place: string) => places[place] ?? '')
}
