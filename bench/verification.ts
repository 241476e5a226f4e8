/**
 * Honest renditions and cheats of labelled clips, and what the verification makes of them. Judged on the test clips:
 * `--full` takes at least 3,000 honest ones, without it a few of each clip. `--calibrate` writes the limits anew from the
 * calibration clips, `--folder PATH` is where clips, renditions and measurements are kept: a run that was stopped goes
 * on, and one that changes limits only is a matter of seconds. `--segments N` takes the first N of each clip.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { silentLogger } from '@millrace/common'
import { TranscoderPool } from '@millrace/media'
import type { Depth } from '@millrace/verification'
import type { BenchContext } from './main.ts'
import { calibrate } from './verification/calibrate.ts'
import { type Clip, clipsFrom, segmentsPerClip } from './verification/clips.ts'
import { costShare } from './verification/cost.ts'
import { confusion, judge, type Summary, summarise } from './verification/judge.ts'
import { type Measured, type MeasureOptions, measureSegment } from './verification/measure.ts'
import { fetchOriginals } from './verification/originals.ts'
import { type Segment, segmentsOf } from './verification/segments.ts'

const small = { segments: 1, ordersPerSegment: 1, honestPerOrder: 4, cheatsPerOrder: 6 }
const calibration = { segments: 2, ordersPerSegment: 2, honestPerOrder: 6, cheatsPerOrder: 6 }
const full = { segments: segmentsPerClip, ordersPerSegment: 4, honestPerOrder: 8, cheatsPerOrder: 4 }

export default async function verification({ args, log }: BenchContext): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      full: { type: 'boolean', default: false },
      calibrate: { type: 'boolean', default: false },
      folder: {
        type: 'string',
        default: join(import.meta.dirname, '../node_modules/.cache/millrace-verification'),
      },
      segments: { type: 'string' },
    },
  })
  const { folder } = values
  const settings = values.calibrate ? calibration : values.full ? full : small
  const clips = await segmentsOfAll(folder, log)
  await using pool = await TranscoderPool.create({ workers: 1, threads: 1 }, { log: silentLogger() })
  const split = values.calibrate ? 'calibration' : 'test'
  const count = values.segments === undefined ? settings.segments : Number(values.segments)
  const measured = await measureAll(clips, { ...settings, split, folder, segments: count }, pool, log)
  if (values.calibrate) return { bench: 'verification', calibratedFrom: await calibrate(measured) }
  const firsts = [...clips].filter(([clip]) => clip.split === 'test').flatMap(([, [first]]) => first ?? [])
  const figuresOf = async (depth: Depth) => ({
    ...tell(measured, depth, log),
    costShareOfTranscode: await costShare(firsts, depth, pool),
  })
  const quick = await figuresOf('quick')
  const thorough = await figuresOf('thorough')
  return {
    bench: 'verification',
    ...thorough,
    quick,
    settings: { ...settings, segments: count, clips: firsts.length },
  }
}

function tell(measured: readonly Measured[], depth: Depth, log: (line: string) => void): Summary {
  const judged = measured.map((one) => judge(one, depth))
  const classes = confusion(judged)
  log(`${depth}:`)
  for (const { kind, name, tested, refused, byReference } of classes)
    log(
      `${kind.padEnd(7)} ${name.padEnd(32)} ${refused} of ${tested} refused, ${byReference} beside a reference`,
    )
  for (const { outcome, codes, measured: one } of judged)
    if ((outcome === 'bad') !== (one.cheat !== undefined))
      log(
        `wrong: ${one.clip} ${one.segment} ${one.order}, ${one.variant}, ${one.cheat ?? 'honest'} ${codes.join(' ')}`,
      )
  return summarise(classes)
}

async function segmentsOfAll(
  folder: string,
  log: (line: string) => void,
): Promise<ReadonlyMap<Clip, readonly Segment[]>> {
  const made = new Map<Clip, readonly Segment[]>()
  for (const clip of clipsFrom(await fetchOriginals(folder, log)))
    made.set(clip, await segmentsOf(clip, folder))
  return made
}

interface MeasureAll extends MeasureOptions {
  readonly split: Clip['split']
  readonly segments: number
}

async function measureAll(
  clips: ReadonlyMap<Clip, readonly Segment[]>,
  options: MeasureAll,
  pool: TranscoderPool,
  log: (line: string) => void,
): Promise<readonly Measured[]> {
  const all = [...clips.entries()]
  const measured: Measured[] = []
  for (let index = 0; index < options.segments; index++)
    for (const [at, [clip, segments]] of all.entries()) {
      if (clip.split !== options.split) continue
      const pick = (list: readonly Segment[] | undefined, which: number) => {
        const found = list?.[(which + segmentsPerClip) % segmentsPerClip]
        if (!found) throw new Error(`There is no segment ${which} of ${clip.name}.`)
        return found
      }
      const other = pick(all[(at + 1 + index) % all.length]?.[1], index)
      const own = pick(segments, index)
      const places = { own, next: pick(segments, index + 1), before: pick(segments, index - 1), other }
      measured.push(...(await measureSegment(places, pool, options)))
      log(`${clip.name} ${index}: ${measured.length} renditions`)
    }
  return measured
}
