import { bondingManagerAbi, roundsManagerAbi, ticketBrokerAbi, tokenAbi } from '@millrace/abi'
import type { Address } from 'viem'
import { getBalance, readContract } from 'viem/actions'
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

export interface TokenFacts {
  readonly symbol: string
  readonly name: string
}

export function useToken(): ChainFact<TokenFacts> {
  return useChain(
    'token',
    [],
    async ({ client, contracts }) => {
      const token = { address: contracts.token, abi: tokenAbi } as const
      const [symbol, name] = await Promise.all([
        readContract(client, { ...token, functionName: 'symbol' }),
        readContract(client, { ...token, functionName: 'name' }),
      ])
      return { symbol, name }
    },
    { isConstant: true },
  )
}

/** What an account holds and has bonded. */
export interface Position {
  readonly balance: bigint
  readonly allowance: bigint
  /** With the rewards that are due. */
  readonly stake: bigint
  readonly fees: bigint
  /** Undefined when nothing is bonded. */
  readonly delegate: Address | undefined
  /** First round in which the stake counts. */
  readonly startRound: bigint
  readonly ether: bigint
}

/** "Up to now", for the functions that take a round. */
const lastRound = 2n ** 256n - 1n

export function usePosition(account: Address): ChainFact<Position> {
  return useChain('position', [account], async ({ client, contracts }) => {
    const bonding = { address: contracts.bondingManager, abi: bondingManagerAbi } as const
    const token = { address: contracts.token, abi: tokenAbi } as const
    const [balance, allowance, stake, fees, delegator, ether] = await Promise.all([
      readContract(client, { ...token, functionName: 'balanceOf', args: [account] }),
      readContract(client, {
        ...token,
        functionName: 'allowance',
        args: [account, contracts.bondingManager],
      }),
      readContract(client, { ...bonding, functionName: 'pendingStake', args: [account, lastRound] }),
      readContract(client, { ...bonding, functionName: 'pendingFees', args: [account, lastRound] }),
      readContract(client, { ...bonding, functionName: 'getDelegator', args: [account] }),
      getBalance(client, { address: account }),
    ])
    const [bonded, , delegate, , startRound] = delegator
    return {
      balance,
      allowance,
      stake,
      fees,
      delegate: bonded > 0n ? delegate : undefined,
      startRound,
      ether,
    }
  })
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
