import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bondingManagerAbi, controllerAbi, tokenAbi } from '@millrace/abi'
import { Lifecycle } from '@millrace/common'
import { Indexer } from '@millrace/indexer'
import type { Address, Hex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { writeContract } from 'viem/actions'
import { until } from '../../../e2e/support/until.ts'
import {
  type Actor,
  ether,
  type Protocol,
  privateKey,
  startProtocol,
} from '../../../packages/chain/test/kit.ts'
import type { FixtureNetwork } from './fixture.ts'

/** Key of an account that nobody ever gave ether. */
const pauperKey: Hex = `0x${'5e'.repeat(32)}`

/** Accounts that the pages can act with, by name, and their numbers among the chain's. */
export const people = { newcomer: 4, friend: 5, operator: 6, node: 7, bundler: 8 } as const
export const testAccounts = [
  ...Object.entries(people).map(([name, index]) => ({ name, privateKey: privateKey(index) })),
  { name: 'pauper', privateKey: pauperKey },
]

/** A young network whose two orchestrators wait for stake, with an indexer that follows it. */
export interface StakingNetwork extends FixtureNetwork, AsyncDisposable {
  readonly protocol: Protocol
  readonly orchestrators: readonly [Actor, Actor]
  readonly addressOf: (name: keyof typeof people) => Address
  /** The next round, in which both orchestrators call reward unless told otherwise. */
  readonly nextRound: (options?: { readonly isRewarded?: boolean }) => Promise<bigint>
  /** Fees come in for an orchestrator, as when a ticket is redeemed. */
  readonly payFees: (orchestrator: Address, feesWei: bigint) => Promise<void>
  readonly setPaused: (isPaused: boolean) => Promise<void>
  /** Waits until the indexer has read the newest block. */
  readonly indexed: () => Promise<unknown>
}

export async function startStakingNetwork(): Promise<StakingNetwork> {
  const life = new Lifecycle()
  try {
    const protocol = await startProtocol({ unbondingPeriodRounds: 2n, roundLengthBlocks: 60n })
    life.use('chain', { close: async () => protocol[Symbol.asyncDispose]() })
    const orchestrators = [protocol.actor(2), protocol.actor(3)] as const
    await protocol.nextRound()
    for (const [index, { actions, account }] of orchestrators.entries()) {
      await actions.staking.bond({ amountWei: BigInt(1_000 * (index + 1)) * ether, to: account.address })
      await actions.staking.setCuts({ rewardCutPpm: 100_000n, feeSharePpm: 500_000n })
    }
    await protocol.nextRound()
    await feedPauper(protocol)
    const indexer = await startIndexer(protocol, life)
    return {
      ...{ protocol, orchestrators, url: indexer.url, rpcUrl: protocol.rpcUrl },
      deployment: { controller: protocol.controller, multicall3: protocol.chain.addresses.multicall3 },
      addressOf: (name) => protocol.actor(people[name]).account.address,
      nextRound: (options) => nextRound(protocol, orchestrators, options),
      payFees: (orchestrator, feesWei) => payFees(protocol, orchestrator, feesWei),
      setPaused: (isPaused) => setPaused(protocol, isPaused),
      indexed: () =>
        until('the indexer has read the newest block', async () => {
          const { position } = indexer
          return (
            position !== undefined && BigInt(position.block) >= (await protocol.chain.blockNumbers.latest())
          )
        }),
      [Symbol.asyncDispose]: () => life.close(),
    }
  } catch (error) {
    await life.close()
    throw error
  }
}

/** Tokens, and no ether to do anything with them. */
async function feedPauper({ anvil, chain, actor }: Protocol): Promise<void> {
  const hash = await writeContract(anvil, {
    ...{ address: chain.addresses.token, abi: tokenAbi, functionName: 'transfer' },
    ...{ args: [privateKeyToAddress(pauperKey), 5n * ether], account: actor(1).account.address, chain: null },
  })
  await chain.client.waitForTransactionReceipt({ hash, pollingInterval: 20 })
}

async function startIndexer({ rpcUrl, controller, chain }: Protocol, life: Lifecycle): Promise<Indexer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-staking-'))
  life.use('folder', { close: () => rm(dataDir, { recursive: true, force: true }) })
  const { multicall3: multicall } = chain.addresses
  const indexer = await Indexer.create({
    ...{ dataDir, port: 0, blockPollMs: 200, firstBlock: 0, rpcUrls: [rpcUrl], controller },
    ...(multicall ? { multicall } : {}),
  })
  life.use('indexer', indexer)
  return indexer
}

async function nextRound(
  protocol: Protocol,
  orchestrators: readonly Actor[],
  { isRewarded = true }: { readonly isRewarded?: boolean } = {},
): Promise<bigint> {
  const round = await protocol.nextRound()
  if (!isRewarded) return round
  for (const { actions, account } of orchestrators)
    if (await protocol.chain.staking.isActive(account.address)) await actions.staking.reward()
  return round
}

async function payFees({ anvil, chain }: Protocol, orchestrator: Address, feesWei: bigint): Promise<void> {
  const { ticketBroker, bondingManager, minter } = chain.addresses
  await anvil.impersonateAccount({ address: ticketBroker })
  await anvil.setBalance({ address: ticketBroker, value: ether })
  await anvil.setBalance({ address: minter, value: 1_000n * ether })
  const { number } = await chain.rounds.current()
  const hash = await writeContract(anvil, {
    ...{ address: bondingManager, abi: bondingManagerAbi, functionName: 'updateTranscoderWithFees' },
    ...{ args: [orchestrator, feesWei, number], account: ticketBroker, chain: null },
  })
  await chain.client.waitForTransactionReceipt({ hash, pollingInterval: 20 })
}

async function setPaused({ anvil, chain, controller, actor }: Protocol, isPaused: boolean): Promise<void> {
  const hash = await writeContract(anvil, {
    ...{ address: controller, abi: controllerAbi, functionName: isPaused ? 'pause' : 'unpause' },
    ...{ account: actor(1).account.address, chain: null },
  })
  await chain.client.waitForTransactionReceipt({ hash, pollingInterval: 20 })
}
