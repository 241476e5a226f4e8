import { createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { chainOf } from '../network/chain.ts'
import type { NetworkConfig } from '../network/config.ts'
import type { Wallet } from './wallet.ts'

/** One of a devnet's accounts, whose key everybody knows: it signs without asking. */
export function testWallet(id: string, config: NetworkConfig): Wallet | undefined {
  const found = config.testAccounts.find(({ name }) => `test:${name}` === id)
  if (!found) return undefined
  const account = privateKeyToAccount(found.privateKey)
  const chain = chainOf(config)
  const client = createWalletClient({ account, chain, transport: http(config.rpcUrl) })
  return {
    ...{ id, name: found.name, address: account.address, chainId: config.chainId },
    send: ({ to, data, gas }) => client.sendTransaction({ to, data, gas }),
    signTypedData: (data) => account.signTypedData(data),
    switchChain: async () => undefined,
    disconnect: async () => undefined,
  }
}
