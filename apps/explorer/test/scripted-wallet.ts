import type { Page } from 'playwright-core'
import type { Address } from 'viem'
import type { Protocol } from '../../../packages/chain/test/kit.ts'

/**
 * A browser's wallet that announces itself as EIP-6963 says, whose owner does what a test wants. The chain's own
 * accounts sign for it.
 */
export class ScriptedWallet {
  readonly #protocol: Protocol
  readonly #account: Address
  #page: Page | undefined
  chainId: number
  /** The owner declines the next request for a signature. */
  declinesNext = false
  /** How often it was asked for a transaction. */
  asked = 0

  constructor(protocol: Protocol, account: Address) {
    this.#protocol = protocol
    this.#account = account
    this.chainId = protocol.chain.chainId
  }

  /** Before the page is opened. */
  async install(page: Page): Promise<void> {
    this.#page = page
    await page.exposeFunction('scriptedWallet', (method: string, params: readonly unknown[]) =>
      this.#answer(method, params).then(
        (result) => ({ result }),
        (error: { code?: number; message: string }) => ({
          error: { code: error.code, message: error.message },
        }),
      ),
    )
    await page.addInitScript(announce)
  }

  async #answer(method: string, params: readonly unknown[]): Promise<unknown> {
    if (method === 'eth_requestAccounts' || method === 'eth_accounts') return [this.#account]
    if (method === 'eth_chainId') return `0x${this.chainId.toString(16)}`
    if (method === 'wallet_switchEthereumChain') {
      const [{ chainId }] = params as readonly [{ chainId: string }]
      this.chainId = Number(chainId)
      await this.#page?.evaluate(
        (id) => window.dispatchEvent(new CustomEvent('scripted-chain', { detail: id })),
        chainId,
      )
      return null
    }
    if (method === 'eth_sendTransaction') this.asked++
    if (this.declinesNext) {
      this.declinesNext = false
      throw Object.assign(new Error('User rejected the request.'), { code: 4001 })
    }
    return this.#protocol.raw(method, params)
  }
}

/** Runs in the page. */
function announce(): void {
  type Answer = { result?: unknown; error?: { code?: number; message: string } }
  const { scriptedWallet } = window as unknown as {
    scriptedWallet: (method: string, params: readonly unknown[]) => Promise<Answer>
  }
  const provider = {
    async request({ method, params = [] }: { method: string; params?: readonly unknown[] }) {
      const { result, error } = await scriptedWallet(method, params)
      if (error) throw Object.assign(new Error(error.message), { code: error.code })
      return result
    },
    on(event: string, listener: (value: unknown) => void) {
      if (event === 'chainChanged')
        window.addEventListener('scripted-chain', (change) => listener((change as CustomEvent).detail))
    },
    removeListener() {},
  }
  const info = {
    uuid: 'f3a9',
    name: 'Scripted wallet',
    rdns: 'example.scripted',
    icon: 'data:image/svg+xml,<svg/>',
  }
  const tell = () =>
    window.dispatchEvent(
      new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }),
    )
  window.addEventListener('eip6963:requestProvider', tell)
  tell()
}
