import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { Notice } from '../components/notice.tsx'
import { fetchConfig, type NetworkConfig } from './config.ts'
import { connectProtocol, type Protocol } from './protocol.ts'
import { StatusStore } from './status-store.ts'

interface Network {
  readonly config: NetworkConfig
  readonly protocol: Protocol
  readonly status: StatusStore
}

const NetworkContext = createContext<Network | undefined>(undefined)

/** The network that these pages show. Only below {@link NetworkProvider}. */
export function useNetwork(): Network {
  const network = useContext(NetworkContext)
  if (!network) throw new Error('useNetwork is used outside of NetworkProvider.')
  return network
}

/** Finds out which network this is and connects to it; its children are shown once both are done. */
export function NetworkProvider({ children }: { children: ReactNode }) {
  const { data, failureReason } = useQuery({
    queryKey: ['network'],
    queryFn: findNetwork,
    staleTime: Number.POSITIVE_INFINITY,
    retry: true,
  })
  const status = useStatusStore(data?.config.gatewayUrl)
  if (!data && failureReason)
    return (
      <Notice
        tone="error"
        title="The network cannot be reached"
        text={`${failureReason.message.split('\n')[0]} Trying again …`}
      />
    )
  if (!data || !status)
    return (
      <Notice
        tone="loading"
        title="Connecting to the network"
        text="Reading the chain and the contracts’ addresses."
      />
    )
  return <NetworkContext value={{ ...data, status }}>{children}</NetworkContext>
}

async function findNetwork(): Promise<{ config: NetworkConfig; protocol: Protocol }> {
  const config = await fetchConfig()
  return { config, protocol: await connectProtocol(config) }
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
