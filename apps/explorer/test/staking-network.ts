import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bondingManagerAbi } from '@millrace/abi'
import { writeContract } from 'viem/actions'
import { ether, type Protocol, privateKey, startProtocol } from '../../../packages/chain/test/kit.ts'
import { Indexer } from '../../../packages/indexer/src/index.ts'

const pagesDir = fileURLToPath(new URL('../dist', import.meta.url))

/** A chain with the protocol and three orchestrators, and the pages that show it. */
export interface StakingNetwork extends AsyncDisposable {
  readonly url: string
  readonly protocol: Protocol
  /** Books fees for the first orchestrator, as the TicketBroker does when it redeems a ticket. */
  payFees(wei: bigint): Promise<void>
  /** Goes to the next round; the orchestrators call reward in it. */
  nextRound(): Promise<bigint>
}

/** Keys of the kit's accounts that are orchestrators. */
export const orchestratorIndexes = [2, 3, 4] as const
/** The devnet's test account, and the one of the browser's wallet. */
export const testAccountIndex = 5
export const walletIndex = 6

export async function startStakingNetwork(): Promise<StakingNetwork> {
  const protocol = await startProtocol({ unbondingPeriodRounds: 2n, roundLengthBlocks: 80n })
  const orchestrators = orchestratorIndexes.map((index) => protocol.actor(index))
  await protocol.nextRound()
  for (const [place, { account, actions }] of orchestrators.entries()) {
    await actions.staking.bond({ amountWei: BigInt(3_000 - place * 1_000) * ether, to: account.address })
    await actions.staking.setCuts({ rewardCutPpm: 100_000n, feeSharePpm: 500_000n })
  }
  const nextRound = async () => {
    const round = await protocol.nextRound()
    for (const { actions } of orchestrators) await actions.staking.reward()
    return round
  }
  await nextRound()
  const folder = await mkdtemp(join(tmpdir(), 'millrace-staking-'))
  const indexer = await Indexer.create({
    ...{ rpcUrls: [protocol.rpcUrl], controller: protocol.controller, firstBlock: 0, port: 0 },
    ...{ dataDir: join(folder, 'data'), pagesDir, blockPollMs: 100, networkName: 'Test network' },
    multicall: protocol.chain.addresses.multicall3,
    testAccounts: [{ name: 'Tester', privateKey: privateKey(testAccountIndex) }],
  })
  return {
    ...{ url: indexer.url, protocol, nextRound },
    payFees: (wei) => payFees(protocol, wei),
    async [Symbol.asyncDispose]() {
      await indexer.close()
      await protocol[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function payFees({ chain, anvil, actor }: Protocol, wei: bigint): Promise<void> {
  const { ticketBroker, bondingManager, minter } = chain.addresses
  await anvil.impersonateAccount({ address: ticketBroker })
  await anvil.setBalance({ address: ticketBroker, value: ether })
  await anvil.setBalance({ address: minter, value: 1_000n * ether })
  const { number } = await chain.rounds.current()
  const hash = await writeContract(anvil, {
    ...{ address: bondingManager, abi: bondingManagerAbi, functionName: 'updateTranscoderWithFees' },
    args: [actor(orchestratorIndexes[0]).account.address, wei, number],
    account: ticketBroker,
    chain: null,
  })
  await chain.client.waitForTransactionReceipt({ hash, pollingInterval: 20 })
}
