import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { PortInUseError } from './errors.ts'
import type { DevnetSettings } from './settings.ts'

/** Every port of a network, chosen. */
export interface NetworkPorts {
  readonly chain: number
  readonly rtmp: number
  readonly http: number
  /** The gateway’s operator API. */
  readonly gatewayOperator: number
  readonly explorer: number
  /** A free one when there is no tester. */
  readonly tester: number
  readonly orchestrators: readonly OrchestratorPorts[]
}

interface OrchestratorPorts {
  /** What the service URI names: the near end of the injected delay. */
  readonly service: number
  /** Where the process itself listens; the same as `service` without a delay. */
  readonly process: number
  readonly operator: number
}

interface WantedPort {
  /** 0 takes a free one. */
  readonly port: number
  /** Named in the error when it is taken. */
  readonly setting: string
}

/**
 * Chooses all ports before anything starts, so that a taken one is said at once. Free ones are held until all are
 * chosen, so that none is given twice.
 * @throws {PortInUseError}
 */
export async function chooseNetworkPorts(settings: DevnetSettings): Promise<NetworkPorts> {
  const free = { port: 0, setting: '' }
  const following = (port: number, index: number, setting: string) => ({
    port: port === 0 ? 0 : port + index,
    setting,
  })
  const orchestrators = settings.orchestrators.flatMap((_, index) => [
    following(settings.orchestratorPort, index, '--orchestrator-port'),
    following(settings.operatorPort, index, '--operator-port'),
    free,
  ])
  const [chain = 0, rtmp = 0, http = 0, gatewayOperator = 0, explorer = 0, tester = 0, ...rest] =
    await choosePorts([
      { port: settings.chainPort, setting: '--chain-port' },
      { port: settings.rtmpPort, setting: '--rtmp-port' },
      { port: settings.httpPort, setting: '--http-port' },
      { port: settings.gatewayOperatorPort, setting: '--gateway-operator-port' },
      { port: settings.explorerPort, setting: '--explorer-port' },
      settings.tester ? { port: settings.testerPort, setting: '--tester-port' } : free,
      ...orchestrators,
    ])
  return {
    chain,
    rtmp,
    http,
    gatewayOperator,
    explorer,
    tester,
    orchestrators: settings.orchestrators.map(({ delayMs }, index) => {
      const [service = 0, operator = 0, spare = 0] = rest.slice(index * 3)
      return { service, operator, process: delayMs === 0 ? service : spare }
    }),
  }
}

async function choosePorts(wanted: readonly WantedPort[]): Promise<number[]> {
  const servers: ReturnType<typeof createServer>[] = []
  try {
    const chosen: number[] = []
    for (const { port, setting } of wanted) {
      const server = createServer()
      servers.push(server)
      server.listen(port, '127.0.0.1')
      try {
        await once(server, 'listening')
      } catch {
        throw new PortInUseError({ port, setting })
      }
      chosen.push((server.address() as AddressInfo).port)
    }
    return chosen
  } finally {
    await Promise.all(
      servers.filter(({ listening }) => listening).map((server) => once(server.close(), 'close')),
    )
  }
}
