import { bondingManagerAbi, type ProtocolAddresses, roundsManagerAbi, ticketBrokerAbi } from '@millrace/abi'
import { connectChain } from '@millrace/chain'
import {
  type DeployOptions,
  deployProtocol,
  fileDeploymentRecord,
  liveParameters,
  type ProtocolParameters,
} from '@millrace/chain/deploy'
import { delay, type Logger } from '@millrace/common'
import { type Address, createTestClient, http, parseEther } from 'viem'
import { type DevnetChain, walletOf } from './devnet-chain.ts'
import type { SeedProfile } from './seed/profiles.ts'
import type { DevnetSettings } from './settings.ts'

/** What the gateway is given when less than half of it is left. */
const gatewayDeposit = parseEther('100')
const gatewayReserve = parseEther('10')
const token = 10n ** 18n

/** Contracts that a {@link ProtocolAddresses} names, but for a multicall that the chain may lack. */
export type DevnetAddresses = Omit<ProtocolAddresses, 'multicall3'> & { readonly multicall3?: Address }

/** Deploys the protocol, finds it from the last time, or takes the one of the settings. */
export function setUpProtocol(
  settings: DevnetSettings,
  chain: DevnetChain,
  { recordFile, seed, log }: { recordFile: string; seed?: SeedProfile | undefined; log: Logger },
): Promise<DevnetAddresses> {
  const { controller } = settings
  if (controller !== undefined) {
    return connectChain({ rpcUrls: [chain.rpcUrl], controller }, { log }).then(({ addresses }) => addresses)
  }
  const { deployer, delegator, orchestrators } = chain.accounts
  const stakes = settings.orchestrators.map(({ stake }, index) => ({
    to: orchestrators[index]?.address ?? deployer.address,
    amount: stake,
  }))
  const options: DeployOptions = {
    owner: deployer.address,
    token: { name: 'Millrace Devnet Token', symbol: 'MILL', domainVersion: '1' },
    parameters: { ...parametersOf(settings), ...(seed && seededParameters(settings, seed)) },
    grants: [
      ...stakes,
      { to: delegator.address, amount: 100_000n * token },
      // The owner hands them out to the actors of the history.
      ...(seed ? [{ to: deployer.address, amount: seed.supplyTokens * token }] : []),
    ],
  }
  const clients = {
    publicClient: chain.client,
    walletClient: walletOf(chain, deployer),
    log,
    // A wave of transactions fits into two blocks; waiting for them would take seconds.
    mine: chain.isEmbedded ? () => mineBlocks(chain, 2) : undefined,
  }
  return deployProtocol(options, clients, fileDeploymentRecord(recordFile))
}

/** Parameters of a devnet: the live ones, with rounds of about a minute and tickets that outlive a lunch break. */
function parametersOf({ roundLengthBlocks, activeSetSize }: DevnetSettings): ProtocolParameters {
  return {
    ...liveParameters,
    roundLengthBlocks: BigInt(roundLengthBlocks),
    numActiveOrchestrators: BigInt(activeSetSize),
    ticketValidityPeriodRounds: 20n,
    treasuryRewardCutRate: 0n,
    treasuryBalanceCeiling: 0n,
  }
}

/** A seeded network has its history's active set, and a treasury. */
function seededParameters({ activeSetSize }: DevnetSettings, seed: SeedProfile): Partial<ProtocolParameters> {
  const { treasuryRewardCutRate, treasuryBalanceCeiling } = liveParameters
  const numActiveOrchestrators = BigInt(Math.max(activeSetSize, seed.activeSetSize))
  return { numActiveOrchestrators, treasuryRewardCutRate, treasuryBalanceCeiling }
}

/** Fills up the gateway's deposit and reserve when less than half is left. */
export async function fundGateway(chain: DevnetChain, { ticketBroker }: DevnetAddresses): Promise<void> {
  const { client, accounts } = chain
  const broker = { address: ticketBroker, abi: ticketBrokerAbi } as const
  const { address } = accounts.gateway
  const [sender, reserve] = await client.readContract({
    ...broker,
    functionName: 'getSenderInfo',
    args: [address],
  })
  const missing = (held: bigint, wanted: bigint) => (held < wanted / 2n ? wanted - held : 0n)
  const deposit = missing(sender.deposit, gatewayDeposit)
  const toReserve = missing(reserve.fundsRemaining, gatewayReserve)
  if (deposit + toReserve === 0n) return
  const hash = await walletOf(chain, accounts.gateway).writeContract({
    ...broker,
    functionName: 'fundDepositAndReserve',
    args: [deposit, toReserve],
    value: deposit + toReserve,
  })
  await client.waitForTransactionReceipt({ hash })
}

/** Initialises the current round if nobody has: on a fresh chain nothing else can be done before. */
export async function ensureRound(chain: DevnetChain, { roundsManager }: DevnetAddresses): Promise<void> {
  const { client, accounts } = chain
  const rounds = { address: roundsManager, abi: roundsManagerAbi } as const
  const isInitialized = () => client.readContract({ ...rounds, functionName: 'currentRoundInitialized' })
  if (await isInitialized()) return
  try {
    const hash = await walletOf(chain, accounts.deployer).writeContract({
      ...rounds,
      functionName: 'initializeRound',
    })
    await client.waitForTransactionReceipt({ hash })
  } catch (error) {
    // An orchestrator may have been first.
    if (!(await isInitialized())) throw error
  }
}

/**
 * Orchestrators that have just registered are elected for the next round. Goes there at once on the embedded chain, so
 * that the first stream need not wait; on another chain it waits for that round. Does nothing when some are active.
 */
export async function untilElected(chain: DevnetChain, addresses: DevnetAddresses): Promise<void> {
  const { client, accounts, isEmbedded } = chain
  const bonding = { address: addresses.bondingManager, abi: bondingManagerAbi } as const
  const isAnyActive = async () => {
    const active = accounts.orchestrators.map(({ address }) =>
      client.readContract({ ...bonding, functionName: 'isActiveTranscoder', args: [address] }),
    )
    return (await Promise.all(active)).some(Boolean)
  }
  if (await isAnyActive()) return
  if (isEmbedded) await mineToNextRound(chain, addresses)
  while (!(await isAnyActive())) {
    await ensureRound(chain, addresses)
    await delay(500)
  }
}

function mineBlocks({ chain, rpcUrl }: DevnetChain, blocks: number): Promise<void> {
  return createTestClient({ chain, mode: 'anvil', transport: http(rpcUrl) }).mine({ blocks, interval: 1 })
}

async function mineToNextRound(devnet: DevnetChain, { roundsManager }: DevnetAddresses): Promise<void> {
  const { client } = devnet
  const rounds = { address: roundsManager, abi: roundsManagerAbi } as const
  const [start, length, block] = await Promise.all([
    client.readContract({ ...rounds, functionName: 'currentRoundStartBlock' }),
    client.readContract({ ...rounds, functionName: 'roundLength' }),
    client.getBlockNumber(),
  ])
  await mineBlocks(devnet, Number(start + length - block))
}
