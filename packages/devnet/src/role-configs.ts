import { availableParallelism } from 'node:os'
import type { Profile } from '@millrace/media'
import type { GatewayConfigInput } from '@millrace/node/gateway'
import type { OrchestratorConfigInput } from '@millrace/node/orchestrator'
import type { TesterConfigInput } from '@millrace/node/tester'
import { hasCheats } from './cheat/cheaters.ts'
import type { NetworkPorts } from './ports.ts'
import type { DevnetSettings } from './settings.ts'

/** Where a role finds chain and key. */
export interface RoleIdentity {
  readonly dataDir: string
  readonly rpcUrl: string
  readonly controller: string
  readonly keystoreFile: string
  readonly passwordFile: string
}

/**
 * Expected value of a ticket on a devnet. With prices around 10⁸ wei a pixel a segment of the smallest ladder is paid
 * with some dozens of tickets, so that winners come within seconds.
 */
const ticketEvWei = 50_000_000_000_000n

/** Settings of the orchestrator at `index`. */
export function orchestratorConfig(
  settings: DevnetSettings,
  index: number,
  {
    identity,
    ports,
    capacityPixelsPerSecond,
  }: { identity: RoleIdentity; ports: NetworkPorts; capacityPixelsPerSecond: number },
): OrchestratorConfigInput {
  const own = settings.orchestrators[index]
  const port = ports.orchestrators[index]
  if (!own || !port) throw new Error(`There is no orchestrator ${index}.`)
  return {
    ...chainOf(identity),
    dataDir: identity.dataDir,
    logLevel: settings.logLevel,
    host: '127.0.0.1',
    port: port.process,
    serviceUri: `https://127.0.0.1:${port.service}`,
    operatorPort: port.operator,
    region: own.region,
    // Its chain has a clock of its own, and the way to it is laid while it starts.
    selfCheck: 'off',
    register: true,
    bondWei: own.stake.toString(),
    rewardCutPercent: 10 + 5 * (index % 4),
    feeSharePercent: 50,
    initializeRoundMaxDelayMs: 1_000,
    pricePerPixel: { wei: own.pricePerPixelWei.toString(), pixels: '1' },
    ticketEvWei: ticketEvWei.toString(),
    // The face value is what makes a winner come once in so many tickets, whatever gas costs at the moment.
    maxFaceValueWei: (ticketEvWei * BigInt(settings.ticketsPerWin)).toString(),
    txCostMultiplier: 1_000,
    ticketExpiryBlocks: settings.ticketExpiryBlocks,
    capacityPixelsPerSecond,
    transcodeWorkers: Math.max(1, Math.floor(availableParallelism() / settings.activeSetSize)),
  }
}

/** Settings of the gateway. */
export function gatewayConfig(
  settings: DevnetSettings,
  { identity, ports, ladder }: { identity: RoleIdentity; ports: NetworkPorts; ladder: readonly Profile[] },
): GatewayConfigInput {
  return {
    ...chainOf(identity),
    dataDir: identity.dataDir,
    logLevel: settings.logLevel,
    rtmpHost: '127.0.0.1',
    rtmpPort: ports.rtmp,
    httpHost: '127.0.0.1',
    httpPort: ports.http,
    operatorPort: ports.gatewayOperator,
    renditions: ladder.map(({ name, widthPx, heightPx, bitrateBps }) => ({
      name,
      width: widthPx,
      height: heightPx,
      bitrate: bitrateBps,
    })),
    discoveryIntervalMs: 5_000,
    fundsPollMs: 1_000,
    sessionTurnSegments: 3,
    // Most cheats show in the pictures alone.
    ...(hasCheats(settings) && { resultChecks: 'content' as const }),
    // Tickets here are worth far more than on a public network, as prices are.
    maxTicketEvWei: (ticketEvWei * 10n).toString(),
    maxTotalEvWei: (ticketEvWei * 10_000n).toString(),
  }
}

/** Settings of the tester: a test stream for each orchestrator every few minutes. */
export function testerConfig(
  settings: DevnetSettings,
  { identity, ports }: { identity: RoleIdentity; ports: NetworkPorts },
): TesterConfigInput {
  return {
    ...chainOf(identity),
    dataDir: identity.dataDir,
    logLevel: settings.logLevel,
    region: 'devnet',
    port: ports.tester,
    operatorPort: 0,
    intervalMs: 300_000,
    // What the machine can make beside the live stream.
    ladders: [['P240p30fps16x9'], ['P144p30fps16x9', 'P240p30fps16x9']],
    maxTicketEvWei: (ticketEvWei * 10n).toString(),
    maxTotalEvWei: (ticketEvWei * 10_000n).toString(),
    runSpendCapWei: (ticketEvWei * 10_000n).toString(),
    dailySpendCapWei: (ticketEvWei * 200_000n).toString(),
  }
}

function chainOf({ rpcUrl, controller, keystoreFile, passwordFile }: RoleIdentity) {
  return { rpcUrls: [rpcUrl], controller, keystoreFile, passwordFile, blockPollMs: 500 }
}
