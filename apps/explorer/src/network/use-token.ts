import type { NetworkConfig } from './config.ts'
import { useNetwork } from './network-context.tsx'

/** The token that is staked. It is known with the network itself, so that no figure is ever shown without its unit. */
export function useToken(): NetworkConfig['token'] {
  return useNetwork().config.token
}
