/**
 * What the default policy of checks finds and costs, in a simulation: cheats on some shares of the segments, and honest
 * orchestrators with doubtful segments, by how long they work. `--runs N` plays each case so often.
 */
import { parseArgs } from 'node:util'
import { assumedCosts, defaultPolicy, segmentsToFind } from '@millrace/verification/policy'
import { costOf, type Run, simulate } from '../packages/verification/test/policy/simulate.ts'
import type { BenchContext } from './main.ts'

const policy = defaultPolicy
const sensitivity = 0.95
const cheatShares = [0.02, 0.05, 0.2, 1]
const doubtShares = [0, 0.05, 0.1, 0.2]
/** Half an hour, two hours, ten hours of segments of two seconds. */
const lengths = [900, 3_600, 18_000]

export default async function verificationPolicy({
  args,
  log,
}: BenchContext): Promise<Record<string, unknown>> {
  const { values } = parseArgs({ args: [...args], options: { runs: { type: 'string', default: '1000' } } })
  const runs = Number(values.runs)
  const cheats = cheatShares.map((share) => {
    const within = segmentsToFind({ share, sensitivity }, policy.baseRate, 0.99)
    const behaviour = { cheatShare: share, sensitivity, doubtShare: 0 }
    const played = play(runs, behaviour, 20 * within)
    const found = played.map(({ segmentsToFind: at }) => at ?? Number.POSITIVE_INFINITY)
    const figures = {
      cheatShare: share,
      segmentsAt99: within,
      foundWithinShare: found.filter((at) => at <= within).length / runs,
      medianSegments: quantile(found, 0.5),
      p99Segments: quantile(found, 0.99),
      p99BadSegments: quantile(
        played.map(({ badSegments }) => badSegments),
        0.99,
      ),
    }
    log(`cheats on ${share} of the segments: ${JSON.stringify(figures)}`)
    return figures
  })
  const costs = doubtShares.flatMap((doubtShare) =>
    lengths.map((segments) => {
      const played = play(Math.ceil(runs / 100), { cheatShare: 0, sensitivity, doubtShare }, segments)
      const figures = { doubtShare, segments, costShareOfTranscode: costOf(played, assumedCosts) }
      log(`honest: ${JSON.stringify(figures)}`)
      return figures
    }),
  )
  return {
    bench: 'verification-policy',
    policy,
    costs: assumedCosts,
    sensitivity,
    runs,
    cheats,
    honest: costs,
  }
}

function play(runs: number, behaviour: Parameters<typeof simulate>[1], maxSegments: number): readonly Run[] {
  return Array.from({ length: runs }, (_, seed) => simulate(seed, behaviour, { policy, maxSegments }))
}

function quantile(values: readonly number[], share: number): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1]
}
