import { bondingManagerAbi } from '@millrace/abi'
import { useMemo } from 'react'
import type { Address } from 'viem'
import { readContract } from 'viem/actions'
import type { RowOf } from '../api/indexer.ts'
import { useAnswer } from '../api/use-answer.ts'
import { type ChainFact, useChain } from './use-chain.ts'

/** An orchestrator as the contracts know it. Shares are parts per million. */
export interface OrchestratorFacts {
  readonly address: Address
  readonly stake: bigint
  readonly isActive: boolean
  readonly isRegistered: boolean
  readonly activationRound: bigint
  readonly deactivationRound: bigint
  readonly lastRewardRound: bigint
  readonly rewardCut: bigint
  readonly feeShare: bigint
  readonly serviceUri: string
}

/** With what the indexer knows besides. */
export interface RankedOrchestrator extends OrchestratorFacts {
  /** All fees that it was paid. */
  readonly feesWei: bigint
  readonly delegators: number
}

/** Further down the list nobody is near to being elected. */
const mostOrchestrators = 500

/** Those with the most stake: in the set, waiting or gone. */
export function useOrchestrators(): ChainFact<readonly RankedOrchestrator[]> {
  const { data, problem } = useAnswer('/v1/orchestrators', { query: { limit: mostOrchestrators } })
  const facts = useMemo(() => data?.items.map(factsOf), [data])
  return { data: facts, problem }
}

type Row = RowOf<'/v1/orchestrators'>

/** The contract's own sign for "not known to leave". */
const never = 2n ** 256n - 1n

function factsOf(row: Row): RankedOrchestrator {
  return {
    address: row.address as Address,
    stake: row.delegatedStakeWei,
    isActive: row.state === 'active',
    isRegistered: row.state !== 'unregistered',
    activationRound: BigInt(row.activationRound),
    deactivationRound: row.deactivationRound === null ? never : BigInt(row.deactivationRound),
    lastRewardRound: BigInt(row.lastRewardRound),
    rewardCut: BigInt(row.rewardCut),
    feeShare: BigInt(row.feeShare),
    serviceUri: row.serviceUri ?? '',
    feesWei: row.feesWei,
    delegators: row.delegators,
  }
}

/** How many orchestrators the protocol elects. */
export function usePoolSize(): ChainFact<bigint> {
  return useChain('pool-size', [], ({ client, contracts }) =>
    readContract(client, {
      address: contracts.bondingManager,
      abi: bondingManagerAbi,
      functionName: 'getTranscoderPoolMaxSize',
    }),
  )
}
