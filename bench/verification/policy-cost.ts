import { type CheckCosts, defaultPolicy } from '@millrace/verification/policy'
import { costOf, simulate } from '../../packages/verification/test/policy/simulate.ts'

/** Of an honest orchestrator's work for a gateway, segments of two seconds. */
const hours = [0.5, 1, 2, 10]
const segmentsPerHour = 1_800
const runs = 20

/** What the default policy costs in the mean, trial included, as a share of the transcode: by hours of work. */
export function policyCosts(costs: CheckCosts): Readonly<Record<string, number>> {
  const behaviour = { cheatShare: 0, sensitivity: 1, doubtShare: costs.doubtShare }
  return Object.fromEntries(
    hours.map((length) => {
      const settings = { policy: defaultPolicy, maxSegments: length * segmentsPerHour }
      const played = Array.from({ length: runs }, (_, seed) => simulate(seed, behaviour, settings))
      return [`${length} h`, Number(costOf(played, costs).toFixed(4))]
    }),
  )
}
