import { silentLogger } from '@millrace/common'
import { createPublicClient, createWalletClient, custom, type Hex, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { liveParameters } from '../../protocol/parameters.ts'
import type { DeployOptions } from '../options.ts'
import type { DeployClients } from '../sender.ts'

// Well-known test accounts of anvil.
export const deployer = privateKeyToAccount(
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
)
export const owner = privateKeyToAccount('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d')
export const gateway = privateKeyToAccount(
  '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
)

export const options: DeployOptions = {
  owner: owner.address,
  token: { name: 'Test Token', symbol: 'TT', domainVersion: '1' },
  parameters: {
    ...liveParameters,
    roundLengthBlocks: 60n,
    numActiveOrchestrators: 3n,
    ticketValidityPeriodRounds: 20n,
  },
  grants: [
    { to: owner.address, amount: 1_000_000n * 10n ** 18n },
    { to: gateway.address, amount: 5n * 10n ** 18n },
  ],
}

/** With everything that a deployment may leave out. */
export const wholeOptions: DeployOptions = {
  ...options,
  hasGovernor: true,
  guardian: gateway.address,
  faucet: { requestAmount: 10n, requestWaitHours: 2n, tokens: 1_000n },
}

/** Clients that give up after `transactions` sent, as if the process had been killed then. */
export function clientsOf(rpcUrl: string, transactions = Number.POSITIVE_INFINITY): DeployClients {
  const node = http(rpcUrl)({ retryCount: 0 })
  let left = transactions
  const transport = custom({
    request: async (request: { method: string; params: unknown }) => {
      if (request.method === 'eth_sendRawTransaction' && left-- <= 0)
        throw new Error('the process was killed')
      return node.request(request as Parameters<typeof node.request>[0])
    },
  })
  return {
    publicClient: createPublicClient({ transport, pollingInterval: 50, cacheTime: 0 }),
    walletClient: createWalletClient({ transport, account: deployer }),
    log: silentLogger(),
  }
}

export const minterRole: Hex = '0x9f2df0fed2c77648de5860a4cc508cd0818c85b8b8a1ab4ceeef8d981c8956a6'
