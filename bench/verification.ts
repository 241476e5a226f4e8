/**
 * Honest renditions and cheats of labelled clips, and what the verification makes of them. Judged on the test clips:
 * `--full` takes at least 3,000 honest ones, without it a few of each clip. `--calibrate` writes the limits anew from the
 * calibration clips, `--folder PATH` is where clips, renditions and measurements are kept: a run that was stopped goes
 * on, and one that changes limits only is a matter of seconds. `--segments N` takes N of each clip, `--minutes N` ends it
 * after that time with what was measured till then. `--ladder starved` orders the lowest bitrates instead of the usual ones.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { silentLogger } from '@millrace/common'
import { TranscoderPool } from '@millrace/media'
import type { Depth } from '@millrace/verification'
import type { BenchContext } from './main.ts'
import { calibrate } from './verification/calibrate.ts'
import { type Clip, clipsFrom, segmentsPerClip } from './verification/clips.ts'
import { checkCosts } from './verification/cost.ts'
import { confusion, judge, type Summary, summarise } from './verification/judge.ts'
import { type Measured, type MeasureOptions, measureSegment } from './verification/measure.ts'
import { isLadder } from './verification/orders.ts'
import { fetchOriginals } from './verification/originals.ts'
import { policyCosts } from './verification/policy-cost.ts'
import { redundantFigures } from './verification/redundant.ts'
import { segmentOf } from './verification/segments.ts'

const small = { segments: 1, ordersPerSegment: 1, honestPerOrder: 4, cheatsPerOrder: 6 }
/** Cheats set no limit. */
const calibration = { segments: 4, ordersPerSegment: 2, honestPerOrder: 7, cheatsPerOrder: 0 }
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
      minutes: { type: 'string' },
      ladder: { type: 'string', default: 'usual' },
    },
  })
  const { folder, ladder } = values
  if (!isLadder(ladder)) throw new Error(`There is no ladder ${ladder}: usual or starved.`)
  const settings = values.calibrate ? calibration : values.full ? full : small
  await using pool = await TranscoderPool.create({ workers: 2, threads: 1 }, { log: silentLogger() })
  const split = values.calibrate ? 'calibration' : 'test'
  const clips = clipsFrom(await fetchOriginals(folder, log), split)
  const count = values.segments === undefined ? settings.segments : Number(values.segments)
  const endMs = values.minutes === undefined ? Infinity : Date.now() + Number(values.minutes) * 60_000
  const options = {
    ...{ ...settings, folder, ladder, segments: count, isWithoutHeldOut: values.calibrate },
    isOver: () => Date.now() > endMs,
  }
  const measured = await measureAll(clips, options, pool, log)
  if (values.calibrate) return { bench: 'verification', calibratedFrom: await calibrate(measured, ladder) }
  const costs = await checkCosts(
    clips.map((clip) => segmentOf(clip, firstSegment, folder)),
    pool,
  )
  const costByHours = policyCosts(costs)
  return {
    bench: 'verification',
    ...tell(measured, 'thorough', log),
    costShareOfTranscode: costByHours['2 h'],
    quick: tell(measured, 'quick', log),
    redundant: redundantFigures(measured),
    ...{ costs, costByHours },
    settings: { ...settings, segments: count, ladder, clips: clips.length, minutes: values.minutes },
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

/** Every segment then has one before it and one after it that are made soon. */
const firstSegment = 1

interface MeasureAll extends MeasureOptions {
  readonly segments: number
}

async function measureAll(
  clips: readonly Clip[],
  options: MeasureAll,
  pool: TranscoderPool,
  log: (line: string) => void,
): Promise<readonly Measured[]> {
  const measured: Measured[] = []
  const todo = Array.from({ length: options.segments }, (_, index) =>
    clips.map((clip, at) => ({ clip, at, index: firstSegment + index })),
  ).flat()
  const work = async (): Promise<void> => {
    for (let next = todo.shift(); next; next = todo.shift()) {
      const { clip, at, index } = next
      const place = (of: Clip, which: number) => segmentOf(of, which, options.folder)
      const other = place(clips[(at + index) % clips.length] ?? clip, index)
      const places = {
        own: place(clip, index),
        next: place(clip, index + 1),
        before: place(clip, index - 1),
        other,
      }
      measured.push(...(await measureSegment(places, pool, options)))
      log(`${clip.name} ${index}: ${measured.length} renditions`)
    }
  }
  await Promise.all([work(), work(), work()])
  return measured
}
