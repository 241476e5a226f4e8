import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createLogger, type Lifecycle } from '@millrace/common'
import { type LiveSource, startLiveSource } from '@millrace/media'
import { StreamKeys } from '@millrace/node/gateway'
import { measureMachine } from './capacity.ts'
import { cheatSettingsOf } from './cheat/cheaters.ts'
import { cheatPlanOf } from './cheat/settings.ts'
import { DataFolder } from './data-folder.ts'
import { openChain } from './devnet-chain.ts'
import { machineLadder } from './ladder.ts'
import type { CheatFacts, NetworkDependencies, NetworkParts } from './network.ts'
import { Observer } from './observe/observer.ts'
import { chooseNetworkPorts } from './ports.ts'
import type { RoleProcess } from './processes/role-process.ts'
import { ensureRound, fundGateway, setUpProtocol, untilElected } from './protocol-setup.ts'
import { genesisSecondsOf, openHistory, playHistory } from './seed/network-history.ts'
import type { DevnetSettings } from './settings.ts'
import type { ChainReady, StartContext } from './start-context.ts'
import {
  accountAt,
  orchestratorRole,
  startExplorer,
  startGateway,
  startOrchestrators,
  startTester,
} from './start-roles.ts'

/** Name of the built-in stream, and of the one that is free for its user. */
const builtInStream = 'clip'
const ownStream = 'live'

/** Starts the parts of a network in order; each is added to `lifecycle`, which undoes it. */
export async function startNetwork(
  settings: DevnetSettings,
  dependencies: NetworkDependencies,
  lifecycle: Lifecycle,
): Promise<NetworkParts> {
  const { events } = dependencies
  const folder = lifecycle.use('data folder', await DataFolder.open(settings.dataDir))
  const ports = await chooseNetworkPorts(settings)
  // To a file, like the roles' logs: the terminal is for the table.
  const log = createLogger({ name: 'network', level: settings.logLevel, to: folder.logFileOf('network') })
  const seed = await openHistory(settings, folder.path)
  const start: StartContext = { ...dependencies, settings, lifecycle, folder, ports, seed, log }

  const rtmpUrl = `rtmp://127.0.0.1:${ports.rtmp}/live`
  const keys = await streamKeys(start)
  // The source publishes as soon as there is a gateway; a file that cannot be played ends the start at once.
  const [ready, { source, capacityPixelsPerSecond }] = await Promise.all([
    startChain(start),
    startSource(start, `${rtmpUrl}/${keys.builtIn}`).then(async (started) => ({
      source: started,
      capacityPixelsPerSecond: await measureShare(start),
    })),
  ])
  const { chain, addresses } = ready
  await playHistory(start, ready)
  await ensureRound(chain, addresses)
  const gatewayUrl = `http://127.0.0.1:${ports.http}`
  // The pages need the chain alone, and their database takes a while to open.
  const [{ orchestrators, gateway }] = await Promise.all([
    startNodes(start, ready, capacityPixelsPerSecond),
    startExplorer(start, ready, { gatewayUrl, rtmpUrl }),
  ])
  const observer = lifecycle.use(
    'observer',
    new Observer(
      {
        gatewayUrl,
        addresses,
        orchestrators: settings.orchestrators.map(({ region, pricePerPixelWei }, index) => ({
          name: nameOf(index),
          address: accountAt(chain, index).address,
          region,
          pricePerPixelWei,
          dataDir: folder.folderOf(orchestratorRole(index)),
          operatorUrl: `http://127.0.0.1:${ports.orchestrators[index]?.operator ?? 0}`,
          isRunning: () => orchestrators[index]?.pid !== undefined,
        })),
      },
      {
        client: chain.client,
        log,
        onEvent: (event) => events.emit('status', event),
        onView: (view) => events.emit('view', view),
      },
    ),
  )
  return {
    rpcUrl: chain.rpcUrl,
    client: chain.client,
    addresses,
    gatewayUrl,
    rtmpUrl,
    explorerUrl: `http://127.0.0.1:${ports.explorer}`,
    gatewayAddress: chain.accounts.gateway.address,
    streamKey: keys.own,
    observer,
    gateway,
    orchestrators,
    cheats: cheatFacts(settings, ready),
    source,
  }
}

function cheatFacts(settings: DevnetSettings, { chain }: ChainReady): CheatFacts[] {
  return settings.orchestrators.flatMap((_, index) => {
    const cheat = cheatSettingsOf(settings, index)
    const { address } = accountAt(chain, index)
    return cheat ? [{ orchestrator: nameOf(index), address, ...cheatPlanOf(cheat) }] : []
  })
}

/** As the table of the network names an orchestrator. */
function nameOf(index: number): string {
  return `#${index + 1}`
}

async function startNodes(
  start: StartContext,
  ready: ChainReady,
  capacityPixelsPerSecond: number,
): Promise<{ orchestrators: RoleProcess[]; gateway: RoleProcess }> {
  const { chain, addresses } = ready
  start.events.emit('step', 'orchestrators')
  const orchestrators = await startOrchestrators(start, ready, capacityPixelsPerSecond)
  await untilElected(chain, addresses)
  await fundGateway(chain, addresses)
  start.events.emit('step', 'gateway')
  const gateway = await startGateway(start, ready)
  if (start.settings.tester) await startTester(start, ready)
  return { orchestrators, gateway }
}

async function startChain(start: StartContext): Promise<ChainReady> {
  const { settings, lifecycle, folder, ports, log, events, seed } = start
  events.emit('step', 'chain')
  const dataDir = folder.folderOf('chain')
  const genesisSeconds = genesisSecondsOf(seed)
  const chain = lifecycle.use(
    'chain',
    await openChain(settings, { dataDir, port: ports.chain, genesisSeconds, log }),
  )
  events.emit('step', 'contracts')
  const recordFile = join(folder.path, 'deployment.json')
  return { chain, addresses: await setUpProtocol(settings, chain, { recordFile, seed: seed?.profile, log }) }
}

/**
 * What one orchestrator may use of the machine that all of the elected ones share; enough for one stream in any case,
 * so that a machine that is busy while it is measured still shows one.
 */
async function measureShare({ settings, log }: StartContext): Promise<number> {
  const machine = await measureMachine({ log })
  const oneStream = machineLadder().reduce((sum, { widthPx, heightPx }) => sum + widthPx * heightPx * 30, 0)
  return Math.max(oneStream * 1.1, machine / Math.min(settings.activeSetSize, settings.orchestrators.length))
}

/** Keys of the built-in stream and of its user's own: made once, shown in the terminal, known to the gateway as hashes. */
async function streamKeys({ folder }: StartContext): Promise<{ builtIn: string; own: string }> {
  const known = await StreamKeys.open({ dataDir: folder.folderOf('gateway') })
  const keyOf = async (stream: string) => {
    const { value } = await folder.secret(`${stream}.stream-key`)
    if (!known.check(value)) await known.create(stream, { key: value })
    return value
  }
  return { builtIn: await keyOf(builtInStream), own: await keyOf(ownStream) }
}

async function startSource(
  { settings, lifecycle, folder, log, events }: StartContext,
  rtmpUrl: string,
): Promise<LiveSource | undefined> {
  if (settings.source === 'none') return undefined
  events.emit('step', 'live source')
  const require = createRequire(import.meta.url)
  return lifecycle.use(
    'live source',
    await startLiveSource(
      {
        file: settings.source ?? require.resolve('vide/examples/video/ocean.mp4'),
        rtmpUrl,
        clock: settings.clock,
        cacheDir: folder.folderOf('source'),
        fontFile: require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf'),
      },
      { log },
    ),
  )
}
