import { createHash } from 'node:crypto'
import {
  afterCheck,
  type CheckCosts,
  type CheckOutcome,
  checkDepth,
  checkRate,
  drawOf,
  newcomer,
  type PolicyOptions,
  type Standing,
} from '../../src/policy/index.ts'

export interface Behaviour {
  /** Share of its segments that are bad, once its trial is over. */
  readonly cheatShare: number
  /** Share of bad segments that a check finds. */
  readonly sensitivity: number
  /** Share of its honest segments that are doubtful. */
  readonly doubtShare: number
}

export interface Run {
  /** Segments from the first that might have been bad to the one that was caught; undefined: never. */
  readonly segmentsToFind: number | undefined
  /** Bad segments that were let through until then. */
  readonly badSegments: number
  readonly segments: number
  readonly checks: number
  /** Quick checks that needed references, and checks that made all of them. */
  readonly doubts: number
  readonly thoroughChecks: number
}

/** Three numbers from 0 to 1 that are the same for one segment of one run, and unlike those of any other. */
function luckOf(seed: number, seqNo: number) {
  const hash = createHash('sha256').update(`${seed}/${seqNo}`).digest()
  const partAt = (offset: number) => hash.readUIntBE(offset, 6) / 2 ** 48
  return { cheat: partAt(0), look: partAt(6), doubt: partAt(12) }
}

/** One orchestrator and one gateway, segment by segment, till it is caught or there are no more. */
export function simulate(
  seed: number,
  { cheatShare, sensitivity, doubtShare }: Behaviour,
  { policy, maxSegments }: { readonly policy: PolicyOptions; readonly maxSegments: number },
): Run {
  const secret = createHash('sha256').update(`secret ${seed}`).digest()
  const counts = { segments: 0, checks: 0, doubts: 0, thoroughChecks: 0, badSegments: 0 }
  let standing: Standing = newcomer(policy)
  let firstAt: number | undefined
  for (let seqNo = 0; seqNo < maxSegments; seqNo++) {
    counts.segments++
    // It behaves while it is looked at closely, which is the best that it can do.
    if (checkRate(standing, policy) === policy.baseRate) firstAt ??= seqNo
    const luck = luckOf(seed, seqNo)
    const isBad = firstAt !== undefined && luck.cheat < cheatShare
    const { chance } = drawOf(secret, { streamId: 'live', sessionId: 'a1b2c3d4', seqNo })
    const depth = checkDepth(standing, chance, policy)
    if (depth) {
      const isDoubtful = luck.doubt < doubtShare
      const outcome: CheckOutcome =
        isBad && luck.look < sensitivity ? 'bad' : isDoubtful && depth === 'quick' ? 'dispelled' : 'good'
      counts.checks++
      if (depth === 'thorough') counts.thoroughChecks++
      else if (isDoubtful) counts.doubts++
      if (outcome === 'bad') return { ...counts, segmentsToFind: seqNo - (firstAt ?? 0) + 1 }
      standing = afterCheck(standing, outcome, policy)
    }
    if (isBad) counts.badSegments++
  }
  return { ...counts, segmentsToFind: undefined }
}

/** Of all runs together, as a share of the cost of transcoding all of their segments. */
export function costOf(runs: readonly Run[], { check, reference, allReferences }: CheckCosts): number {
  const sum = (key: Exclude<keyof Run, 'segmentsToFind'>) => runs.reduce((total, run) => total + run[key], 0)
  const references = sum('doubts') * reference + sum('thoroughChecks') * allReferences
  return (sum('checks') * check + references) / sum('segments')
}
