import { Host, type Joint } from './host.ts'
import { LoopbackFabric } from './loopback-fabric.ts'
import { NamespaceFabric } from './namespace-fabric.ts'
import { Relay, type RelayOptions } from './relay.ts'

/** What joins hosts. */
export interface Fabric {
  readonly kind: FabricKind
  /** The test's own address among them. */
  readonly ownAddress: string
  join(): Joint
  close(): Promise<void>
}

/** Network namespaces with cables, or addresses of this machine with relays before them. */
export type FabricKind = 'namespaces' | 'loopback'

/** Hosts on one machine, which reach each other by network only. */
export class HostNetwork {
  readonly #fabric: Fabric
  readonly #hosts: Host[] = []
  readonly #relays: Relay[] = []

  private constructor(fabric: Fabric) {
    this.#fabric = fabric
  }

  /** @param kind by default namespaces, where this machine lets its processes have them */
  static async open(kind?: FabricKind): Promise<HostNetwork> {
    if (kind === 'loopback') return new HostNetwork(await LoopbackFabric.open())
    const namespaces = await NamespaceFabric.open()
    if (kind === 'namespaces' && !namespaces) throw new Error('No network namespaces can be made here.')
    return new HostNetwork(namespaces ?? (await LoopbackFabric.open()))
  }

  get kind(): FabricKind {
    return this.#fabric.kind
  }

  get hosts(): readonly Host[] {
    return this.#hosts
  }

  /** The test's own address. */
  get ownAddress(): string {
    return this.#fabric.ownAddress
  }

  add(name: string): Host {
    const host = new Host(name, this.#fabric.join())
    this.#hosts.push(host)
    return host
  }

  /** A long way to a place, which begins at the test's own address. */
  async relay({ port, ...options }: Omit<RelayOptions, 'at'> & { port: number }): Promise<Relay> {
    const relay = await Relay.listen({ ...options, at: { host: this.ownAddress, port } })
    this.#relays.push(relay)
    return relay
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const undone = await Promise.allSettled([
      ...this.#relays.map((relay) => relay.close()),
      ...this.#hosts.map((host) => host.remove()),
    ])
    await this.#fabric.close()
    const failed = undone.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    if (failed.length > 0) throw new AggregateError(failed, 'Not all hosts could be removed.')
  }
}
