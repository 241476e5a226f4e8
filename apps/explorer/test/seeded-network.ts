import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deployProtocol, liveParameters, memoryDeploymentRecord } from '@millrace/chain/deploy'
import { Lifecycle, silentLogger } from '@millrace/common'
import { type SeedProfile, seedNetwork, seedProfiles, startScratchChain } from '@millrace/devnet'
import { Indexer, type IndexerConfigInput } from '@millrace/indexer'
import { createPublicClient, createWalletClient, http } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { until } from '../../../e2e/support/until.ts'

/** The owner of the protocol, who deployed it. */
export const deployer = mnemonicToAccount('test test test test test test test test test test test junk')

/** The seeded stories in a little more rounds than the smallest, so that there is a past to learn from. */
const profile: SeedProfile = { ...seedProfiles.small, rounds: 20 }
/** A round of the live network, in seconds: the history has its dates. */
const roundSeconds = 6_377 * 12
const token = 10n ** 18n

export interface SeededNetwork extends AsyncDisposable {
  /** Where the indexer serves, and the pages if it was given a folder of them. */
  readonly url: string
  readonly rpcUrl: string
  readonly deployment: Awaited<ReturnType<typeof deploy>>
}

/** A chain with a played history, and an indexer of its own that has read it to the end. */
export async function startSeededNetwork(settings: Partial<IndexerConfigInput> = {}): Promise<SeededNetwork> {
  const life = new Lifecycle()
  try {
    const genesisSeconds = Math.floor(Date.now() / 1_000) - profile.rounds * roundSeconds - 900
    const chain = await startScratchChain({ chainId: 31_337, genesisSeconds })
    life.use('chain', { close: async () => chain[Symbol.asyncDispose]() })
    const { rpcUrl } = chain
    const deployment = await deploy(rpcUrl)
    await seedNetwork({ rpcUrl, deployment, profile })
    const dataDir = await mkdtemp(join(tmpdir(), 'millrace-pages-'))
    life.use('folder', { close: () => rm(dataDir, { recursive: true, force: true }) })
    const { controller, multicall3: multicall } = deployment
    const indexer = await Indexer.create({
      ...{ dataDir, port: 0, blockPollMs: 200, firstBlock: 0, rpcUrls: [rpcUrl], controller },
      ...(multicall ? { multicall } : {}),
      ...settings,
    })
    life.use('indexer', indexer)
    await until('the indexer has read the history', () => {
      const { position } = indexer
      return position && position.block === position.head
    })
    return { url: indexer.url, rpcUrl, deployment, [Symbol.asyncDispose]: () => life.close() }
  } catch (error) {
    await life.close()
    throw error
  }
}

function deploy(rpcUrl: string) {
  const transport = http(rpcUrl)
  const publicClient = createPublicClient({ transport, pollingInterval: 20, cacheTime: 0 })
  const walletClient = createWalletClient({ account: deployer, transport })
  const grants = [{ to: deployer.address, amount: profile.supplyTokens * token }]
  return deployProtocol(
    {
      ...{ owner: deployer.address, grants },
      token: { name: 'Test Token', symbol: 'TEST', domainVersion: '1' },
      parameters: { ...liveParameters, roundLengthBlocks: 60n, numActiveOrchestrators: 3n },
    },
    { publicClient, walletClient, log: silentLogger() },
    memoryDeploymentRecord(),
  )
}
