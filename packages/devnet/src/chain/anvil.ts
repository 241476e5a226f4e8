import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { delay, Lifecycle, type Logger, writeFileAtomic } from '@millrace/common'
import { DataFolderError, PortInUseError } from '../errors.ts'
import { GuardProcess } from './guard-process.ts'
import type { SaveReport, SupervisorOptions } from './supervisor.ts'

export interface AnvilOptions {
  /** Folder of the chain's state; made if it is not there. */
  readonly dataDir: string
  /** 0 takes a free one. */
  readonly port: number
  /** Whole seconds. */
  readonly blockTimeSeconds?: number
  /** Accounts of the development mnemonic that begin with 10,000 ether. */
  readonly accounts?: number
  /** Anvil is restarted from its compacted state, for about half a second, once this many blocks could go. */
  readonly compactAfterBlocks?: number
  /** When a new chain began, in seconds since 1970; by default now. */
  readonly genesisSeconds?: number | undefined
}

/** The embedded chain: anvil in a process that ends with this one, its state kept in `dataDir`. */
export interface EmbeddedChain {
  readonly rpcUrl: string
  readonly port: number
  readonly chainId: number
  /** Undefined while anvil is being restarted. */
  readonly anvilPid: number | undefined
  /** The process that owns anvil. */
  readonly guardPid: number | undefined
  /** Saves now; otherwise the chain is saved in intervals and when it closes. @throws {ChainSaveError} */
  save(): Promise<SaveReport>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** A chain with much history takes seconds to save, on a busy machine many. */
const closeTimeoutMs = 40_000
/** A network that was killed a moment ago leaves a guard that is still saving. */
const predecessorTimeoutMs = 45_000
const longestPauseMs = 10_000

/**
 * Starts the embedded chain, or goes on with the one in `dataDir`.
 * @throws {PortInUseError} when the port is taken.
 * @throws {DataFolderError} when the folder cannot be written.
 * @throws {ChainStateError} when the saved state and its copy are damaged.
 * @throws {ChainStartError | ChainUnavailableError} when anvil does not start.
 */
export async function startAnvil(
  options: AnvilOptions,
  { log: parent }: { log: Logger },
): Promise<EmbeddedChain> {
  const log = parent.child({ module: 'devnet/chain' })
  const dataDir = resolve(options.dataDir)
  await prepareFolder(dataDir)
  await waitForPredecessor(dataDir, log)
  const supervised: SupervisorOptions = {
    dataDir,
    port: await choosePort(options.port),
    blockTimeSeconds: options.blockTimeSeconds ?? 1,
    accounts: options.accounts ?? 10,
    compactAfterBlocks: options.compactAfterBlocks ?? 5_000,
    genesisSeconds: options.genesisSeconds,
  }
  let guard = await GuardProcess.start(supervised, { log })
  const lifecycle = new Lifecycle()
  lifecycle.add('the guard', () => guard.close({ timeoutMs: closeTimeoutMs }))
  const watching = keepRunning()
  lifecycle.add('the watch', () => void watching)
  const { port } = supervised
  log.info({ port, dataDir, anvilPid: guard.anvilPid }, 'chain runs')

  /** The guard restarts anvil; this restarts the guard. */
  async function keepRunning(): Promise<void> {
    for (let pauseMs = 100; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      const reason = await guard.ended
      if (lifecycle.isClosed) return
      log.error({ reason }, 'guard of the chain died, starting it again')
      await delay(pauseMs, { signal: lifecycle.signal }).catch(() => undefined)
      if (lifecycle.isClosed) return
      try {
        guard = await GuardProcess.start(supervised, { log })
        if (lifecycle.isClosed) return await guard.close({ timeoutMs: closeTimeoutMs })
        pauseMs = 100
      } catch (err) {
        log.error({ err }, 'chain could not be started again')
      }
    }
  }

  return {
    port,
    rpcUrl: `http://127.0.0.1:${port}`,
    chainId: 31337,
    get anvilPid() {
      return guard.anvilPid
    },
    get guardPid() {
      return guard.pid
    },
    save: () => guard.save(),
    close: () => lifecycle.close(),
    [Symbol.asyncDispose]: () => lifecycle.close(),
  }
}

/** A full disk and a read-only folder say so here, not at the first save. */
async function prepareFolder(folder: string): Promise<void> {
  const probe = join(folder, '.writable')
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFileAtomic(probe, randomBytes(64 * 1024))
    await rm(probe)
  } catch (cause) {
    throw new DataFolderError({ folder, cause })
  }
}

async function waitForPredecessor(folder: string, log: Logger): Promise<void> {
  const pid = Number(await readFile(join(folder, 'guard.pid'), 'utf8').catch(() => ''))
  if (!isRunning(pid)) return
  log.info({ pid }, 'waiting for the last run of the chain to end')
  for (const endMs = performance.now() + predecessorTimeoutMs; performance.now() < endMs && isRunning(pid); )
    await delay(50)
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Anvil takes the same port again after each restart, so 0 is settled here. */
async function choosePort(port: number): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    throw new PortInUseError({ port, setting: '--chain-port' })
  }
  const chosen = (server.address() as AddressInfo).port
  await once(server.close(), 'close')
  return chosen
}
