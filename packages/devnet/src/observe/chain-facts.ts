import { bondingManagerAbi, roundsManagerAbi } from '@millrace/abi'
import type { Address, PublicClient } from 'viem'
import type { DevnetAddresses } from '../protocol-setup.ts'
import type { RoundView } from './view.ts'

export interface StakeFacts {
  readonly stakeWei: bigint
  readonly isActive: boolean
}

/** Reads the round as RoundsManager counts it. */
export async function readRound(
  client: PublicClient,
  { roundsManager }: DevnetAddresses,
): Promise<RoundView> {
  const contract = { address: roundsManager, abi: roundsManagerAbi } as const
  const [number, isInitialized, startBlock, length, block] = await Promise.all([
    client.readContract({ ...contract, functionName: 'currentRound' }),
    client.readContract({ ...contract, functionName: 'currentRoundInitialized' }),
    client.readContract({ ...contract, functionName: 'currentRoundStartBlock' }),
    client.readContract({ ...contract, functionName: 'roundLength' }),
    client.readContract({ ...contract, functionName: 'blockNum' }),
  ])
  return { number, isInitialized, block, blocksLeft: Number(startBlock + length - block) }
}

/** Reads stake and election of orchestrators, in the order given. */
export function readStakes(
  client: PublicClient,
  { bondingManager }: DevnetAddresses,
  orchestrators: readonly Address[],
): Promise<StakeFacts[]> {
  const contract = { address: bondingManager, abi: bondingManagerAbi } as const
  return Promise.all(
    orchestrators.map(async (orchestrator) => {
      const [stakeWei, isActive] = await Promise.all([
        client.readContract({ ...contract, functionName: 'transcoderTotalStake', args: [orchestrator] }),
        client.readContract({ ...contract, functionName: 'isActiveTranscoder', args: [orchestrator] }),
      ])
      return { stakeWei, isActive }
    }),
  )
}
