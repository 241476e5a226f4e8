import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
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
  const status = useStatusStore(config?.gatewayUrl)
  useFollowChain(chain)
  if (config && chain && status)
    return <NetworkContext value={{ config, chain, status }}>{children}</NetworkContext>
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

function useStatusStore(gatewayUrl: string | undefined): StatusStore | undefined {
  const [store, setStore] = useState<StatusStore>()
  useEffect(() => {
    if (gatewayUrl === undefined) return
    const opened = new StatusStore(gatewayUrl)
    setStore(opened)
    return () => opened.close()
  }, [gatewayUrl])
  return store
}
