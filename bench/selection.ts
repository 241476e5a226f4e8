/**
 * Which orchestrators get the work, and what comes of it: the gateway's own selection and dispatch beside go-livepeer's
 * documented rule, with 100 simulated orchestrators, scenario by scenario. `--tuning` takes the seeds for trying settings
 * out, `--set name=value` a setting of the gateway, `--only scenario` one of them.
 */
import { parseArgs } from 'node:util'
import type { BenchContext } from './main.ts'
import { oursWith } from './selection/ours.ts'
import { type Figures, figuresOf, type NewRule, type Outcome, play } from './selection/run.ts'
import { judgedSeeds, scenarios, tuningSeeds } from './selection/scenarios.ts'
import { theirs } from './selection/theirs.ts'

export default async function selection({ args, log }: BenchContext): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tuning: { type: 'boolean', default: false },
      set: { type: 'string', multiple: true, default: [] },
      only: { type: 'string' },
    },
  })
  const seeds = values.tuning ? tuningSeeds : judgedSeeds
  const ours = oursWith(readSettings(values.set))
  const played = scenarios.filter(({ name }) => values.only === undefined || name === values.only)
  const all: { ours: Outcome[]; theirs: Outcome[] } = { ours: [], theirs: [] }
  const each: Record<string, unknown> = {}
  for (const scenario of played) {
    const outcomesOf = async (rule: NewRule) => {
      const outcomes: Outcome[] = []
      for (const seed of seeds) outcomes.push(await play(scenario, seed, rule))
      return outcomes
    }
    const outcomes = { ours: await outcomesOf(ours), theirs: await outcomesOf(theirs) }
    all.ours.push(...outcomes.ours)
    all.theirs.push(...outcomes.theirs)
    const pair = sideBySide(figuresOf(outcomes.ours), figuresOf(outcomes.theirs))
    each[scenario.name] = { favoursTheirs: scenario.favoursTheirs ?? false, ...pair }
    log(`${scenario.name.padEnd(22)} ${describe(pair)}`)
  }
  const total = sideBySide(figuresOf(all.ours), figuresOf(all.theirs))
  log(`${'all'.padEnd(22)} ${describe(total)}`)
  return { bench: 'selection', seeds, ...total, scenarios: each }
}

function sideBySide(ours: Figures, theirs: Figures) {
  return {
    oursSuccessRate: ours.successRate,
    theirsSuccessRate: theirs.successRate,
    oursCost: ours.cost,
    theirsCost: theirs.cost,
    oursConcentration: ours.concentration,
    theirsConcentration: theirs.concentration,
    oursMedianMs: ours.medianMs,
    theirsMedianMs: theirs.medianMs,
    oursP95Ms: ours.p95Ms,
    theirsP95Ms: theirs.p95Ms,
    oursP99Ms: ours.p99Ms,
    theirsP99Ms: theirs.p99Ms,
  }
}

function describe(pair: ReturnType<typeof sideBySide>): string {
  const both = (name: string, ours: number, theirs: number) => `${name} ${ours} / ${theirs}`
  return [
    both('success', pair.oursSuccessRate, pair.theirsSuccessRate),
    both('cost', pair.oursCost, pair.theirsCost),
    both('concentration', pair.oursConcentration, pair.theirsConcentration),
    both('median ms', pair.oursMedianMs, pair.theirsMedianMs),
    both('p95 ms', pair.oursP95Ms, pair.theirsP95Ms),
  ].join(', ')
}

function readSettings(pairs: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split('=')
      return [name, Number(value)]
    }),
  )
}
