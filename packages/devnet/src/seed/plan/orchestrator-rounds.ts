import type { SeededRandom } from '../random.ts'
import { isActive, type PlannedOrchestrator } from './planned-orchestrator.ts'
import type { RoundDraft } from './waves.ts'

interface Step {
  readonly round: number
  readonly draft: RoundDraft
  readonly random: SeededRandom
}

/** What an orchestrator does in a round: register, call reward, change its cuts, resign. */
export function planOrchestratorRound(orchestrator: PlannedOrchestrator, step: Step): void {
  const { round, draft } = step
  if (orchestrator.joinRound === round) register(orchestrator, draft)
  if (!isActive(orchestrator, round)) return
  const isRewarded = callsReward(orchestrator, step)
  if (isRewarded) {
    orchestrator.rewardRound = round
    draft.rewards.push(rewardCall(orchestrator))
  }
  if (orchestrator.resignRound === round) {
    const { address: from } = orchestrator
    draft.staking.push({ kind: 'unbond', from, delegate: from, amountWei: 'all' })
    return
  }
  // Cuts can change only once the round's reward is called.
  if (isRewarded) changeCuts(orchestrator, step)
}

function register(orchestrator: PlannedOrchestrator, draft: RoundDraft): void {
  const { address: from, stakeWei, rewardCutPpm, feeSharePpm, rewardCaller, index } = orchestrator
  draft.funds.push({ kind: 'transferTokens', to: from, amountWei: stakeWei })
  draft.register.push(
    { kind: 'bond', from, to: from, amountWei: stakeWei },
    { kind: 'setCuts', from, rewardCutPpm, feeSharePpm },
  )
  if (orchestrator.hasServiceUri)
    draft.register.push({ kind: 'setServiceUri', from, uri: serviceUriOf(index) })
  if (rewardCaller) draft.register.push({ kind: 'setRewardCaller', from, caller: rewardCaller })
}

/** Nobody answers there: an address of this machine, on a port that refuses at once, so that nothing waits for it. */
function serviceUriOf(index: number): string {
  return `https://127.77.${Math.floor(index / 250)}.${1 + (index % 250)}:1`
}

function rewardCall({ address, rewardCaller }: PlannedOrchestrator) {
  return { kind: 'reward', from: rewardCaller ?? address, orchestrator: address } as const
}

function callsReward({ reliability, silence, spikeRound }: PlannedOrchestrator, { round, random }: Step) {
  if (round === spikeRound) return true
  if (silence && silence.from <= round && round < silence.to) return false
  return random.chance(reliability)
}

function changeCuts(orchestrator: PlannedOrchestrator, { round, draft, random }: Step): void {
  const isSpike = orchestrator.spikeRound === round
  if (!isSpike && !random.chance(0.03)) return
  const step = random.integer(-5, 6) * 10_000
  orchestrator.rewardCutPpm = isSpike ? 980_000 : clampPpm(orchestrator.rewardCutPpm + step)
  orchestrator.feeSharePpm = isSpike ? 50_000 : Math.max(50_000, clampPpm(orchestrator.feeSharePpm - step))
  const { address: from, rewardCutPpm, feeSharePpm } = orchestrator
  draft.staking.push({ kind: 'setCuts', from, rewardCutPpm, feeSharePpm })
}

function clampPpm(value: number): number {
  return Math.min(1_000_000, Math.max(0, value))
}
