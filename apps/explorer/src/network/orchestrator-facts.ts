import { bondingManagerAbi, serviceRegistryAbi } from '@millrace/abi'
import type { Address } from 'viem'
import { readContract } from 'viem/actions'
import type { Protocol } from './chain.ts'
import { type ChainFact, useChain } from './use-chain.ts'
import { useLedger } from './use-ledger.ts'

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

async function readOrchestrator(
  { client, contracts }: Protocol,
  address: Address,
): Promise<OrchestratorFacts> {
  const bonding = { address: contracts.bondingManager, abi: bondingManagerAbi } as const
  const [stake, isActive, isRegistered, facts, serviceUri] = await Promise.all([
    readContract(client, { ...bonding, functionName: 'transcoderTotalStake', args: [address] }),
    readContract(client, { ...bonding, functionName: 'isActiveTranscoder', args: [address] }),
    readContract(client, { ...bonding, functionName: 'isRegisteredTranscoder', args: [address] }),
    readContract(client, { ...bonding, functionName: 'getTranscoder', args: [address] }),
    readContract(client, {
      address: contracts.serviceRegistry,
      abi: serviceRegistryAbi,
      functionName: 'getServiceURI',
      args: [address],
    }),
  ])
  const [lastRewardRound, rewardCut, feeShare, , activationRound, deactivationRound] = facts
  return {
    address,
    stake,
    isActive,
    isRegistered,
    activationRound,
    deactivationRound,
    lastRewardRound,
    rewardCut,
    feeShare,
    serviceUri,
  }
}

/** Everybody who has ever registered, in the order in which they did: in the set, waiting or gone. */
export function useOrchestrators(): ChainFact<readonly OrchestratorFacts[]> {
  const { data: ledger, problem } = useLedger()
  const addresses = ledger?.orchestrators ?? []
  const facts = useChain(
    'orchestrators',
    addresses,
    (protocol) => Promise.all(addresses.map((address) => readOrchestrator(protocol, address))),
    { enabled: ledger !== undefined, keepsPrevious: true },
  )
  return { data: facts.data, problem: facts.problem ?? problem }
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
