import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Cheat, cheats, isCheatOf } from '@millrace/devnet/cheats'
import {
  type LookedAtRendition,
  type Profile,
  renditionSize,
  type SoftwareEncoding,
  type TranscoderPool,
} from '@millrace/media'
import { type ContentScores, checkFacts, contentScores, type Reason } from '@millrace/verification'
import { referenceEncoding } from '@millrace/verification/looking'
import { randomFor } from '../selection/random.ts'
import { honestVariants } from './honest.ts'
import { makeRenditions, type RenditionRecipe } from './make.ts'
import { type LadderName, ordersOf } from './orders.ts'
import { exists } from './originals.ts'
import { bytesOf, ensureMade, type Segment } from './segments.ts'

/** What is known of one rendition, whatever the limits are. */
export interface Measured {
  readonly clip: string
  readonly split: 'calibration' | 'test'
  readonly segment: number
  readonly order: string
  readonly bitrateBps: number
  readonly variant: string
  /** Undefined: honest. */
  readonly cheat: string | undefined
  /** Neither its encoder nor its cheat may be calibrated from. */
  readonly isHeldOut: boolean
  /** Why facts alone are enough, or that it cannot be looked at. */
  readonly facts: readonly Reason[]
  readonly scores: ContentScores | undefined
  /** Of the reference transcode of the same order. */
  readonly reference: ContentScores | undefined
}

export interface MeasureOptions {
  readonly folder: string
  readonly ordersPerSegment: number
  readonly ladder: LadderName
  readonly honestPerOrder: number
  readonly cheatsPerOrder: number
  /** Whether encoders and cheats that limits are not made from are left out. */
  readonly isWithoutHeldOut: boolean
  /** Whether there is no time to measure more: what was measured before is taken up all the same. */
  readonly isOver: () => boolean
}

export interface Places {
  readonly own: Segment
  readonly next: Segment
  readonly before: Segment
  readonly other: Segment
}

const timeoutMs = 120_000

/** Measures some honest renditions and cheats of one segment, or takes up what was measured of them before. */
export async function measureSegment(
  segments: Places,
  pool: TranscoderPool,
  options: MeasureOptions,
): Promise<readonly Measured[]> {
  if (options.isOver() && !(await exists(segments.own.path))) return []
  const source = await bytesOf(segments.own)
  const facts = (await pool.look({ source, renditions: [], phase: 0, timeoutMs })).source?.video
  if (!facts) throw new Error(`${segments.own.path} is no video.`)
  const measured: Measured[] = []
  const { ordersPerSegment: count, ladder } = options
  for (const profile of ordersOf(segments.own, facts, { count, ladder })) {
    const path = join(
      options.folder,
      'measured',
      await version(),
      `${nameOf(segments, profile, options)}.json`,
    )
    const isKept = await exists(path)
    if (!isKept && options.isOver()) continue
    if (!isKept)
      await keep(path, await measureOrder({ profile, source, size: facts, segments }, pool, options))
    measured.push(...parse(await readFile(path, 'utf8')))
  }
  return measured
}

async function keep(path: string, measured: readonly Measured[]): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(
    `${path}.part`,
    JSON.stringify(measured, (_, value) => (value === Infinity ? 1e9 : value)),
  )
  await rename(`${path}.part`, path)
}

interface OrderToMeasure {
  readonly profile: Profile
  readonly source: Uint8Array
  readonly size: { readonly widthPx: number; readonly heightPx: number }
  readonly segments: Places
}

interface Maker {
  readonly variant: string
  readonly cheat: Cheat | undefined
  readonly isHeldOut: boolean
}

async function measureOrder(
  { profile, source, size, segments }: OrderToMeasure,
  pool: TranscoderPool,
  options: MeasureOptions,
): Promise<readonly Measured[]> {
  const { own } = segments
  const ordered = renditionSize(profile, size)
  const recipes = recipesOf(profile, segments, options)
  for (const segment of Object.values(segments)) await ensureMade(segment)
  const made = await makeRenditions(recipes, options.folder)
  const transcode = async (encoding?: SoftwareEncoding) => {
    const job = { source, profiles: [profile], ...(encoding && { encoding }), timeoutMs }
    const { renditions } = await pool.transcode(job)
    if (!renditions[0]) throw new Error('There is no rendition.')
    return renditions[0].bytes
  }
  const reference = await transcode(referenceEncoding)
  // What this project's own transcoder makes is honest, too, and no encoder that limits are made from.
  const ownRenditions = options.isWithoutHeldOut ? [] : [await transcode()]
  const phase = randomFor(`phase ${own.key} ${profile.name}`)()
  const renditions = [reference, ...ownRenditions, ...made].map((bytes) => ({
    bytes,
    format: 'mpegts' as const,
    ...ordered,
  }))
  const looks = await pool.look({ source, renditions, phase, timeoutMs })
  const [referenceLook, ...others] = looks.renditions
  const referenceScores = referenceLook && scoresOf(referenceLook)
  const order = {
    codec: profile.codec === 'h265' ? 'hevc' : 'h264',
    bitrateBps: profile.bitrateBps,
    ...{ ...ordered, framesPerSecond: profile.fps === 0 ? undefined : profile.fps },
  }
  const common = {
    clip: own.clip.name,
    split: own.clip.split,
    segment: own.index,
    order: describe(profile),
    bitrateBps: profile.bitrateBps,
  }
  const makers: readonly Maker[] = [
    ...ownRenditions.map(() => ({ variant: 'own', cheat: undefined, isHeldOut: true })),
    ...recipes.map(({ variant, cheat }) => ({
      ...{ variant: variant.name, cheat },
      isHeldOut: (variant.isHeldOut ?? false) || (cheat?.isHeldOut ?? false),
    })),
  ]
  return makers.map(({ variant, cheat, isHeldOut }, index): Measured => {
    const look = others[index]
    if (!look) throw new Error('A rendition was not looked at.')
    return {
      ...common,
      ...{ variant, cheat: cheat?.name, isHeldOut, reference: referenceScores },
      ...{ facts: factsOf(look), scores: scoresOf(look) },
    }
  })

  function factsOf(look: LookedAtRendition): readonly Reason[] {
    if (look.type === 'refused') return [{ code: 'UNREADABLE', severity: 'bad', message: look.reason }]
    if (!looks.source) throw new Error('The source was not looked at.')
    return checkFacts({
      order,
      source: looks.source,
      rendition: look.facts,
      isSigned: true,
      claimedPixels: undefined,
    })
  }
}

function scoresOf(look: LookedAtRendition): ContentScores | undefined {
  return look.type === 'looked' && look.source ? contentScores(look.source, look.samples) : undefined
}

/** What is made of one order: some honest renditions, and some cheats. */
export function recipesOf(
  profile: Profile,
  { own, next, before, other }: Places,
  options: Pick<MeasureOptions, 'honestPerOrder' | 'cheatsPerOrder' | 'isWithoutHeldOut'>,
): readonly RenditionRecipe[] {
  const { honestPerOrder, cheatsPerOrder, isWithoutHeldOut } = options
  const isTaken = ({ isHeldOut = false }) => !(isWithoutHeldOut && isHeldOut)
  const random = randomFor(`recipes ${own.clip.name} ${own.index} ${profile.name}`)
  const shuffled = <T>(list: readonly T[]) =>
    list
      .map((item) => ({ item, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item)
  const fitting = honestVariants.filter(({ codec }) => codec === profile.codec)
  const honest = shuffled(fitting.filter(isTaken)).slice(0, honestPerOrder)
  const encoders = fitting.filter(({ isHeldOut }) => !isHeldOut)
  const bad = shuffled(
    cheats.filter((cheat) => isTaken(cheat) && isCheatOf(cheat, own.clip, profile.fps)),
  ).slice(0, cheatsPerOrder)
  return [
    ...honest.map((variant) => ({ segment: own, profile, variant })),
    ...bad.flatMap((cheat) => {
      const variant = shuffled(encoders)[0]
      const from = { 'other clip': other, 'next segment': next, 'previous segment': before }
      const source = cheat.from ? from[cheat.from] : cheat.audio === 'other' ? other : undefined
      return variant ? [{ segment: own, profile, variant, cheat, other: source }] : []
    }),
  ]
}

function describe({ widthPx, heightPx, bitrateBps, fps, codec }: Profile): string {
  return `${widthPx}x${heightPx} ${bitrateBps / 1000}k ${fps || 'own'} fps ${codec}`
}

function nameOf(
  { own }: Places,
  { name }: Profile,
  { ladder, honestPerOrder, cheatsPerOrder, isWithoutHeldOut }: MeasureOptions,
): string {
  return `${own.key}-${ladder === 'usual' ? '' : `${ladder}-`}${name}-${honestPerOrder}-${cheatsPerOrder}${isWithoutHeldOut ? '-calibration' : ''}`
}

let versionOnce: Promise<string> | undefined

/** Of everything that scores depend on: they are measured anew when it changes; renditions are kept. */
function version(): Promise<string> {
  versionOnce ??= (async () => {
    const root = join(import.meta.dirname, '../..')
    const folders = [
      'packages/verification/src/content',
      'packages/verification/src/facts',
      'packages/verification/src/looking',
      'packages/media/src/transcoder/worker/look',
      'bench/verification',
    ]
    const hash = createHash('sha256')
    for (const folder of folders)
      for (const name of (await readdir(join(root, folder))).sort())
        if (!notMeasuring.includes(name)) hash.update(await readFile(join(root, folder, name)))
    hash.update(await readFile(join(root, 'packages/devnet/src/cheat/cheats.ts')))
    return hash.digest('hex').slice(0, 12)
  })()
  return versionOnce
}

/** Files that judge, and measure nothing. */
const notMeasuring = [
  'limits.ts',
  'measures.ts',
  'check-content.ts',
  'check-reference.ts',
  'do-agree.ts',
  'redundant.ts',
  'signature.ts',
  'calibrate.ts',
  'judge.ts',
  'cost.ts',
  'policy-cost.ts',
  'originals.ts',
  'clips.ts',
  'calibration-clips.ts',
  'test-clips.ts',
  'measure.ts',
]

function parse(text: string): readonly Measured[] {
  return JSON.parse(text) as readonly Measured[]
}
