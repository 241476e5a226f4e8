import { fileURLToPath } from 'node:url'
import { createKeystore, KeystoreExistsError } from '@millrace/chain'
import { Lifecycle } from '@millrace/common'
import type { IndexerConfigInput } from '@millrace/indexer'
import type { DevnetAccount } from './accounts.ts'
import { cheatSettingsOf } from './cheat/cheaters.ts'
import type { DevnetChain } from './devnet-chain.ts'
import { machineLadder } from './ladder.ts'
import { DelayProxy } from './processes/delay-proxy.ts'
import { RoleProcess } from './processes/role-process.ts'
import { gatewayConfig, orchestratorConfig, type RoleIdentity, testerConfig } from './role-configs.ts'
import type { ChainReady, StartContext } from './start-context.ts'

/** Name of an orchestrator's process, folder and log. */
export function orchestratorRole(index: number): string {
  return `orchestrator-${index + 1}`
}

export function accountAt({ accounts }: DevnetChain, index: number): DevnetAccount {
  const account = accounts.orchestrators[index]
  if (!account) throw new Error(`There is no account for orchestrator ${index + 1}.`)
  return account
}

/** Starts every orchestrator of the settings, each behind the delay that it is to have. */
export async function startOrchestrators(
  start: StartContext,
  ready: ChainReady,
  capacityPixelsPerSecond: number,
): Promise<RoleProcess[]> {
  const { settings, folder, ports } = start
  // Each takes seconds to leave its work in order.
  const lifecycle = start.lifecycle.use('orchestrators', new Lifecycle({ together: true }))
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
      const honest = orchestratorConfig(settings, index, { identity, ports, capacityPixelsPerSecond })
      const cheat = cheatSettingsOf(settings, index)
      const program = cheat ? '@millrace/devnet/cheat/main' : '@millrace/node/orchestrator/main'
      const config = { ...honest, ...cheat }
      const configFile = await folder.writeConfig(role, config)
      return startRole({ ...start, lifecycle }, { role, program, configFile })
    }),
  )
}

export async function startGateway(start: StartContext, ready: ChainReady): Promise<RoleProcess> {
  const { settings, folder, ports } = start
  const identity = await identify(start, ready, { role: 'gateway', account: ready.chain.accounts.gateway })
  const config = gatewayConfig(settings, { identity, ports, ladder: machineLadder() })
  return startRole(start, {
    role: 'gateway',
    program: '@millrace/node/gateway/main',
    configFile: await folder.writeConfig('gateway', config),
  })
}

/** Where the tester serves its scores; undefined when there is none. */
function testerUrlOf({ settings, ports }: StartContext): string | undefined {
  return settings.tester ? `http://127.0.0.1:${ports.tester}` : undefined
}

/** Starts the tester. It pays from the gateway's deposit: its sessions, and so its tickets, are its own. */
export async function startTester(start: StartContext, ready: ChainReady): Promise<RoleProcess> {
  const { settings, folder, ports } = start
  const identity = await identify(start, ready, { role: 'tester', account: ready.chain.accounts.gateway })
  return startRole(start, {
    role: 'tester',
    program: '@millrace/node/tester/main',
    configFile: await folder.writeConfig('tester', testerConfig(settings, { identity, ports })),
  })
}

/** Starts the indexer, which serves the explorer's pages beside what it knows. */
export async function startExplorer(
  start: StartContext,
  { chain, addresses }: ChainReady,
  { gatewayUrl, rtmpUrl }: { gatewayUrl: string; rtmpUrl: string },
): Promise<RoleProcess> {
  const { settings, folder, ports, pagesDir } = start
  const { privateKey } = chain.accounts.delegator
  const testerUrl = testerUrlOf(start)
  const config: IndexerConfigInput = {
    dataDir: folder.folderOf('explorer'),
    logLevel: settings.logLevel,
    port: ports.explorer,
    rpcUrls: [chain.rpcUrl],
    chainId: chain.chain.id,
    controller: addresses.controller,
    ...(addresses.multicall3 ? { multicall: addresses.multicall3 } : {}),
    // Whoever runs a devnet may see where its chain is.
    browserRpcUrl: chain.rpcUrl,
    firstBlock: 0,
    pagesDir,
    networkName: chain.isEmbedded ? 'Devnet on this machine' : `Devnet on chain ${chain.chain.id}`,
    ...{ gatewayUrl, rtmpUrl },
    ...(testerUrl !== undefined && { testerUrl }),
    // A key that anybody knows may be shown to a browser; any other may not.
    testAccounts: settings.mnemonicFile === undefined ? [{ name: 'Test account', privateKey }] : [],
  }
  const configFile = await folder.writeConfig('explorer', config)
  return startRole(start, { role: 'explorer', program: '@millrace/indexer/main', configFile })
}

/** Starts a role's process and keeps it running. */
async function startRole(
  { lifecycle, folder, log, events }: StartContext,
  { role, program, configFile }: { role: string; program: string; configFile: string },
): Promise<RoleProcess> {
  const process = await RoleProcess.start(
    {
      role,
      program: fileURLToPath(import.meta.resolve(program)),
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
  { folder }: StartContext,
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
