import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createKeystore, KeystoreExistsError } from '@millrace/chain'
import { createLogger, type Lifecycle, type Logger, programPath } from '@millrace/common'
import { type LiveSource, startLiveSource } from '@millrace/media'
import { StreamKeys } from '@millrace/node/gateway'
import type { DevnetAccount } from './accounts.ts'
import { measureMachine } from './capacity.ts'
import { DataFolder } from './data-folder.ts'
import { type DevnetChain, openChain } from './devnet-chain.ts'
import type { ExplorerConfig } from './explorer/server.ts'
import { machineLadder } from './ladder.ts'
import type { NetworkDependencies, NetworkParts } from './network.ts'
import { Observer } from './observe/observer.ts'
import { chooseNetworkPorts, type NetworkPorts } from './ports.ts'
import { DelayProxy } from './processes/delay-proxy.ts'
import { RoleProcess } from './processes/role-process.ts'
import {
  type DevnetAddresses,
  ensureRound,
  fundGateway,
  setUpProtocol,
  untilElected,
} from './protocol-setup.ts'
import { gatewayConfig, orchestratorConfig, type RoleIdentity } from './role-configs.ts'
import { SeedTargetError } from './seed/errors.ts'
import { historySeconds } from './seed/run/chain-clock.ts'
import { seedNetwork } from './seed/run/seed-network.ts'
import { SeedRecord } from './seed/seed-record.ts'
import type { DevnetSettings } from './settings.ts'

/** Name of the built-in stream, and of the one that is free for its user. */
const builtInStream = 'clip'
const ownStream = 'live'

/** What the steps of a start share. */
interface Start extends NetworkDependencies {
  readonly settings: DevnetSettings
  readonly lifecycle: Lifecycle
  readonly folder: DataFolder
  readonly ports: NetworkPorts
  /** Of a network that has a history. */
  readonly seed: SeedRecord | undefined
  readonly log: Logger
}

interface ChainReady {
  readonly chain: DevnetChain
  readonly addresses: DevnetAddresses
}

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
  const seed = await openSeed(settings, folder)
  const start: Start = { ...dependencies, settings, lifecycle, folder, ports, seed, log }

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
  events.emit('step', 'orchestrators')
  const orchestrators = await startOrchestrators(start, ready, capacityPixelsPerSecond)
  await untilElected(chain, addresses)
  await fundGateway(chain, addresses)

  events.emit('step', 'gateway')
  const gateway = await startGateway(start, ready)
  const gatewayUrl = `http://127.0.0.1:${ports.http}`
  await startExplorer(start, ready, { gatewayUrl, rtmpUrl })
  const observer = lifecycle.use(
    'observer',
    new Observer(
      {
        gatewayUrl,
        addresses,
        orchestrators: settings.orchestrators.map(({ region, pricePerPixelWei }, index) => ({
          name: `#${index + 1}`,
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
    source,
  }
}

/** @throws {SeedFolderError | SeedTargetError} */
async function openSeed(settings: DevnetSettings, { path }: DataFolder): Promise<SeedRecord | undefined> {
  if (settings.seed !== undefined && (settings.rpcUrl ?? settings.controller) !== undefined)
    throw new SeedTargetError({
      reason: 'only the embedded chain can be. Leave out --rpc-url and --controller.',
    })
  return SeedRecord.open(path, settings.seed)
}

async function startChain(start: Start): Promise<ChainReady> {
  const { settings, lifecycle, folder, ports, log, events, seed } = start
  events.emit('step', 'chain')
  const dataDir = folder.folderOf('chain')
  const genesisSeconds =
    seed && !seed.isPlayed ? Math.floor(Date.now() / 1_000) - historySeconds(seed.profile) : undefined
  const chain = lifecycle.use(
    'chain',
    await openChain(settings, { dataDir, port: ports.chain, genesisSeconds, log }),
  )
  events.emit('step', 'contracts')
  const recordFile = join(folder.path, 'deployment.json')
  return { chain, addresses: await setUpProtocol(settings, chain, { recordFile, seed: seed?.profile, log }) }
}

/** Plays the history of a seeded network, if it is new. */
async function playHistory(
  { seed, events, lifecycle }: Start,
  { chain, addresses }: ChainReady,
): Promise<void> {
  await seed?.play(async (profile) => {
    await seedNetwork({
      rpcUrl: chain.rpcUrl,
      deployment: addresses,
      profile,
      signal: lifecycle.signal,
      onProgress: ({ round, rounds, transactions }) => {
        if (round % 5 === 1 || round === rounds)
          events.emit('step', `history: round ${round} of ${rounds}, ${transactions} transactions`)
      },
    })
    await chain.save()
  })
}

function orchestratorRole(index: number): string {
  return `orchestrator-${index + 1}`
}

function accountAt({ accounts }: DevnetChain, index: number): DevnetAccount {
  const account = accounts.orchestrators[index]
  if (!account) throw new Error(`There is no account for orchestrator ${index + 1}.`)
  return account
}

/**
 * What one orchestrator may use of the machine that all of the elected ones share; enough for one stream in any case,
 * so that a machine that is busy while it is measured still shows one.
 */
async function measureShare({ settings, log }: Start): Promise<number> {
  const machine = await measureMachine({ log })
  const oneStream = machineLadder().reduce((sum, { widthPx, heightPx }) => sum + widthPx * heightPx * 30, 0)
  return Math.max(oneStream * 1.1, machine / Math.min(settings.activeSetSize, settings.orchestrators.length))
}

async function startOrchestrators(
  start: Start,
  ready: ChainReady,
  capacityPixelsPerSecond: number,
): Promise<RoleProcess[]> {
  const { settings, lifecycle, folder, ports } = start
  return Promise.all(
    settings.orchestrators.map(async ({ delayMs }, index) => {
      const role = orchestratorRole(index)
      const port = ports.orchestrators[index]
      if (!port) throw new Error(`No ports were chosen for ${role}.`)
      if (delayMs > 0)
        lifecycle.use(
          `delay of ${role}`,
          await DelayProxy.listen({ port: port.service, targetPort: port.process, delayMs }),
        )
      const identity = await identify(start, ready, { role, account: accountAt(ready.chain, index) })
      const config = orchestratorConfig(settings, index, { identity, ports, capacityPixelsPerSecond })
      return startRole(start, {
        role,
        program: '@millrace/node/orchestrator/main',
        configFile: await folder.writeConfig(role, config),
      })
    }),
  )
}

async function startGateway(start: Start, ready: ChainReady): Promise<RoleProcess> {
  const { settings, folder, ports } = start
  const identity = await identify(start, ready, { role: 'gateway', account: ready.chain.accounts.gateway })
  const config = gatewayConfig(settings, { identity, ports, ladder: machineLadder() })
  return startRole(start, {
    role: 'gateway',
    program: '@millrace/node/gateway/main',
    configFile: await folder.writeConfig('gateway', config),
  })
}

async function startExplorer(
  start: Start,
  { chain, addresses }: ChainReady,
  { gatewayUrl, rtmpUrl }: { gatewayUrl: string; rtmpUrl: string },
): Promise<void> {
  const { settings, folder, ports, pagesDir } = start
  const { privateKey } = chain.accounts.delegator
  const config: ExplorerConfig = {
    networkName: chain.isEmbedded ? 'Devnet on this machine' : `Devnet on chain ${chain.chain.id}`,
    rpcUrl: chain.rpcUrl,
    chainId: chain.chain.id,
    controller: addresses.controller,
    ...(addresses.multicall3 ? { multicall: addresses.multicall3 } : {}),
    deployedAtBlock: 0,
    gatewayUrl,
    rtmpUrl,
    // A key that anybody knows may be shown to a browser; any other may not.
    testAccounts: settings.mnemonicFile === undefined ? [{ name: 'Test account', privateKey }] : [],
  }
  const configFile = await folder.writeConfig('explorer', { port: ports.explorer, pagesDir, config })
  await startRole(start, { role: 'explorer', program: './explorer/main', configFile })
}

/** Starts a role's process and keeps it running. */
async function startRole(
  { lifecycle, folder, log, events }: Start,
  { role, program, configFile }: { role: string; program: string; configFile: string },
): Promise<RoleProcess> {
  const process = await RoleProcess.start(
    {
      role,
      program: program.startsWith('.')
        ? programPath(import.meta.url, program)
        : fileURLToPath(import.meta.resolve(program)),
      args: ['--config', configFile],
      logFile: folder.logFileOf(role),
      onReady: (pid) => events.emit('role', { role, pid, state: 'ready' }),
      onDeath: (pid, reason) => events.emit('role', { role, pid, state: 'died', reason }),
    },
    { log },
  )
  lifecycle.add(role, () => process.stop())
  return process
}

/** A folder, and a keystore with the role's key in it, made at the first start. */
async function identify(
  { folder }: Start,
  { chain, addresses }: ChainReady,
  { role, account }: { role: string; account: DevnetAccount },
): Promise<RoleIdentity> {
  const { file: passwordFile } = await folder.secret(`${role}.password`)
  const keystoreFile = `${folder.path}/secrets/${role}.keystore.json`
  await createKeystore({
    file: keystoreFile,
    passwordFile,
    privateKey: account.privateKey,
    cost: 'light',
  }).catch((error) => {
    if (!(error instanceof KeystoreExistsError)) throw error
  })
  return {
    dataDir: folder.folderOf(role),
    rpcUrl: chain.rpcUrl,
    controller: addresses.controller,
    keystoreFile,
    passwordFile,
  }
}

/** Keys of the built-in stream and of its user's own: made once, shown in the terminal, known to the gateway as hashes. */
async function streamKeys({ folder }: Start): Promise<{ builtIn: string; own: string }> {
  const known = await StreamKeys.open({ dataDir: folder.folderOf('gateway') })
  const keyOf = async (stream: string) => {
    const { value } = await folder.secret(`${stream}.stream-key`)
    if (!known.check(value)) await known.create(stream, { key: value })
    return value
  }
  return { builtIn: await keyOf(builtInStream), own: await keyOf(ownStream) }
}

async function startSource(
  { settings, lifecycle, folder, log, events }: Start,
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
