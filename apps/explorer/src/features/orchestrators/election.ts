import type { OrchestratorFacts } from '../../network/orchestrator-facts.ts'

export type Election = 'elected' | 'entering' | 'leaving' | 'waiting' | 'unregistered'

/** Where an orchestrator stands in the election: active now, from the next round on, until the next round, or outside. */
export function electionOf(
  { isActive, isRegistered, activationRound, deactivationRound }: OrchestratorFacts,
  currentRound: bigint,
): Election {
  if (!isRegistered) return 'unregistered'
  const isInNext = activationRound <= currentRound + 1n && currentRound + 1n < deactivationRound
  if (isActive) return isInNext ? 'elected' : 'leaving'
  return isInNext ? 'entering' : 'waiting'
}
