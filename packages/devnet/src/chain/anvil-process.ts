import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { delay } from '@millrace/common'
import { z } from 'zod'
import { publicMnemonic } from '../accounts.ts'
import { anvilBinary } from './anvil-binary.ts'
import { ChainStartError } from './errors.ts'
import { callRpc } from './json-rpc.ts'

export interface AnvilLaunch {
  readonly port: number
  readonly blockTimeSeconds: number
  readonly accounts: number
  /** Where anvil may spill; it is told not to, but it makes the folder. */
  readonly cacheDir: string
  /** File with a state as JSON, or undefined for a new chain. */
  readonly stateFile: string | undefined
  /** When a new chain began; by default now. */
  readonly genesisSeconds: number | undefined
  /** Told the process id before anything can go wrong with it. */
  readonly onSpawn?: (pid: number) => void
}

/** The mnemonic that every development chain uses; its keys are public. */
export const developmentMnemonic = 'test test test test test test test test test test test junk'

const startTimeoutMs = 60_000
const latestSchema = z.object({ timestamp: z.string(), number: z.string() })

/**
 * One run of anvil. `--max-transactions` is set because anvil stops mining for good once 1,000 transactions wait;
 * `--prune-history` and the Cancun rules because otherwise each block's whole state is kept, in memory and then on disk,
 * with a list of all block hashes that makes it grow with the square of the chain's length.
 */
export class AnvilProcess {
  readonly port: number
  readonly #child: ChildProcess
  readonly #stderr: string[] = []
  readonly ended: Promise<string>
  /** The block it began with. */
  firstHead = 0

  private constructor(child: ChildProcess, port: number) {
    this.port = port
    this.#child = child
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr.push(chunk.toString('utf8'))
      while (this.#stderr.length > 20) this.#stderr.shift()
    })
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, signal) => resolve(this.#describeEnd(signal ?? `code ${code}`)))
    })
  }

  /** Starts anvil and returns when it mines. @throws {ChainStartError | ChainUnavailableError} */
  static async launch(options: AnvilLaunch): Promise<AnvilProcess> {
    const { port, stateFile, cacheDir, accounts, genesisSeconds } = options
    const genesis = genesisSeconds === undefined ? [] : ['--timestamp', String(genesisSeconds)]
    const args = [
      ...['--host', '127.0.0.1', '--port', String(port), '--chain-id', '31337', '--hardfork', 'cancun'],
      ...['--mnemonic', publicMnemonic, '--accounts', String(accounts), '--max-transactions', '100000'],
      ...['--prune-history', '--cache-path', cacheDir, '--no-mining', '--quiet'],
      ...(stateFile === undefined ? genesis : ['--load-state', stateFile]),
    ]
    const child = spawn(anvilBinary(), args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      cwd: cacheDir,
      // Nothing of our environment: it may hold secrets, and anvil reads settings from it.
      env: { HOME: cacheDir, PATH: process.env.PATH ?? '' },
    })
    const anvil = new AnvilProcess(child, port)
    if (child.pid !== undefined) options.onSpawn?.(child.pid)
    try {
      await anvil.#waitUntilListening()
      await anvil.#beginMining(options.blockTimeSeconds)
    } catch (error) {
      await anvil.kill()
      throw error
    }
    return anvil
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  async head(): Promise<number> {
    return Number(await this.call('eth_blockNumber'))
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  call(method: string, params: readonly unknown[] = []): Promise<unknown> {
    return callRpc({ port: this.port }, method, params)
  }

  /** Ends it without saving anything. */
  async kill(): Promise<void> {
    if (!this.isRunning || this.#child.pid === undefined) return
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exited
  }

  async #waitUntilListening(): Promise<void> {
    let end: string | undefined
    void this.ended.then((reason) => {
      end = reason
    })
    for (const deadline = performance.now() + startTimeoutMs; performance.now() < deadline; ) {
      if (end !== undefined) throw new ChainStartError({ reason: end })
      try {
        await callRpc({ port: this.port, timeoutMs: 5_000 }, 'eth_chainId')
        return
      } catch {
        await delay(20)
      }
    }
    throw new ChainStartError({ reason: `it said nothing for ${startTimeoutMs / 1000} s.` })
  }

  /**
   * Anvil begins with the machine's clock, so a chain that travelled ahead in time would go back: it goes on from its
   * last block then. After a pause the clock is ahead, and blocks follow it.
   */
  async #beginMining(blockTimeSeconds: number): Promise<void> {
    const latest = latestSchema.parse(await this.call('eth_getBlockByNumber', ['latest', false]))
    this.firstHead = Number(latest.number)
    const lastSeconds = Number(latest.timestamp)
    if (this.firstHead > 0 && lastSeconds * 1_000 >= Date.now())
      await this.call('evm_setTime', [lastSeconds + 1])
    await this.call('evm_setIntervalMining', [blockTimeSeconds])
  }

  #describeEnd(how: string): string {
    const said = this.#stderr.join('').trim().slice(-1_000)
    return `anvil ended with ${how}${said === '' ? '' : `, saying: ${said}`}.`
  }
}
