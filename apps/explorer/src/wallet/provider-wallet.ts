import { type Address, type Hex, hexToNumber, numberToHex, serializeTypedData } from 'viem'
import * as z from 'zod/mini'
import type { NetworkConfig } from '../network/config.ts'
import { bundlerOf } from './bundle.ts'
import type { Wallet, WalletEvents } from './wallet.ts'

/** What a wallet offers to pages (EIP-1193), and no more of it than is used here. */
export interface Provider {
  request(request: { readonly method: string; readonly params?: unknown }): Promise<unknown>
  on?(event: string, listener: (value: never) => void): unknown
  removeListener?(event: string, listener: (value: never) => void): unknown
}

interface ProviderWalletOptions {
  readonly id: string
  readonly name: string
  readonly provider: Provider
  /** Does not ask its owner: the wallet has been connected before. */
  readonly isSilent: boolean
  readonly events: WalletEvents
}

const hex = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value))
const address = z.custom<Address>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value))
const accountsSchema = z.array(address)
const chainIdSchema = z.union([
  z.pipe(
    hex,
    z.transform((value) => hexToNumber(value)),
  ),
  z.int(),
])

/** EIP-3326: the wallet does not know the chain. */
const unknownChain = 4902

/**
 * Connects a wallet that speaks EIP-1193.
 * @throws what the wallet says when it refuses; an error when it has no account.
 */
export async function providerWallet(
  { id, name, provider, isSilent, events }: ProviderWalletOptions,
  config: NetworkConfig,
): Promise<Wallet | undefined> {
  const method = isSilent ? 'eth_accounts' : 'eth_requestAccounts'
  const [account] = accountsSchema.parse(await provider.request({ method }))
  if (account === undefined) return undefined
  const chainId = chainIdSchema.parse(await provider.request({ method: 'eth_chainId' }))
  const sendTogether = await bundlerOf(provider, { account, chainId: config.chainId })
  const stop = listen(provider, events)
  return {
    ...{ id, name, address: account, chainId, sendTogether },
    send: async ({ to, data, gas }) => {
      const transaction = { from: account, to, data, gas: numberToHex(gas) }
      return hex.parse(await provider.request({ method: 'eth_sendTransaction', params: [transaction] }))
    },
    signTypedData: async (data) => {
      const params = [account, serializeTypedData(data)]
      return hex.parse(await provider.request({ method: 'eth_signTypedData_v4', params }))
    },
    switchChain: () => switchChain(provider, config),
    disconnect: async () => stop(),
  }
}

function listen(provider: Provider, { onChanged, onGone }: WalletEvents): () => void {
  const onAccounts = (accounts: unknown) => {
    const [account] = accountsSchema.safeParse(accounts).data ?? []
    if (account === undefined) onGone()
    else onChanged({ address: account })
  }
  const onChain = (chain: unknown) => {
    const { data } = chainIdSchema.safeParse(chain)
    if (data !== undefined) onChanged({ chainId: data })
  }
  provider.on?.('accountsChanged', onAccounts)
  provider.on?.('chainChanged', onChain)
  provider.on?.('disconnect', onGone)
  return () => {
    provider.removeListener?.('accountsChanged', onAccounts)
    provider.removeListener?.('chainChanged', onChain)
    provider.removeListener?.('disconnect', onGone)
  }
}

async function switchChain(provider: Provider, config: NetworkConfig): Promise<void> {
  const chainId = numberToHex(config.chainId)
  try {
    await provider.request({ method: 'wallet_switchEthereumChain', params: [{ chainId }] })
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== unknownChain) throw error
    const chain = {
      ...{ chainId, chainName: config.networkName, rpcUrls: [config.rpcUrl] },
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    }
    await provider.request({ method: 'wallet_addEthereumChain', params: [chain] })
  }
}
