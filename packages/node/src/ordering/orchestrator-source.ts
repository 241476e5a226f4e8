import type { Address } from '@millrace/crypto'

/** An orchestrator that may be asked, as the chain or a fixed list tells. */
export interface KnownOrchestrator {
  /** Staking account, lower case; the service URI where there is no chain. */
  readonly id: string
  /** Staking account that is paid; undefined off chain. */
  readonly recipient: Address | undefined
  readonly serviceUri: string
  /** 0 off chain: then all count the same. */
  readonly stakeWei: bigint
  /** Empty when it is not known. */
  readonly region: string
}

/** Regions by account or service URI. */
export type Regions = Readonly<Record<string, string>>

/** Where orchestrators are known from. */
export interface OrchestratorSource {
  /** All that may be asked now. */
  list(): Promise<readonly KnownOrchestrator[]>
}

/** Off chain: the URIs of the setting, all equal. */
export function fixedOrchestrators(
  serviceUris: readonly string[],
  regions: Regions = {},
): OrchestratorSource {
  const known = [...new Set(serviceUris.map(normalised))].map((serviceUri) => ({
    id: serviceUri,
    recipient: undefined,
    serviceUri,
    stakeWei: 0n,
    region: regionOf(regions, serviceUri, serviceUri),
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
  { only = [], regions = {} }: { only?: readonly string[]; regions?: Regions } = {},
): OrchestratorSource {
  const allowed = new Set(only.map(normalised))
  return {
    list: async () =>
      (await staking.orchestrators())
        .filter(({ isActive }) => isActive)
        .flatMap(({ address, stakeWei, serviceUri }) => {
          const uri = URL.canParse(serviceUri) ? normalised(serviceUri) : undefined
          if (!uri || (allowed.size > 0 && !allowed.has(uri))) return []
          const id = address.toLowerCase()
          return [{ id, recipient: address, serviceUri: uri, stakeWei, region: regionOf(regions, id, uri) }]
        }),
  }
}

/** The id of an orchestrator that somebody names by its account or its service URI; whatever is neither stays as it is. */
export function orchestratorId(name: string): string {
  if (name.startsWith('0x')) return name.toLowerCase()
  return URL.canParse(name) ? normalised(name) : name
}

function normalised(serviceUri: string): string {
  return new URL(serviceUri).href.replace(/\/+$/, '')
}

function regionOf(regions: Regions, id: string, serviceUri: string): string {
  const found = Object.entries(regions).find(
    ([key]) => key.toLowerCase() === id || (URL.canParse(key) && normalised(key) === serviceUri),
  )
  return found?.[1] ?? ''
}
