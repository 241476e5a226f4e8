import type { ChainAddresses } from '@millrace/chain'
import { deployProtocol, liveParameters, memoryDeploymentRecord } from '@millrace/chain/deploy'
import { silentLogger } from '@millrace/common'
import { type SeedName, seedNetwork, seedProfiles } from '@millrace/devnet'
import { createPublicClient, createWalletClient, http } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'

const token = 10n ** 18n

/** Deploys the protocol on an empty chain and fills it with the history of a seeded network. */
export async function seedChain(
  rpcUrl: string,
  name: SeedName,
  say: (line: string) => void,
): Promise<Pick<ChainAddresses, 'controller' | 'multicall3'>> {
  const profile = seedProfiles[name]
  const transport = http(rpcUrl)
  const publicClient = createPublicClient({ transport, pollingInterval: 20, cacheTime: 0 })
  const account = mnemonicToAccount('test test test test test test test test test test test junk')
  const deployment = await deployProtocol(
    {
      owner: account.address,
      token: { name: 'Test Token', symbol: 'TT', domainVersion: '1' },
      parameters: {
        ...liveParameters,
        roundLengthBlocks: 20n,
        numActiveOrchestrators: BigInt(profile.activeSetSize),
      },
      grants: [{ to: account.address, amount: profile.supplyTokens * token }],
    },
    { publicClient, walletClient: createWalletClient({ account, transport }), log: silentLogger() },
    memoryDeploymentRecord(),
  )
  const onProgress = ({ round, rounds }: { round: number; rounds: number }) => {
    if (round % 10 === 0) say(`seeding: round ${round} of ${rounds}`)
  }
  const { transactions } = await seedNetwork({ rpcUrl, deployment, profile, onProgress })
  say(`seeded by ${transactions} transactions`)
  return { controller: deployment.controller, multicall3: deployment.multicall3 }
}
