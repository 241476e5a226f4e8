/** The roles of the network, each on a host of its own. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createKeystore } from '@millrace/chain'
import { ether, type Protocol, privateKey } from '@millrace/chain/testing'
import { StreamKeys } from '@millrace/node/gateway'
import type { Host, Started } from './host.ts'
import type { Place } from './relay.ts'

export const streamId = 'live'
export const faceValueWei = ether / 1_000n

export const ports = {
  gateway: 9_935,
  orchestrator: 8_935,
  orchestratorStatus: 7_935,
  redeemer: 8_936,
  redeemerStatus: 7_936,
}

const programs = {
  gateway: new URL('../../packages/node/src/gateway/main.ts', import.meta.url),
  orchestrator: new URL('../../packages/node/src/orchestrator/main.ts', import.meta.url),
  transcoder: new URL('../../packages/node/src/transcoder/main.ts', import.meta.url),
  redeemer: new URL('../../packages/node/src/redeemer/main.ts', import.meta.url),
}

/** What all roles of one network share. */
export interface Surroundings {
  readonly protocol: Protocol
  /** Endpoints of the chain, the preferred one first. */
  readonly endpoints: readonly Place[]
  /** For what a role keeps on disk, and its settings. */
  readonly folder: string
  /** Of the operator whose orchestrators have transcoders and a redeemer. */
  readonly secretFile: string
}

/** Settings as in a file. */
type Settings = Readonly<Record<string, unknown>>

interface RoleOptions {
  readonly host: Host
  /** Number of the test account whose key the role has. */
  readonly account: number
  readonly settings?: Settings
}

export interface RunningGateway {
  readonly url: string
  /** Of its one stream. */
  readonly key: string
}

export async function startGateway(
  around: Surroundings,
  { host, account, settings }: RoleOptions,
): Promise<RunningGateway> {
  const dataDir = await folderOf(around, host)
  const key = await (await StreamKeys.open({ dataDir })).create(streamId)
  await host.serve(ports.gateway)
  await start(around, {
    role: 'gateway',
    host,
    settings: {
      dataDir,
      rtmpHost: host.ownAddress,
      httpHost: host.ownAddress,
      operatorHost: host.ownAddress,
      renditions: [{ name: 'small', width: 160, height: 90, bitrate: 100_000 }],
      segmentTargetMs: 1_000,
      discoveryIntervalMs: 2_000,
      fundsPollMs: 500,
      // Everybody's turn comes soon, and comes again soon after a failure.
      sessionTurnSegments: 2,
      suspensionBaseMs: 1_000,
      suspensionMaxMs: 4_000,
      latencyWeight: 1,
      successWeight: 1,
      attemptTimeoutMs: 5_000,
      // Segments count here, not how fast a busy machine does them.
      maxAttempts: 10,
      segmentDeadlineMs: 60_000,
      maxTicketEvWei: ether.toString(),
      maxTotalEvWei: (10n * ether).toString(),
      ...(await chainSettings(around, host, account)),
      ...settings,
    },
  })
  return { url: `http://${host.address}:${ports.gateway}`, key }
}

/** An orchestrator of which nearly every ticket wins, about one for each segment. */
export async function startOrchestrator(
  around: Surroundings,
  { host, account, settings }: RoleOptions,
): Promise<void> {
  await host.serve(ports.orchestrator, ports.orchestratorStatus)
  await start(around, {
    role: 'orchestrator',
    host,
    settings: {
      dataDir: await folderOf(around, host),
      host: host.ownAddress,
      serviceUri: `https://${host.address}:${ports.orchestrator}`,
      operatorHost: host.ownAddress,
      transcodeWorkers: 1,
      capacityPixelsPerSecond: 20_000_000,
      register: true,
      bondWei: (1_000n * ether).toString(),
      initializeRoundMaxDelayMs: 0,
      pricePerPixel: { wei: '2000000000' },
      ticketEvWei: (faceValueWei - 1n).toString(),
      maxFaceValueWei: faceValueWei.toString(),
      redeemGas: 100_000,
      ticketExpiryBlocks: 10,
      ...(await chainSettings(around, host, account)),
      ...settings,
    },
  })
}

/** @param orchestrator - place of the one that it works for */
export async function startTranscoder(
  around: Surroundings,
  { host, orchestrator }: { host: Host; orchestrator: Place },
): Promise<Started> {
  return start(around, {
    role: 'transcoder',
    host,
    settings: {
      dataDir: await folderOf(around, host),
      orchestrator: urlOf('https', orchestrator),
      secretFile: around.secretFile,
      transcodeWorkers: 1,
      capacityPixelsPerSecond: 20_000_000,
      operatorHost: host.ownAddress,
    },
  })
}

export async function startRedeemer(
  around: Surroundings,
  { host, account, settings }: RoleOptions,
): Promise<void> {
  await host.serve(ports.redeemer, ports.redeemerStatus)
  await start(around, {
    role: 'redeemer',
    host,
    settings: {
      dataDir: await folderOf(around, host),
      host: host.ownAddress,
      operatorHost: host.ownAddress,
      redeemGas: 100_000,
      secretFile: around.secretFile,
      ...(await chainSettings(around, host, account)),
      ...settings,
    },
  })
}

export function urlOf(scheme: 'http' | 'https', { host, port }: Place): string {
  return `${scheme}://${host}:${port}`
}

async function start(
  { folder }: Surroundings,
  { role, host, settings }: { role: keyof typeof programs; host: Host; settings: Settings },
): Promise<Started> {
  const file = join(folder, `${host.name}.json`)
  await writeFile(file, JSON.stringify({ logLevel: 'warn', ...settings }))
  return host.start(programs[role], ['--config', file])
}

async function folderOf({ folder }: Surroundings, host: Host): Promise<string> {
  const path = join(folder, host.name)
  await mkdir(path, { recursive: true, mode: 0o700 })
  return path
}

async function chainSettings({ protocol, endpoints, folder }: Surroundings, host: Host, account: number) {
  const reached = await Promise.all(endpoints.map((endpoint) => host.reach(endpoint)))
  const keystoreFile = join(folder, `key-${account}.json`)
  // One each: roles start side by side, and a file that is being written is empty for a moment.
  const passwordFile = join(folder, `password-${account}`)
  await writeFile(passwordFile, 'open sesame\n', { mode: 0o600 })
  await createKeystore({ file: keystoreFile, passwordFile, privateKey: privateKey(account), cost: 'light' })
  return {
    rpcUrls: reached.map((place) => urlOf('http', place)),
    controller: protocol.controller,
    blockPollMs: 200,
    keystoreFile,
    passwordFile,
  }
}
