import { roundsManagerAbi, ticketBrokerAbi } from '@millrace/abi'
import type { Address } from 'viem'
import { readContract } from 'viem/actions'
import type { Protocol } from './chain.ts'
import { type ChainFact, useChain } from './use-chain.ts'

export interface Round {
  readonly number: bigint
  readonly isInitialized: boolean
  readonly isLocked: boolean
  readonly startBlock: bigint
  readonly length: bigint
  /** The block number that rounds are counted in. */
  readonly block: bigint
}

async function readRound({ client, contracts }: Protocol): Promise<Round> {
  const contract = { address: contracts.roundsManager, abi: roundsManagerAbi } as const
  const [number, isInitialized, isLocked, startBlock, length, block] = await Promise.all([
    readContract(client, { ...contract, functionName: 'currentRound' }),
    readContract(client, { ...contract, functionName: 'currentRoundInitialized' }),
    readContract(client, { ...contract, functionName: 'currentRoundLocked' }),
    readContract(client, { ...contract, functionName: 'currentRoundStartBlock' }),
    readContract(client, { ...contract, functionName: 'roundLength' }),
    readContract(client, { ...contract, functionName: 'blockNum' }),
  ])
  return { number, isInitialized, isLocked, startBlock, length, block }
}

export function useRound(): ChainFact<Round> {
  return useChain('round', [], readRound)
}

export interface GatewayFunds {
  readonly deposit: bigint
  readonly reserve: bigint
}

export function useGatewayFunds(gateway: Address): ChainFact<GatewayFunds> {
  return useChain('gateway-funds', [gateway], async ({ client, contracts }) => {
    const [sender, reserve] = await readContract(client, {
      address: contracts.ticketBroker,
      abi: ticketBrokerAbi,
      functionName: 'getSenderInfo',
      args: [gateway],
    })
    return { deposit: sender.deposit, reserve: reserve.fundsRemaining }
  })
}
