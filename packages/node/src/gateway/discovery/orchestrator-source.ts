import { type Address, isSameAddress } from '@millrace/crypto'

/** An orchestrator that may be asked, as the chain or a fixed list tells. */
export interface KnownOrchestrator {
  /** Staking account, lower case; the service URI where there is no chain. */
  readonly id: string
  /** Staking account that is paid; undefined off chain. */
  readonly recipient: Address | undefined
  readonly serviceUri: string
  /** 0 off chain: then all count the same. */
  readonly stakeWei: bigint
}

/** Where orchestrators are known from. */
export interface OrchestratorSource {
  /** All that may be asked now. */
  list(): Promise<readonly KnownOrchestrator[]>
}

/** Off chain: the URIs of the setting, all equal. */
export function fixedOrchestrators(serviceUris: readonly string[]): OrchestratorSource {
  const known = [...new Set(serviceUris.map(normalised))].map((serviceUri) => ({
    id: serviceUri,
    recipient: undefined,
    serviceUri,
    stakeWei: 0n,
  }))
  return { list: async () => known }
}

/** What discovery needs of the chain. */
export interface ActiveOrchestrators {
  orchestrators(): Promise<
    readonly {
      readonly address: Address
      readonly stakeWei: bigint
      readonly serviceUri: string
      readonly isActive: boolean
    }[]
  >
}

/**
 * The active set of the chain.
 * @param only service URIs to keep to; empty for all.
 */
export function chainOrchestrators(
  staking: ActiveOrchestrators,
  { only = [], except }: { only?: readonly string[]; except?: Address | undefined } = {},
): OrchestratorSource {
  const allowed = new Set(only.map(normalised))
  return {
    list: async () =>
      (await staking.orchestrators())
        .filter(({ isActive, address }) => isActive && !(except && isSameAddress(address, except)))
        .flatMap(({ address, stakeWei, serviceUri }) => {
          const uri = URL.canParse(serviceUri) ? normalised(serviceUri) : undefined
          if (!uri || (allowed.size > 0 && !allowed.has(uri))) return []
          return [{ id: address.toLowerCase(), recipient: address, serviceUri: uri, stakeWei }]
        }),
  }
}

function normalised(serviceUri: string): string {
  return new URL(serviceUri).href.replace(/\/+$/, '')
}
