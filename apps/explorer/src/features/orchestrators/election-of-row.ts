import type { Election } from './election.ts'

interface ElectionRow {
  readonly state: string
  readonly activationRound: number
  readonly deactivationRound: number | null
}

/** Where an orchestrator stands in the election, as the indexer tells it. */
export function electionOfRow(
  { state, activationRound, deactivationRound }: ElectionRow,
  currentRound: number,
): Election {
  if (state === 'unregistered') return 'unregistered'
  const isInNext = activationRound <= currentRound + 1 && (deactivationRound ?? Infinity) > currentRound + 1
  if (state === 'active') return isInNext ? 'elected' : 'leaving'
  return isInNext ? 'entering' : 'waiting'
}
