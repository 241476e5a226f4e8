import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { account, ether, type Protocol, startProtocol } from '@millrace/chain/testing'
import { delay } from '@millrace/common'
import type { Host, Started } from './host.ts'
import { type FabricKind, HostNetwork } from './host-network.ts'
import type { Relay } from './relay.ts'
import {
  ports,
  type RunningGateway,
  type Surroundings,
  startGateway,
  startOrchestrator,
  startRedeemer,
  startTranscoder,
  urlOf,
} from './roles.ts'

const accounts = { alpha: 2, beta: 3, gamma: 4, north: 5, south: 6, redeemer: 8 }
const endpointPorts = [8_545, 8_546] as const
const farPort = 8_955
const blockMs = 400

/** What each gateway has on chain at the beginning. */
export const funds = { depositWei: 20n * ether, reserveWei: 10n * ether }

export interface RunningOrchestrator {
  readonly host: Host
  readonly address: `0x${string}`
  readonly operator: OperatorPlace
}

/** Where a node tells its status, and the file with the token for it. */
export interface OperatorPlace {
  readonly statusUrl: string
  readonly tokenFile: string
}

/** Nine hosts in three places, and two endpoints of a chain. */
export class WideNetwork {
  readonly hosts: HostNetwork
  readonly #folder: string
  readonly #mining = new AbortController()
  #mined: Promise<void> | undefined
  #around: Surroundings | undefined
  #endpoints: readonly Relay[] = []
  #far: Relay | undefined
  #redeemerHost: Host | undefined
  #transcoders: readonly Started[] = []
  #orchestrators: readonly RunningOrchestrator[] = []
  #gateways: readonly RunningGateway[] = []

  private constructor(hosts: HostNetwork, folder: string) {
    this.hosts = hosts
    this.#folder = folder
  }

  /** @param kind - how hosts are made; by default as well as this machine lets them be */
  static async create(kind?: FabricKind): Promise<WideNetwork> {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-hosts-'))
    const network = new WideNetwork(await HostNetwork.open(kind), folder)
    try {
      await network.#start()
      return network
    } catch (error) {
      const output = network.output()
      await network.close()
      throw new Error(`The network did not come up.\n${output}`, { cause: error })
    }
  }

  get protocol(): Protocol {
    return existing(this.#around).protocol
  }

  get gateways(): readonly RunningGateway[] {
    return this.#gateways
  }

  /** Alpha redeems by itself, beta by a redeemer, gamma is far away and leaves its work to two transcoders. */
  get orchestrators(): readonly RunningOrchestrator[] {
    return this.#orchestrators
  }

  get transcoders(): readonly Started[] {
    return this.#transcoders
  }

  get redeemer(): { readonly host: Host; readonly address: `0x${string}`; readonly operator: OperatorPlace } {
    const host = existing(this.#redeemerHost)
    return {
      host,
      address: account(accounts.redeemer).address,
      operator: this.#operatorAt(host, ports.redeemerStatus),
    }
  }

  /** Ways to the chain, the preferred one first. */
  get endpoints(): readonly Relay[] {
    return this.#endpoints
  }

  /** The way to gamma. */
  get farWay(): Relay {
    return existing(this.#far)
  }

  /** The end of what each host's programs printed, for people. */
  output(): string {
    return this.hosts.hosts.map(({ name, output }) => `--- ${name}\n${output}`).join('\n')
  }

  async close(): Promise<void> {
    this.#mining.abort()
    await this.#mined
    await this.#around?.protocol[Symbol.asyncDispose]()
    await this.hosts[Symbol.asyncDispose]()
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }

  async #start(): Promise<void> {
    const around = await this.#startChain()
    const [alpha, beta, gamma, redeemer] = ['alpha', 'beta', 'gamma', 'redeemer'].map((name) =>
      this.hosts.add(name),
    )
    if (!alpha || !beta || !gamma || !redeemer) throw new Error('A host was not made.')
    this.#redeemerHost = redeemer
    await Promise.all([
      startRedeemer(around, {
        host: redeemer,
        account: accounts.redeemer,
        settings: { recipient: account(accounts.beta).address },
      }),
      this.#startNear(around, { alpha, beta, redeemer }),
      this.#startFar(around, gamma),
    ])
    this.#orchestrators = [
      this.#orchestratorAt(alpha, 'alpha'),
      this.#orchestratorAt(beta, 'beta'),
      this.#orchestratorAt(gamma, 'gamma'),
    ]
    await around.protocol.nextRound()
    this.#mined = this.#mineOn(around.protocol)
    this.#gateways = await Promise.all(
      (['north', 'south'] as const).map((name) =>
        startGateway(around, { host: this.hosts.add(name), account: accounts[name] }),
      ),
    )
  }

  #orchestratorAt(host: Host, name: 'alpha' | 'beta' | 'gamma'): RunningOrchestrator {
    const { address } = account(accounts[name])
    return { host, address, operator: this.#operatorAt(host, ports.orchestratorStatus) }
  }

  #operatorAt({ name, address }: Host, port: number): OperatorPlace {
    return {
      statusUrl: `http://${address}:${port}/api/v1/status`,
      tokenFile: join(this.#folder, name, 'operator-token'),
    }
  }

  async #startChain(): Promise<Surroundings> {
    const host = this.hosts.add('chain')
    const protocol = await startProtocol(
      // Winners may wait for long.
      { ticketValidityPeriodRounds: 50n },
      { host: host.ownAddress, startWith: host.startWith },
    )
    const secretFile = join(this.#folder, 'secret')
    await writeFile(secretFile, 'secret-of-this-operator\n', { mode: 0o600 })
    const { hostname, port } = new URL(protocol.rpcUrl)
    const to = { host: hostname, port: Number(port) }
    this.#endpoints = await Promise.all(
      endpointPorts.map((at) => this.hosts.relay({ port: at, to, delayMs: 5 })),
    )
    const endpoints = endpointPorts.map((at) => ({ host: this.hosts.ownAddress, port: at }))
    this.#around = { protocol, endpoints, folder: this.#folder, secretFile }
    for (const index of [accounts.north, accounts.south])
      await protocol.actor(index).actions.broker.fundDepositAndReserve(funds)
    await protocol.nextRound()
    return this.#around
  }

  async #startNear(
    around: Surroundings,
    { alpha, beta, redeemer }: Readonly<Record<'alpha' | 'beta' | 'redeemer', Host>>,
  ): Promise<void> {
    const redeemerPlace = await beta.reach({ host: redeemer.address, port: ports.redeemer })
    const settings = {
      redeemerUrl: urlOf('https', redeemerPlace),
      redeemerSecretFile: around.secretFile,
    }
    await Promise.all([
      startOrchestrator(around, { host: alpha, account: accounts.alpha }),
      startOrchestrator(around, { host: beta, account: accounts.beta, settings }),
    ])
  }

  /** Another region: what goes there is late, some of it comes later still, and connections break off. */
  async #startFar(around: Surroundings, gamma: Host): Promise<void> {
    this.#far = await this.hosts.relay({
      port: farPort,
      to: { host: gamma.address, port: ports.orchestrator },
      delayMs: 40,
      lossEvery: 50,
      breakAfterBytes: 300_000,
    })
    await startOrchestrator(around, {
      host: gamma,
      account: accounts.gamma,
      settings: {
        serviceUri: urlOf('https', { host: this.hosts.ownAddress, port: farPort }),
        localTranscoding: 'off',
        transcoderSecretFile: around.secretFile,
      },
    })
    this.#transcoders = await Promise.all(
      ['one', 'two'].map(async (name) => {
        const host = this.hosts.add(`transcoder-${name}`)
        const orchestrator = await host.reach({ host: gamma.address, port: ports.orchestrator })
        return startTranscoder(around, { host, orchestrator })
      }),
    )
  }

  /** A block every now and then, whether there are transactions or not. */
  async #mineOn(protocol: Protocol): Promise<void> {
    const { signal } = this.#mining
    while (!signal.aborted) {
      await protocol.mine(1)
      await delay(blockMs, { signal }).catch(() => {})
    }
  }
}

function existing<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The network has not come so far.')
  return value
}
