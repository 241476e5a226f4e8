import { join } from 'node:path'
import { bondingManagerAbi, type ProtocolAddresses, roundsManagerAbi, ticketBrokerAbi } from '@millrace/abi'
import type { DeployOptions, ProtocolParameters } from '@millrace/chain/deploy'
import { deployProtocol, fileDeploymentRecord, liveParameters } from '@millrace/chain/deploy'
import type { Logger } from '@millrace/common'
import {
  type Address,
  createPublicClient,
  createTestClient,
  createWalletClient,
  http,
  type PublicClient,
  parseEther,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { devAccounts } from './accounts.ts'
import type { DevnetSettings } from './settings.ts'

/** What the gateway is given when its deposit has fallen below half of it. */
const gatewayDeposit = parseEther('100')
const gatewayReserve = parseEther('10')
const token = 10n ** 18n

export function connectTo(rpcUrl: string): PublicClient {
  return createPublicClient({ chain: foundry, transport: http(rpcUrl), pollingInterval: 200, cacheTime: 0 })
}

/** Parameters of a devnet: the live ones, with rounds of about a minute and tickets that outlive a lunch break. */
export function devnetParameters(settings: DevnetSettings): ProtocolParameters {
  return {
    ...liveParameters,
    roundLengthBlocks: BigInt(settings.roundLengthBlocks),
    numActiveOrchestrators: BigInt(settings.activeSetSize),
    ticketValidityPeriodRounds: 20n,
    treasuryRewardCutRate: 0n,
    treasuryBalanceCeiling: 0n,
  }
}

/** Deploys the protocol on the embedded chain, or finds it there from the last time. */
export function deployDevnet(
  settings: DevnetSettings,
  { rpcUrl, folder, log }: { rpcUrl: string; folder: string; log: Logger },
): Promise<ProtocolAddresses> {
  const grants = settings.orchestrators.map(({ stake }, index) => ({
    to: devAccounts.orchestrator(index).address,
    amount: stake,
  }))
  const options: DeployOptions = {
    owner: devAccounts.deployer.address,
    token: { name: 'Millrace Devnet Token', symbol: 'MILL', domainVersion: '1' },
    parameters: devnetParameters(settings),
    grants: [...grants, { to: devAccounts.delegator.address, amount: 100_000n * token }],
  }
  const account = privateKeyToAccount(devAccounts.deployer.privateKey)
  const walletClient = createWalletClient({ account, chain: foundry, transport: http(rpcUrl) })
  const record = fileDeploymentRecord(join(folder, 'deployment.json'))
  return deployProtocol(options, { publicClient: connectTo(rpcUrl), walletClient, log }, record)
}

/** Fills up the gateway's deposit and reserve when less than half is left. */
export async function fundGateway(
  client: PublicClient,
  { rpcUrl, addresses }: { rpcUrl: string; addresses: ProtocolAddresses },
): Promise<void> {
  const { address, privateKey } = devAccounts.gateway
  const broker = { address: addresses.ticketBroker, abi: ticketBrokerAbi } as const
  const [sender, reserve] = await client.readContract({
    ...broker,
    functionName: 'getSenderInfo',
    args: [address],
  })
  const deposit = sender.deposit < gatewayDeposit / 2n ? gatewayDeposit - sender.deposit : 0n
  const toReserve =
    reserve.fundsRemaining < gatewayReserve / 2n ? gatewayReserve - reserve.fundsRemaining : 0n
  if (deposit + toReserve === 0n) return
  const wallet = createWalletClient({
    account: privateKeyToAccount(privateKey),
    chain: foundry,
    transport: http(rpcUrl),
  })
  const hash = await wallet.writeContract({
    ...broker,
    functionName: 'fundDepositAndReserve',
    args: [deposit, toReserve],
    value: deposit + toReserve,
  })
  await client.waitForTransactionReceipt({ hash })
}

/** Initialises the current round if nobody has: on a fresh chain nothing else can be done before. */
export async function ensureRound(
  client: PublicClient,
  { rpcUrl, addresses }: { rpcUrl: string; addresses: ProtocolAddresses },
): Promise<void> {
  const rounds = { address: addresses.roundsManager, abi: roundsManagerAbi } as const
  if (await client.readContract({ ...rounds, functionName: 'currentRoundInitialized' })) return
  const wallet = createWalletClient({
    account: privateKeyToAccount(devAccounts.deployer.privateKey),
    chain: foundry,
    transport: http(rpcUrl),
  })
  try {
    const hash = await wallet.writeContract({ ...rounds, functionName: 'initializeRound' })
    await client.waitForTransactionReceipt({ hash })
  } catch (error) {
    // An orchestrator may have been first.
    if (!(await client.readContract({ ...rounds, functionName: 'currentRoundInitialized' }))) throw error
  }
}

/**
 * On a fresh chain orchestrators are elected for the next round only: goes there at once, so that the first stream need
 * not wait. Does nothing when some are active already.
 */
export async function electNow(
  client: PublicClient,
  {
    rpcUrl,
    addresses,
    orchestrators,
  }: { rpcUrl: string; addresses: ProtocolAddresses; orchestrators: readonly Address[] },
): Promise<void> {
  const bonding = { address: addresses.bondingManager, abi: bondingManagerAbi } as const
  const active = await Promise.all(
    orchestrators.map((address) =>
      client.readContract({ ...bonding, functionName: 'isActiveTranscoder', args: [address] }),
    ),
  )
  if (active.some(Boolean)) return
  const rounds = { address: addresses.roundsManager, abi: roundsManagerAbi } as const
  const [start, length, block] = await Promise.all([
    client.readContract({ ...rounds, functionName: 'currentRoundStartBlock' }),
    client.readContract({ ...rounds, functionName: 'roundLength' }),
    client.getBlockNumber(),
  ])
  const test = createTestClient({ chain: foundry, mode: 'anvil', transport: http(rpcUrl) })
  await test.mine({ blocks: Number(start + length - block), interval: 1 })
  await ensureRound(client, { rpcUrl, addresses })
}
