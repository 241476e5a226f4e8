import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import type { Joint } from './host.ts'
import type { Fabric } from './host-network.ts'
import { ip, isRunning, namesOf, removeSlot } from './ip.ts'

const slots = 256
const probePort = 8_999
const probeTimeoutMs = 5_000
const run = promisify(execFile)

/** Hosts that are network namespaces of Linux, joined by a bridge whose cables can be pulled. */
export class NamespaceFabric implements Fabric {
  readonly kind = 'namespaces'
  readonly #slot: number
  #joined = 1

  private constructor(slot: number) {
    this.#slot = slot
  }

  /** @returns undefined where processes may not have networks of their own, or those do not reach each other */
  static async open(): Promise<NamespaceFabric | undefined> {
    const slot = claimSlot()
    if (slot === undefined) return undefined
    const fabric = new NamespaceFabric(slot)
    try {
      ip('address', 'add', `${fabric.ownAddress}/24`, 'dev', namesOf(slot).bridge)
      ip('link', 'set', namesOf(slot).bridge, 'up')
      await fabric.#prove()
      return fabric
    } catch {
      await fabric.close()
      return undefined
    }
  }

  get ownAddress(): string {
    return this.#addressOf(1)
  }

  join(): Joint {
    const number = ++this.#joined
    const { bridge, namespace, cable } = namesOf(this.#slot, number)
    const address = this.#addressOf(number)
    ip('netns', 'add', namespace)
    ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace)
    ip('link', 'set', cable, 'master', bridge, 'up')
    ip('-netns', namespace, 'link', 'set', 'lo', 'up')
    ip('-netns', namespace, 'address', 'add', `${address}/24`, 'dev', 'eth0')
    ip('-netns', namespace, 'link', 'set', 'eth0', 'up')
    return {
      address,
      ownAddress: address,
      startWith: [ip.program, 'netns', 'exec', namespace],
      serve: async () => {},
      reach: async (place) => place,
      cut: (isCut) => {
        ip('link', 'set', cable, isCut ? 'down' : 'up')
      },
      remove: async () => {
        ip('link', 'delete', cable)
        ip('netns', 'delete', namespace)
      },
    }
  }

  async close(): Promise<void> {
    removeSlot(this.#slot)
  }

  /** Addresses kept for tests of networks (RFC 2544): no machine has a real neighbour there. */
  #addressOf(number: number): string {
    return `198.18.${this.#slot}.${number}`
  }

  /** A firewall may keep hosts apart that could be made. @throws when they do not reach each other */
  async #prove(): Promise<void> {
    const [server, client] = [this.join(), this.join()]
    const place = JSON.stringify({ host: server.address, port: probePort })
    const node = ({ startWith }: Joint, code: string) => [...startWith.slice(1), process.execPath, '-e', code]
    const listener = spawn(
      ip.program,
      node(server, `net.createServer().listen(${place}, () => console.log(1))`),
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    try {
      const signal = AbortSignal.timeout(probeTimeoutMs)
      await once(listener.stdout, 'data', { signal })
      const call = `net.connect(${place}, () => process.exit())`
      await run(ip.program, node(client, call), { signal })
    } finally {
      listener.kill('SIGKILL')
      await server.remove()
      await client.remove()
    }
  }
}

/** Takes a free number for this process's bridge, cables and namespaces; those of dead processes are cleared away. */
function claimSlot(): number | undefined {
  for (let slot = 0; slot < slots; slot++) {
    const { bridge } = namesOf(slot)
    try {
      // Fails when it is there: only one process gets it.
      ip('link', 'add', bridge, 'type', 'bridge')
      ip('link', 'set', bridge, 'alias', String(process.pid))
      return slot
    } catch {
      const owner = ownerOf(bridge)
      if (owner === undefined) return undefined
      if (owner > 0 && !isRunning(owner)) removeSlot(slot)
    }
  }
  return undefined
}

/** @returns the process that made a bridge, 0 when it has not said so, undefined when there is no such bridge */
function ownerOf(bridge: string): number | undefined {
  try {
    const [link] = JSON.parse(ip('-json', 'link', 'show', 'dev', bridge)) as readonly { ifalias?: string }[]
    return Number(link?.ifalias ?? 0)
  } catch {
    return undefined
  }
}
