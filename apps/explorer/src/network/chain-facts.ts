import {
  bondingManagerAbi,
  roundsManagerAbi,
  serviceRegistryAbi,
  ticketBrokerAbi,
  tokenAbi,
} from '@millrace/abi'
import type { Address } from 'viem'
import { useNetwork } from './network-context.tsx'
import type { Protocol } from './protocol.ts'
import { useChain } from './use-chain.ts'

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
    client.readContract({ ...contract, functionName: 'currentRound' }),
    client.readContract({ ...contract, functionName: 'currentRoundInitialized' }),
    client.readContract({ ...contract, functionName: 'currentRoundLocked' }),
    client.readContract({ ...contract, functionName: 'currentRoundStartBlock' }),
    client.readContract({ ...contract, functionName: 'roundLength' }),
    client.readContract({ ...contract, functionName: 'blockNum' }),
  ])
  return { number, isInitialized, isLocked, startBlock, length, block }
}

export function useRound() {
  return useChain('round', [], readRound)
}

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
    client.readContract({ ...bonding, functionName: 'transcoderTotalStake', args: [address] }),
    client.readContract({ ...bonding, functionName: 'isActiveTranscoder', args: [address] }),
    client.readContract({ ...bonding, functionName: 'isRegisteredTranscoder', args: [address] }),
    client.readContract({ ...bonding, functionName: 'getTranscoder', args: [address] }),
    client.readContract({
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

/** Everybody who has ever set an orchestrator's cuts, in the order in which they first did: in the set, waiting or gone. */
async function readOrchestrators(protocol: Protocol, deployedAtBlock: bigint): Promise<OrchestratorFacts[]> {
  const { client, contracts } = protocol
  const updates = await client.getContractEvents({
    address: contracts.bondingManager,
    abi: bondingManagerAbi,
    eventName: 'TranscoderUpdate',
    fromBlock: deployedAtBlock,
    strict: true,
  })
  const addresses = [...new Set(updates.map(({ args }) => args.transcoder))]
  return Promise.all(addresses.map((address) => readOrchestrator(protocol, address)))
}

/** All orchestrators, in the order of their registration. */
export function useOrchestrators() {
  const { config } = useNetwork()
  return useChain('orchestrators', [], (protocol) =>
    readOrchestrators(protocol, BigInt(config.deployedAtBlock)),
  )
}

export function useOrchestrator(address: Address) {
  return useChain('orchestrator', [address], (protocol) => readOrchestrator(protocol, address))
}

/** How many orchestrators the protocol elects. */
export function usePoolSize() {
  return useChain('pool-size', [], ({ client, contracts }) =>
    client.readContract({
      address: contracts.bondingManager,
      abi: bondingManagerAbi,
      functionName: 'getTranscoderPoolMaxSize',
    }),
  )
}

export interface TokenFacts {
  readonly symbol: string
  readonly name: string
}

export function useToken() {
  return useChain('token', [], async ({ client, contracts }): Promise<TokenFacts> => {
    const token = { address: contracts.token, abi: tokenAbi } as const
    const [symbol, name] = await Promise.all([
      client.readContract({ ...token, functionName: 'symbol' }),
      client.readContract({ ...token, functionName: 'name' }),
    ])
    return { symbol, name }
  })
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
  readonly startRound: bigint
  readonly ether: bigint
}

const maxRound = 2n ** 256n - 1n

export function usePosition(account: Address) {
  return useChain('position', [account], async ({ client, contracts }): Promise<Position> => {
    const bonding = { address: contracts.bondingManager, abi: bondingManagerAbi } as const
    const token = { address: contracts.token, abi: tokenAbi } as const
    const [balance, allowance, stake, fees, delegator, ether] = await Promise.all([
      client.readContract({ ...token, functionName: 'balanceOf', args: [account] }),
      client.readContract({ ...token, functionName: 'allowance', args: [account, contracts.bondingManager] }),
      client.readContract({ ...bonding, functionName: 'pendingStake', args: [account, maxRound] }),
      client.readContract({ ...bonding, functionName: 'pendingFees', args: [account, maxRound] }),
      client.readContract({ ...bonding, functionName: 'getDelegator', args: [account] }),
      client.getBalance({ address: account }),
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
  readonly withdrawRound: bigint
}

export function useGatewayFunds(gateway: Address) {
  return useChain('gateway-funds', [gateway], async ({ client, contracts }): Promise<GatewayFunds> => {
    const [sender, reserve] = await client.readContract({
      address: contracts.ticketBroker,
      abi: ticketBrokerAbi,
      functionName: 'getSenderInfo',
      args: [gateway],
    })
    return { deposit: sender.deposit, withdrawRound: sender.withdrawRound, reserve: reserve.fundsRemaining }
  })
}
