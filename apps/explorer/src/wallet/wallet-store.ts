import { createStore, type Store as ProviderStore } from 'mipd'
import { sentenceOf } from '../format/errors.ts'
import type { NetworkConfig } from '../network/config.ts'
import { type Provider, providerWallet } from './provider-wallet.ts'
import { isRejection, type Wallet, type WalletEvents, type WalletOffer } from './wallet.ts'

export interface WalletSnapshot {
  readonly offers: readonly WalletOffer[]
  readonly wallet: Wallet | undefined
  /** Offer that is being connected. */
  readonly connecting: string | undefined
  /** What a phone reads from a QR code to connect. */
  readonly pairingUri: string | undefined
  /** Why there is no wallet. */
  readonly problem: 'rejected' | { readonly sentence: string } | undefined
}

const phoneId = 'wallet-connect'
const nothing = { connecting: undefined, pairingUri: undefined, problem: undefined } as const

/** The wallets that there are and the one that is connected. For `useSyncExternalStore`. */
export class WalletStore {
  readonly #config: NetworkConfig
  readonly #key: string
  readonly #providers: ProviderStore = createStore()
  readonly #listeners = new Set<() => void>()
  readonly #stopDiscovery: () => void
  /** Counts attempts, so that a late answer does not take the place of a later choice. */
  #attempt = 0
  #snapshot: WalletSnapshot = { ...nothing, offers: [], wallet: undefined }

  constructor(config: NetworkConfig) {
    this.#config = config
    this.#key = `millrace.wallet.${config.chainId}`
    this.#stopDiscovery = this.#providers.subscribe(() => this.#offer(), { emitImmediately: true })
    this.#offer()
    void this.#restore()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly getSnapshot = (): WalletSnapshot => this.#snapshot

  readonly connect = async (id: string): Promise<void> => {
    await this.#connect(id, false)
  }

  readonly disconnect = async (): Promise<void> => {
    const { wallet } = this.#snapshot
    this.#attempt++
    this.#set({ ...nothing, wallet: undefined })
    localStorage.setItem(this.#key, 'none')
    await wallet?.disconnect()
  }

  close(): void {
    this.#attempt++
    this.#stopDiscovery()
    this.#providers.destroy()
  }

  /** The wallet of the last visit; on a devnet a first visitor has a test account at once. */
  async #restore(): Promise<void> {
    const remembered = localStorage.getItem(this.#key)
    const first = this.#snapshot.offers.find(({ kind }) => kind === 'test-account')?.id
    const id = remembered ?? first
    if (id !== undefined && id !== 'none') await this.#connect(id, true)
  }

  async #connect(id: string, isSilent: boolean): Promise<void> {
    const attempt = ++this.#attempt
    if (!isSilent) this.#set({ ...nothing, connecting: id })
    try {
      const wallet = await this.#open(id, { isSilent, attempt })
      if (attempt !== this.#attempt) return void wallet?.disconnect()
      if (!wallet) return this.#set(nothing)
      await this.#snapshot.wallet?.disconnect()
      localStorage.setItem(this.#key, id)
      this.#set({ ...nothing, wallet })
    } catch (error) {
      if (attempt !== this.#attempt || isSilent) return
      this.#set({ ...nothing, problem: isRejection(error) ? 'rejected' : { sentence: sentenceOf(error) } })
    }
  }

  /** What signs is loaded when it is chosen: nothing on a first screen needs it. */
  async #open(
    id: string,
    { isSilent, attempt }: { readonly isSilent: boolean; readonly attempt: number },
  ): Promise<Wallet | undefined> {
    if (id.startsWith('test:')) {
      const { testWallet } = await import('./test-wallet.ts')
      return testWallet(id, this.#config)
    }
    const events = this.#eventsOf(id)
    if (id === phoneId) {
      const { walletConnectProvider } = await import('./wallet-connect.ts')
      const provider = await walletConnectProvider({
        ...{ projectId: this.#config.walletConnectProjectId ?? '', chainId: this.#config.chainId, isSilent },
        onPairing: (pairingUri) => attempt === this.#attempt && this.#set({ pairingUri }),
      })
      if (!provider) return undefined
      const wallet = await providerWallet(
        { id, name: 'WalletConnect', provider, isSilent, events },
        this.#config,
      )
      return wallet && { ...wallet, disconnect: () => wallet.disconnect().then(() => provider.close()) }
    }
    const found = this.#providers.getProviders().find(({ info }) => info.rdns === id)
    if (!found) return undefined
    const { info, provider } = found
    return providerWallet(
      { id, name: info.name, provider: provider as Provider, isSilent, events },
      this.#config,
    )
  }

  #eventsOf(id: string): WalletEvents {
    return {
      onChanged: (change) => {
        const { wallet } = this.#snapshot
        if (wallet?.id !== id) return
        // Another account signs by itself: the wallet is opened anew.
        if (change.address !== undefined && change.address !== wallet.address) void this.#connect(id, true)
        else this.#set({ wallet: { ...wallet, ...change } })
      },
      onGone: () => {
        if (this.#snapshot.wallet?.id === id) this.#set({ ...nothing, wallet: undefined })
      },
    }
  }

  #offer(): void {
    const { testAccounts, walletConnectProjectId } = this.#config
    const browser = this.#providers
      .getProviders()
      .map(({ info }) => ({ id: info.rdns, name: info.name, icon: info.icon, kind: 'browser' }) as const)
    const phone = { id: phoneId, name: 'WalletConnect', kind: 'phone' } as const
    this.#set({
      offers: [
        ...testAccounts.map(({ name }) => ({ id: `test:${name}`, name, kind: 'test-account' }) as const),
        ...browser,
        ...(walletConnectProjectId === undefined ? [] : [phone]),
      ],
    })
    // A wallet may announce itself after the page has asked.
    const remembered = localStorage.getItem(this.#key)
    if (!this.#snapshot.wallet && browser.some(({ id }) => id === remembered) && remembered !== null)
      void this.#connect(remembered, true)
  }

  #set(change: Partial<WalletSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change }
    for (const listener of this.#listeners) listener()
  }
}
