import type { Address } from 'viem'
import { useRound } from '../../network/chain-facts.ts'
import { useOrchestrator } from '../../network/orchestrator-facts.ts'
import type { ChainFact } from '../../network/use-chain.ts'
import { type Election, electionOf } from './election.ts'

/** Where an orchestrator stands in the election now. */
export function useElection(address: Address): ChainFact<Election> {
  const { data: facts, problem } = useOrchestrator(address)
  const { data: round, problem: roundProblem } = useRound()
  return {
    data: facts && round && electionOf(facts, round.number),
    problem: problem ?? roundProblem,
  }
}
