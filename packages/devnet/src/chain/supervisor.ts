import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { delay, Lifecycle } from '@millrace/common'
import { z } from 'zod'
import type { AnvilProcess } from './anvil-process.ts'
import { compactState } from './compact-state.ts'
import { ChainSaveError } from './errors.ts'
import { type LaunchOptions, type LaunchTools, launchFromDisk, reasonOf } from './launch-from-disk.ts'
import { saveIntervalMs } from './save-interval.ts'
import { StateFiles } from './state-files.ts'

const gunzipAsync = promisify<Uint8Array, Buffer>(gunzip)

export interface SupervisorOptions extends LaunchOptions {
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

const poolSchema = z.object({ pending: z.string() })
const longestPauseMs = 10_000

/** Keeps one anvil running: loads the saved state, saves it in intervals and at the end, restarts it when it dies. */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #dependencies: LaunchTools
  readonly #files: StateFiles
  readonly #lifecycle = new Lifecycle()
  #anvil: AnvilProcess
  /** Saves follow one another. */
  #saving: Promise<unknown> = Promise.resolve()
  #savedAtMs = performance.now()
  #isReplacing = false

  private constructor(options: SupervisorOptions, dependencies: LaunchTools, anvil: AnvilProcess) {
    this.#options = options
    this.#dependencies = dependencies
    this.#files = new StateFiles(options.dataDir)
    this.#anvil = anvil
  }

  /** @throws {ChainStateError | ChainStartError | ChainUnavailableError} */
  static async start(options: SupervisorOptions, dependencies: LaunchTools): Promise<Supervisor> {
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
