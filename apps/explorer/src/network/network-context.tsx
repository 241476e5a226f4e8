import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { LiveStore } from '../api/live-store.ts'
import { useFollowIndexer } from '../api/use-live.ts'
import { Notice } from '../components/notice.tsx'
import { sentenceOf } from '../format/errors.ts'
import { Chain } from './chain.ts'
import { fetchConfig, type NetworkConfig } from './config.ts'
import { StatusStore } from './status-store.ts'
import { useFollowChain } from './use-head.ts'

interface Network {
  readonly config: NetworkConfig
  readonly chain: Chain
  readonly status: StatusStore
  readonly live: LiveStore
}

const NetworkContext = createContext<Network | undefined>(undefined)

/** The network that these pages show. Only below {@link NetworkProvider}. */
export function useNetwork(): Network {
  const network = useContext(NetworkContext)
  if (!network) throw new Error('useNetwork is used outside of NetworkProvider.')
  return network
}

const retryMs = 2_000

/** Finds out which network this is; its children are shown once that is known, whether chain and gateway answer or not. */
export function NetworkProvider({ children }: { children: ReactNode }) {
  const { data: config, failureReason } = useQuery({
    queryKey: ['config'],
    queryFn: fetchConfig,
    staleTime: Number.POSITIVE_INFINITY,
    retry: true,
    retryDelay: retryMs,
  })
  const chain = useMemo(() => config && new Chain(config), [config])
  const status = useStore(config, openStatus)
  const live = useStore(config, openLive)
  useFollowChain(chain)
  useFollowIndexer(live)
  if (config && chain && status && live)
    return <NetworkContext value={{ config, chain, status, live }}>{children}</NetworkContext>
  return (
    <main className="grid min-h-dvh place-items-center">
      {failureReason && !config ? (
        <Notice
          tone="error"
          title="Nobody says which network this is"
          text={`${sentenceOf(failureReason)} Trying again …`}
        />
      ) : (
        <Notice tone="loading" title="Connecting to the network" />
      )}
    </main>
  )
}

const openStatus = ({ gatewayUrl }: NetworkConfig) => new StatusStore(gatewayUrl)
const openLive = () => new LiveStore()

/** A store that is open as long as the pages show this network. `open` is always the same. */
function useStore<Store extends { close(): void }>(
  config: NetworkConfig | undefined,
  open: (config: NetworkConfig) => Store,
): Store | undefined {
  const [store, setStore] = useState<Store>()
  useEffect(() => {
    if (!config) return
    const opened = open(config)
    setStore(opened)
    return () => opened.close()
  }, [config, open])
  return store
}
