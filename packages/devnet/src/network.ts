import type { StatusEvent } from '@millrace/client'
import { type Emitter, Lifecycle } from '@millrace/common'
import type { LiveSource } from '@millrace/media'
import type { PublicClient } from 'viem'
import type { CheatPlan } from './cheat/settings.ts'
import type { Observer } from './observe/observer.ts'
import type { NetworkView } from './observe/view.ts'
import type { RoleProcess } from './processes/role-process.ts'
import type { DevnetAddresses } from './protocol-setup.ts'
import type { DevnetSettings } from './settings.ts'
import { startNetwork } from './start-network.ts'

export interface NetworkEvents {
  /** A step of the start begins; a few words. */
  step: string
  /** A role's process is ready, or has died and will be started again. */
  role: {
    readonly role: string
    readonly pid: number
    readonly state: 'ready' | 'died'
    readonly reason?: string
  }
  /** Something changed at the gateway. */
  status: StatusEvent
  /** The whole picture, about once a second. */
  view: NetworkView
}

export interface NetworkDependencies {
  /** Folder of the built explorer. */
  readonly pagesDir: string
  readonly events: Emitter<NetworkEvents>
}

/** Who cheats, and how. */
export interface CheatFacts extends CheatPlan {
  /** As the table of the network names it. */
  readonly orchestrator: string
  readonly address: `0x${string}`
}

/** What a running network consists of. */
export interface NetworkParts {
  readonly rpcUrl: string
  readonly gatewayUrl: string
  /** Where encoders push; the key comes after it. */
  readonly rtmpUrl: string
  readonly explorerUrl: string
  readonly addresses: DevnetAddresses
  readonly client: PublicClient
  readonly gatewayAddress: `0x${string}`
  /** Key of the stream that is free for its user. */
  readonly streamKey: string
  readonly observer: Observer
  readonly gateway: RoleProcess
  readonly orchestrators: readonly RoleProcess[]
  /** The orchestrators that cheat. */
  readonly cheats: readonly CheatFacts[]
  /** Undefined when no built-in stream is wanted. */
  readonly source: LiveSource | undefined
}

/** A whole network on this machine: chain, contracts, gateway, orchestrators, live source and pages. */
export class Network {
  readonly parts: NetworkParts
  readonly #lifecycle: Lifecycle

  private constructor(parts: NetworkParts, lifecycle: Lifecycle) {
    this.parts = parts
    this.#lifecycle = lifecycle
  }

  /**
   * Starts everything, or nothing: what was started is stopped when a later step fails or `signal` aborts.
   * @throws {PortInUseError | DataFolderError | DataFolderBusyError | RoleStartError | SourceFileError}
   */
  static async create(
    settings: DevnetSettings,
    dependencies: NetworkDependencies,
    signal?: AbortSignal,
  ): Promise<Network> {
    const lifecycle = new Lifecycle()
    const cancel = () => void lifecycle.close().catch(() => undefined)
    signal?.addEventListener('abort', cancel, { once: true })
    try {
      const parts = await startNetwork(settings, dependencies, lifecycle)
      signal?.throwIfAborted()
      return new Network(parts, lifecycle)
    } catch (error) {
      await lifecycle.close().catch(() => undefined)
      throw error
    } finally {
      signal?.removeEventListener('abort', cancel)
    }
  }

  /** Stops all processes, in reverse order of their start. */
  close(): Promise<void> {
    return this.#lifecycle.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
