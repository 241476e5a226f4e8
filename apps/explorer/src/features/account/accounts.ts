import {
  type Account,
  type Address,
  createWalletClient,
  custom,
  type EIP1193Provider,
  http,
  type WalletClient,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { chainOf } from '../../network/chain.ts'
import type { NetworkConfig } from '../../network/config.ts'

/** An account that can sign: one of a devnet's test accounts, or that of a wallet in the browser. */
export interface SigningAccount {
  readonly name: string
  readonly address: Address
  /** @throws {Error} when a wallet refuses. */
  readonly open: () => Promise<{ wallet: WalletClient; account: Account | Address }>
}

export function testAccounts(config: NetworkConfig): SigningAccount[] {
  return config.testAccounts.map(({ name, privateKey }) => {
    const account = privateKeyToAccount(privateKey)
    const open = async () => ({
      wallet: createWalletClient({ account, chain: chainOf(config), transport: http(config.rpcUrl) }),
      account,
    })
    return { name, address: account.address, open }
  })
}

/** Asks the browser's wallet for its account. @throws {Error} when there is none or it refuses. */
export async function injectedAccount(config: NetworkConfig): Promise<SigningAccount> {
  const provider = (window as { ethereum?: EIP1193Provider }).ethereum
  if (!provider) throw new Error('This browser has no wallet. Install one, or use a test account.')
  const chain = chainOf(config)
  const wallet = createWalletClient({ chain, transport: custom(provider) })
  const [address] = await wallet.requestAddresses()
  if (!address) throw new Error('The wallet gave no account.')
  const open = async () => {
    if ((await wallet.getChainId()) !== chain.id) {
      await wallet.switchChain({ id: chain.id }).catch(() => wallet.addChain({ chain }))
    }
    return { wallet, account: address }
  }
  return { name: 'browser wallet', address, open }
}
