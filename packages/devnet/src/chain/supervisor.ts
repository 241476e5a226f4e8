import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { delay, Lifecycle } from '@millrace/common'
import { z } from 'zod'
import { AnvilProcess } from './anvil-process.ts'
import { compactState } from './compact-state.ts'
import { ChainSaveError, ChainStartError } from './errors.ts'
import { saveIntervalMs } from './save-interval.ts'
import { type SavedState, StateFiles, writePlain } from './state-files.ts'

const gunzipAsync = promisify<Uint8Array, Buffer>(gunzip)

export interface SupervisorOptions {
  readonly dataDir: string
  readonly port: number
  readonly blockTimeSeconds: number
  readonly accounts: number
  /** Anvil is restarted from its compacted state when this many empty blocks could go. */
  readonly compactAfterBlocks: number
}

/** What one save did. */
export interface SaveReport {
  readonly head: number
  readonly bytes: number
  readonly durationMs: number
  /** Blocks in the file, and blocks that anvil held. */
  readonly blocks: number
  readonly allBlocks: number
}

export type Say = (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: object) => void

interface Dependencies {
  readonly say: Say
  /** Told of each anvil, so that somebody else can end it when this process no longer can. */
  readonly onAnvil: (pid: number) => void
}

const poolSchema = z.object({ pending: z.string() })
const longestPauseMs = 10_000

/** Keeps one anvil running: loads the saved state, saves it in intervals and at the end, restarts it when it dies. */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #dependencies: Dependencies
  readonly #files: StateFiles
  readonly #lifecycle = new Lifecycle()
  #anvil: AnvilProcess
  /** Saves follow one another. */
  #saving: Promise<unknown> = Promise.resolve()
  #savedAtMs = performance.now()
  #isReplacing = false

  private constructor(options: SupervisorOptions, dependencies: Dependencies, anvil: AnvilProcess) {
    this.#options = options
    this.#dependencies = dependencies
    this.#files = new StateFiles(options.dataDir)
    this.#anvil = anvil
  }

  /** @throws {ChainStateError | ChainStartError | ChainUnavailableError} */
  static async start(options: SupervisorOptions, dependencies: Dependencies): Promise<Supervisor> {
    const anvil = await launchFromDisk(options, dependencies)
    const supervisor = new Supervisor(options, dependencies, anvil)
    const saving = supervisor.#saveRepeatedly()
    supervisor.#lifecycle.add('anvil', () => supervisor.#anvil.kill())
    supervisor.#lifecycle.add('the last save', () => supervisor.#saveAtEnd())
    supervisor.#lifecycle.add('the saving loop', () => saving)
    void supervisor.#watch()
    return supervisor
  }

  /** Saves now, and compacts when that is due. @throws {ChainSaveError} */
  save(): Promise<SaveReport> {
    return this.#inTurn(async () => ((await this.#isCompactionDue()) ? this.#compact() : this.#save()))
  }

  /** Saves a last time and ends anvil. */
  close(): Promise<void> {
    return this.#lifecycle.close()
  }

  #inTurn(work: () => Promise<SaveReport>): Promise<SaveReport> {
    const done = this.#saving.then(work)
    this.#saving = done.catch(() => undefined)
    return done
  }

  async #save(): Promise<SaveReport> {
    const startedMs = performance.now()
    const { dataDir } = this.#options
    try {
      const dump = await this.#anvil.call('anvil_dumpState')
      if (typeof dump !== 'string') throw new Error('anvil gave no state')
      const json = (await gunzipAsync(Buffer.from(dump.slice(2), 'hex'))).toString('utf8')
      const compact = compactState(JSON.parse(json))
      const bytes = await this.#files.save(compact.json)
      this.#savedAtMs = performance.now()
      const durationMs = Math.round(this.#savedAtMs - startedMs)
      const { head, blocks, allBlocks } = compact
      return { head, bytes, durationMs, blocks, allBlocks }
    } catch (error) {
      throw new ChainSaveError({ folder: dataDir, reason: reasonOf(error) })
    }
  }

  async #saveRepeatedly(): Promise<void> {
    const { signal } = this.#lifecycle
    const { say } = this.#dependencies
    let pauseMs = saveIntervalMs({ bytes: 0, durationMs: 0 })
    while (!signal.aborted) {
      await delay(pauseMs, { signal }).catch(() => undefined)
      if (signal.aborted) return
      if (!this.#anvil.isRunning || this.#isReplacing) continue
      try {
        const report = await this.save()
        pauseMs = saveIntervalMs(report)
        say('debug', 'chain state saved', { ...report, nextMs: pauseMs })
      } catch (error) {
        if (!signal.aborted && this.#anvil.isRunning)
          say('error', 'chain state not saved', { reason: reasonOf(error) })
      }
    }
  }

  async #saveAtEnd(): Promise<void> {
    if (!this.#anvil.isRunning) return
    try {
      await this.#inTurn(() => this.#save())
    } catch (error) {
      this.#dependencies.say('error', 'chain state not saved at the end', { reason: reasonOf(error) })
    }
  }

  async #isCompactionDue(): Promise<boolean> {
    const anvil = this.#anvil
    return anvil.isRunning && (await anvil.head()) - anvil.firstHead >= this.#options.compactAfterBlocks
  }

  /**
   * Saves, and replaces anvil by one that loads the compacted state: a running one cannot forget blocks. Mining stops
   * first and what waits is mined, so that no transaction is lost with the old process; should anything move
   * nevertheless (somebody mines by RPC, or sends), the old one goes on and the next save tries again.
   */
  async #compact(): Promise<SaveReport> {
    this.#isReplacing = true
    try {
      await this.#anvil.call('evm_setIntervalMining', [0])
      await this.#drain()
      const report = await this.#save()
      if ((await this.#anvil.head()) === report.head && (await this.#waiting()) === 0) {
        await this.#replace(report)
      } else {
        await this.#resumeMining()
      }
      return report
    } catch (error) {
      if (this.#anvil.isRunning) await this.#resumeMining()
      throw error
    } finally {
      this.#isReplacing = false
      void this.#watch()
    }
  }

  async #replace(report: SaveReport): Promise<void> {
    await this.#anvil.kill()
    this.#anvil = await launchFromDisk(this.#options, this.#dependencies)
    this.#dependencies.say('info', 'chain compacted', { ...report })
  }

  async #resumeMining(): Promise<void> {
    await this.#anvil.call('evm_setIntervalMining', [this.#options.blockTimeSeconds])
  }

  /** Transactions that wait to be mined. */
  async #waiting(): Promise<number> {
    return Number(poolSchema.parse(await this.#anvil.call('txpool_status')).pending)
  }

  async #drain(): Promise<void> {
    for (let attempt = 0; attempt < 10 && (await this.#waiting()) > 0; attempt++)
      await this.#anvil.call('evm_mine')
  }

  /** Starts anvil again when it ends by itself. */
  async #watch(): Promise<void> {
    const { say, onAnvil } = this.#dependencies
    const watched = this.#anvil
    const reason = await watched.ended
    if (this.#lifecycle.isClosed || this.#isReplacing || this.#anvil !== watched) return
    const lostMs = Math.round(performance.now() - this.#savedAtMs)
    say('error', 'chain died, starting it again from its last save', { reason, pid: watched.pid, lostMs })
    for (let pauseMs = 100; !this.#lifecycle.isClosed; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        const anvil = await launchFromDisk(this.#options, { say, onAnvil })
        if (this.#lifecycle.isClosed) return await anvil.kill()
        this.#anvil = anvil
        say('info', 'chain runs again', { pid: anvil.pid })
        return await this.#watch()
      } catch (error) {
        say('error', 'chain could not be started again', { reason: reasonOf(error) })
        await delay(pauseMs, { signal: this.#lifecycle.signal }).catch(() => undefined)
      }
    }
  }
}

/** Launches anvil with the best state there is: the last save, else the copy, else none. */
async function launchFromDisk(
  options: SupervisorOptions,
  { say, onAnvil }: Dependencies,
): Promise<AnvilProcess> {
  const files = new StateFiles(options.dataDir)
  const cacheDir = join(options.dataDir, 'cache')
  // What a killed anvil left behind.
  await rm(cacheDir, { recursive: true, force: true })
  await mkdir(cacheDir, { recursive: true, mode: 0o700 })
  const damaged: string[] = []
  const states = await files.load(({ file, reason }) => {
    damaged.push(file)
    say('warn', 'saved chain state is damaged', { file, reason })
  })
  for (const file of damaged)
    say('warn', 'damaged chain state set aside', { file: await files.setAside(file) })
  if (states.length === 0) return run(options, { cacheDir, state: undefined, onAnvil })
  const reasons: string[] = []
  for (const state of states) {
    if (state.isBackup)
      say('warn', 'going on from the last good copy of the chain state', { file: state.file })
    try {
      return await run(options, { cacheDir, state, onAnvil })
    } catch (error) {
      if (!(error instanceof ChainStartError)) throw error
      reasons.push(reasonOf(error))
      say('warn', 'anvil refused a saved chain state', { file: state.file, reason: reasonOf(error) })
    }
  }
  throw files.unusable(reasons.join('; '))
}

async function run(
  { port, blockTimeSeconds, accounts }: SupervisorOptions,
  {
    cacheDir,
    state,
    onAnvil,
  }: { cacheDir: string; state: SavedState | undefined; onAnvil: (pid: number) => void },
): Promise<AnvilProcess> {
  const stateFile = state ? join(cacheDir, 'state.json') : undefined
  if (state && stateFile) await writePlain(stateFile, state.json)
  const anvil = await AnvilProcess.launch({
    port,
    blockTimeSeconds,
    accounts,
    cacheDir,
    stateFile,
    onSpawn: onAnvil,
  })
  if (stateFile) await rm(stateFile, { force: true })
  return anvil
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
