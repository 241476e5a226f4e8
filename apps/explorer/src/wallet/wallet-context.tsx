import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { useNetwork } from '../network/network-context.tsx'
import type { WalletSnapshot, WalletStore } from './wallet-store.ts'

interface Wallets extends WalletSnapshot {
  readonly connect: (id: string) => Promise<void>
  readonly disconnect: () => Promise<void>
}

const WalletContext = createContext<WalletStore | undefined>(undefined)

const none: WalletSnapshot = {
  ...{ offers: [], wallet: undefined, connecting: undefined, pairingUri: undefined, problem: undefined },
}
const nobody = async () => undefined

/** The account with which the reader acts, and those there are to choose from. */
export function useWallets(): Wallets {
  const store = useContext(WalletContext)
  const snapshot = useSyncExternalStore(store?.subscribe ?? neverChanges, store?.getSnapshot ?? (() => none))
  return { ...snapshot, connect: store?.connect ?? nobody, disconnect: store?.disconnect ?? nobody }
}

const neverChanges = () => () => undefined

/** Wallets come after the page is there: nothing on a first screen needs them. */
export function WalletProvider({ children }: { children: ReactNode }) {
  const { config } = useNetwork()
  const [store, setStore] = useState<WalletStore>()
  useEffect(() => {
    let opened: WalletStore | undefined
    let isGone = false
    void import('./wallet-store.ts').then(({ WalletStore }) => {
      if (isGone) return
      opened = new WalletStore(config)
      setStore(opened)
    })
    return () => {
      isGone = true
      opened?.close()
    }
  }, [config])
  return <WalletContext value={store}>{children}</WalletContext>
}
