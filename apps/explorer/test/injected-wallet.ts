import type { Page } from 'playwright-core'
import type { Address } from 'viem'

/** What the owner of the wallet does, and what it is told; tests change it from outside. */
interface InjectedWallet {
  declines: boolean
  /** In hexadecimal. */
  chainId: string
  /** Methods it was asked for, in order. */
  readonly asked: string[]
}

declare global {
  interface Window {
    injectedWallet: InjectedWallet
    /** Of wallets that bundle: sends calls as one transaction. */
    sendBundle: (calls: readonly unknown[]) => Promise<string>
  }
}

interface InjectOptions {
  readonly account: Address
  readonly rpcUrl: string
  /** Chain that it is on at first, in hexadecimal. */
  readonly chainId?: string
  /** Bundles calls (EIP-5792). */
  readonly isAtomic?: boolean
}

/**
 * Puts a wallet into a page as browser extensions do (EIP-6963). Its account is one that anvil itself signs for, so that
 * what it is asked for goes to the chain as it is.
 */
export async function injectWallet(page: Page, options: InjectOptions): Promise<void> {
  await page.addInitScript(({ account, rpcUrl, chainId = '0x1', isAtomic = false }) => {
    const state: InjectedWallet = { declines: false, chainId, asked: [] }
    const listeners = new Map<string, ((value: unknown) => void)[]>()
    window.injectedWallet = state
    const forward = async (method: string, params: unknown) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
      const headers = { 'Content-Type': 'application/json' }
      const answer = await fetch(rpcUrl, { method: 'POST', headers, body })
      const { result, error } = await answer.json()
      if (error) throw Object.assign(new Error(error.message), error)
      return result
    }
    const provider = {
      async request({ method, params = [] }: { method: string; params?: unknown[] }) {
        state.asked.push(method)
        if (method === 'eth_accounts' || method === 'eth_requestAccounts') return [account]
        if (method === 'eth_chainId') return state.chainId
        if (state.declines) throw Object.assign(new Error('User rejected the request.'), { code: 4001 })
        if (method === 'wallet_getCapabilities')
          return isAtomic ? { '0x7a69': { atomic: { status: 'supported' } } } : {}
        if (method === 'wallet_sendCalls')
          return { id: await window.sendBundle((params[0] as { calls: unknown[] }).calls) }
        if (method === 'wallet_getCallsStatus') {
          const receipt = await forward('eth_getTransactionReceipt', params)
          return { status: receipt ? 200 : 100, receipts: receipt ? [receipt] : [] }
        }
        if (method !== 'wallet_switchEthereumChain') return forward(method, params)
        state.chainId = (params[0] as { chainId: string }).chainId
        for (const listener of listeners.get('chainChanged') ?? []) listener(state.chainId)
        return null
      },
      on: (event: string, listener: (value: unknown) => void) =>
        void listeners.set(event, [...(listeners.get(event) ?? []), listener]),
      removeListener: (event: string, listener: (value: unknown) => void) =>
        void listeners.set(
          event,
          (listeners.get(event) ?? []).filter((one) => one !== listener),
        ),
    }
    const info = {
      uuid: crypto.randomUUID(),
      name: 'Test extension',
      icon: 'data:image/svg+xml,<svg/>',
      rdns: 'test.extension',
    }
    const announce = () =>
      window.dispatchEvent(
        new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }),
      )
    window.addEventListener('eip6963:requestProvider', announce)
    announce()
  }, options)
}
