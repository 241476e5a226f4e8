import { type ContractCall, callsOf } from './calls.ts'
import { poolEffect } from './pool-effect.ts'
import { type Preview, previewOf } from './preview.ts'
import { type Refusal, refusalOf } from './refusals.ts'
import { stakeChanges } from './stake-changes.ts'
import type { StakingState } from './state.ts'
import type { Step } from './step.ts'
import { type Warning, warningsOf } from './warnings.ts'

/** A step as it would be made now: what speaks against it, what it does, and the calls that do it. */
export interface Plan {
  readonly step: Step
  /** Set when the contracts would refuse it; then nothing may be sent. */
  readonly refusal: Refusal | undefined
  readonly warnings: readonly Warning[]
  readonly preview: Preview
  /** In order; each is a transaction of its own. */
  readonly calls: readonly ContractCall[]
}

/** Pure: the same step and state give the same plan. */
export function planStep(step: Step, state: StakingState): Plan {
  const effect = poolEffect(state, stakeChanges(step, state))
  const refusal = refusalOf(step, state)
  return {
    step,
    refusal,
    warnings: refusal ? [] : warningsOf(step, state, effect),
    preview: previewOf(step, state, effect),
    calls: refusal ? [] : callsOf(step, state, effect.hints),
  }
}
