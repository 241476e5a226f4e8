import * as abis from '@millrace/abi'
import { deployProtocol, liveParameters, memoryDeploymentRecord } from '@millrace/chain/deploy'
import { silentLogger } from '@millrace/common'
import {
  type Abi,
  createPublicClient,
  createWalletClient,
  http,
  type PublicClient,
  parseEventLogs,
  zeroAddress,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountsOf, publicMnemonic } from '../accounts.ts'
import { type ScratchChain, startScratchChain } from '../chain/scratch-chain.ts'
import { SeedTargetError } from './errors.ts'
import { createSeedPlan, type SeedFacts } from './plan/create-plan.ts'
import { planDelegators } from './plan/planned-delegator.ts'
import { planGateways } from './plan/planned-gateway.ts'
import { planOrchestrators } from './plan/planned-orchestrator.ts'
import { seedProfiles } from './profiles.ts'
import { SeededRandom } from './random.ts'
import { seedNetwork } from './run/seed-network.ts'
import { readFacts } from './run/target.ts'

const profile = seedProfiles.small
const token = 10n ** 18n
const { deployer } = accountsOf(publicMnemonic, 0)

interface Seeded extends AsyncDisposable {
  readonly chain: ScratchChain
  readonly client: PublicClient
  readonly deployment: Awaited<ReturnType<typeof deployProtocol>>
}

async function deploy(): Promise<Seeded> {
  const chain = await startScratchChain({ chainId: 31337 })
  const transport = http(chain.rpcUrl)
  const client = createPublicClient({ transport, pollingInterval: 20, cacheTime: 0 })
  const account = privateKeyToAccount(deployer.privateKey)
  const deployment = await deployProtocol(
    {
      owner: account.address,
      token: { name: 'Test Token', symbol: 'TT', domainVersion: '1' },
      parameters: { ...liveParameters, roundLengthBlocks: 20n, numActiveOrchestrators: 3n },
      grants: [{ to: account.address, amount: profile.supplyTokens * token }],
    },
    { publicClient: client, walletClient: createWalletClient({ account, transport }), log: silentLogger() },
    memoryDeploymentRecord(),
  )
  return { chain, client, deployment, [Symbol.asyncDispose]: () => chain[Symbol.asyncDispose]() }
}

/** Arguments that depend on the time of day. */
const timely = new Set(['blockHash', 'auxData', 'eta'])

/** Events of every contract, in their order. */
async function eventsOf({ client }: Seeded) {
  const logs = await client.getLogs({ fromBlock: 0n, toBlock: 'latest' })
  const abi = Object.values({ ...abis, protocolAddresses: [], registryNames: [], runtimeCodes: [] }).flatMap(
    (one) => (Array.isArray(one) ? (one as Abi).filter(({ type }) => type === 'event') : []),
  )
  const unique = [...new Map(abi.map((event) => [JSON.stringify(event), event])).values()]
  return parseEventLogs({ abi: unique, logs, strict: true }).map(({ eventName, address, args }) => ({
    eventName,
    address,
    args: Object.fromEntries(Object.entries(args ?? {}).filter(([name]) => !timely.has(name))),
  }))
}

let seeded: Seeded
let other: Seeded
beforeAll(async () => {
  seeded = await deploy()
  other = await deploy()
  await seedNetwork({ rpcUrl: seeded.chain.rpcUrl, deployment: seeded.deployment, profile })
})
afterAll(async () => {
  await seeded[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
})

function actors() {
  const random = new SeededRandom(profile.seed)
  return {
    orchestrators: planOrchestrators(profile, random).map(({ address }) => address),
    delegators: planDelegators(profile, random).map(({ address }) => address),
    gateways: planGateways(profile, random).map(({ address }) => address),
  }
}

function faceValuesWei(facts: SeedFacts): bigint {
  const actions = createSeedPlan(profile, facts).flatMap((round) => round.tickets)
  const tickets = actions.flatMap((action) => (action.kind === 'redeem' ? action.tickets : []))
  return tickets.reduce((sum, { faceValueWei }) => sum + faceValueWei, 0n)
}

test('the Minter holds every stake and lock of a seeded network exactly, and no less than every fee and deposit', async () => {
  const { client, deployment } = seeded
  const bonding = { address: deployment.bondingManager, abi: abis.bondingManagerAbi } as const
  const { orchestrators, delegators, gateways } = actors()
  let stakeWei = 0n
  let owedWei = 0n
  // As delegates have it: with the rewards that delegators forfeited by moving before they were called.
  let bookedWei = 0n
  for (const account of [...orchestrators, ...delegators]) {
    stakeWei += await client.readContract({ ...bonding, functionName: 'pendingStake', args: [account, 0n] })
    owedWei += await client.readContract({ ...bonding, functionName: 'pendingFees', args: [account, 0n] })
    const [, , , delegatedWei, , , nextLock] = await client.readContract({
      ...bonding,
      functionName: 'getDelegator',
      args: [account],
    })
    bookedWei += delegatedWei
    for (let lock = 0n; lock < nextLock; lock++) {
      const [amount] = await client.readContract({
        ...bonding,
        functionName: 'getDelegatorUnbondingLock',
        args: [account, lock],
      })
      stakeWei += amount
      bookedWei += amount
    }
  }
  for (const gateway of gateways) {
    const [sender, reserve] = await client.readContract({
      address: deployment.ticketBroker,
      abi: abis.ticketBrokerAbi,
      functionName: 'getSenderInfo',
      args: [gateway],
    })
    owedWei += sender.deposit + reserve.fundsRemaining
  }
  const heldWei = await client.readContract({
    address: deployment.token,
    abi: abis.tokenAbi,
    functionName: 'balanceOf',
    args: [deployment.minter],
  })
  const etherWei = await client.getBalance({ address: deployment.minter })
  expect(bookedWei).toBe(heldWei)
  expect(heldWei - stakeWei).toBeGreaterThanOrEqual(0n)
  expect(heldWei - stakeWei).toBeLessThan(token)
  // Who changes its stake in a round has no part in the fees that are redeemed after it in that round.
  expect(etherWei - owedWei).toBeGreaterThanOrEqual(0n)
  expect(etherWei - owedWei).toBeLessThan(faceValuesWei(await readFacts(client, deployment)) / 20n)
})

test('the active set of a seeded network has the places that are left for running orchestrators', async () => {
  const { client, deployment } = seeded
  const bonding = { address: deployment.bondingManager, abi: abis.bondingManagerAbi } as const
  const active = await Promise.all(
    actors().orchestrators.map((address) =>
      client.readContract({ ...bonding, functionName: 'isActiveTranscoder', args: [address] }),
    ),
  )
  expect(active.filter(Boolean)).toHaveLength(profile.activeSetSize - profile.freePlaces)
  expect(await client.readContract({ ...bonding, functionName: 'getTranscoderPoolMaxSize' })).toBe(
    BigInt(profile.activeSetSize),
  )
})

test('everything that was planned happened, and nothing that was not', async () => {
  const { client, deployment } = seeded
  const actions = createSeedPlan(profile, await readFacts(client, deployment)).flatMap((round) =>
    Object.values(round).flat(),
  )
  const planned = (...kinds: readonly string[]) => actions.filter(({ kind }) => kinds.includes(kind)).length
  const tickets = actions.flatMap((action) => (action.kind === 'redeem' ? action.tickets : []))
  const events = Map.groupBy(await eventsOf(seeded), ({ eventName }) => eventName)
  const happened = Object.fromEntries([...events].map(([name, { length }]) => [name, length]))
  const expected = {
    NewRound: planned('initializeRound'),
    Reward: planned('reward'),
    Bond: planned('bond', 'move'),
    Unbond: planned('unbond', 'transferBond'),
    Rebond: planned('rebond', 'rebondFromUnbonded', 'transferBond'),
    TransferBond: planned('transferBond'),
    WithdrawStake: planned('withdrawStake'),
    WithdrawFees: planned('withdrawFees'),
    TranscoderUpdate: planned('setCuts'),
    ServiceURIUpdate: planned('setServiceUri'),
    RewardCallerSet: planned('setRewardCaller'),
    WinningTicketRedeemed: tickets.length,
    Unlock: planned('unlock'),
    UnlockCancelled: planned('cancelUnlock'),
    Withdrawal: planned('withdraw'),
    ProposalCreated: planned('propose'),
    ProposalQueued: planned('queue'),
    ProposalExecuted: planned('execute'),
    VoteCast: planned('vote'),
    PollCreated: planned('createPoll'),
    Vote: planned('votePoll'),
    ReserveClaimed: 1,
  }
  expect(happened).toMatchObject(expected)
  expect(Object.entries(expected).filter(([, count]) => count === 0)).toEqual([])
  // Those that resigned, and the one that a newcomer put out.
  expect(happened.TranscoderDeactivated).toBe(profile.freePlaces + 1)
})

test('a seeded chain goes on in the present, and each of its transactions is mined at once as before', async () => {
  const { client, chain } = seeded
  const account = privateKeyToAccount(deployer.privateKey)
  const wallet = createWalletClient({ account, transport: http(chain.rpcUrl) })
  const hash = await wallet.sendTransaction({ to: account.address, value: 1n, chain: null })
  const { blockNumber } = await client.waitForTransactionReceipt({ hash })
  const [mined, before] = await Promise.all([
    client.getBlock({ blockNumber }),
    client.getBlock({ blockNumber: blockNumber - 1n }),
  ])
  expect(mined.timestamp).toBeGreaterThan(before.timestamp)
  expect(mined.gasLimit).toBe(30_000_000n)
})

test('error: a network that has orchestrators is not seeded a second time', async () => {
  const { chain, deployment } = seeded
  await expect(seedNetwork({ rpcUrl: chain.rpcUrl, deployment, profile })).rejects.toThrow(SeedTargetError)
})

test('error: an owner with too few tokens is named', async () => {
  const { client, deployment, chain } = other
  const controller = { address: deployment.controller, abi: abis.controllerAbi } as const
  const owner = await client.readContract({ ...controller, functionName: 'owner' })
  const greedy = { ...profile, supplyTokens: profile.supplyTokens + 1n }
  await expect(seedNetwork({ rpcUrl: chain.rpcUrl, deployment, profile: greedy })).rejects.toThrow(owner)
})

test('the same profile gives the same events on another chain', async () => {
  await seedNetwork({ rpcUrl: other.chain.rpcUrl, deployment: other.deployment, profile })
  expect(await eventsOf(other)).toEqual(await eventsOf(seeded))
})

test('orchestrators of a seeded network say who they are, and some accounts that they belong together', async () => {
  const { client, deployment } = seeded
  const { orchestrators, delegators } = actors()
  const { identityRegistry: address = zeroAddress } = deployment
  const registry = { address, abi: abis.identityRegistryAbi } as const
  const [first = zeroAddress, linkedOne = zeroAddress] = [orchestrators[0], orchestrators[5]]
  const name = await client.readContract({ ...registry, functionName: 'text', args: [first, 'name'] })
  expect(name).toBe('Amber Weir')
  const main = await client.readContract({ ...registry, functionName: 'mainOf', args: [linkedOne] })
  expect(main).toBe(orchestrators[6])
  const linked = await client.readContract({ ...registry, functionName: 'linkedTo', args: [first] })
  expect(linked).toEqual([delegators[0]])
})
