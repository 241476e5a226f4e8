import type { Lifecycle, Logger } from '@millrace/common'
import type { DataFolder } from './data-folder.ts'
import type { DevnetChain } from './devnet-chain.ts'
import type { NetworkDependencies } from './network.ts'
import type { NetworkPorts } from './ports.ts'
import type { DevnetAddresses } from './protocol-setup.ts'
import type { SeedRecord } from './seed/seed-record.ts'
import type { DevnetSettings } from './settings.ts'

/** What the steps of a start share. */
export interface StartContext extends NetworkDependencies {
  readonly settings: DevnetSettings
  readonly lifecycle: Lifecycle
  readonly folder: DataFolder
  readonly ports: NetworkPorts
  /** Of a network that has a history. */
  readonly seed: SeedRecord | undefined
  readonly log: Logger
}

/** A chain with the protocol on it. */
export interface ChainReady {
  readonly chain: DevnetChain
  readonly addresses: DevnetAddresses
}
