import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { retry } from '@millrace/common'
import pg from 'pg'
import { freePort } from '../../../../test/free-port.ts'
import { type PostgresPrograms, postgresPrograms } from './postgres-programs.ts'

const run = promisify(execFile)
const user = 'millrace'
const password = 'only-for-tests'
/** `nobody` in every Linux: PostgreSQL refuses to run as root. */
const nobody = 65_534

/** A PostgreSQL server in a folder of its own, on loopback, with everything on disk before it is acknowledged. */
export class PostgresServer {
  readonly port: number
  readonly #folder: string
  readonly #programs: PostgresPrograms
  #process: ChildProcess | undefined
  #databases = 0

  private constructor(folder: string, { port, programs }: { port: number; programs: PostgresPrograms }) {
    this.#folder = folder
    this.port = port
    this.#programs = programs
  }

  static async start(): Promise<PostgresServer> {
    const programs = postgresPrograms()
    const folder = await mkdtemp(join(tmpdir(), 'millrace-postgres-'))
    const server = new PostgresServer(folder, { port: await freePort(), programs })
    try {
      await server.#make()
      await server.restart()
      return server
    } catch (error) {
      await server.close()
      throw error
    }
  }

  /** Process id of the server's first process. */
  get pid(): number {
    return this.#process?.pid ?? 0
  }

  url(database: string): string {
    return `postgresql://${user}:${password}@127.0.0.1:${this.port}/${database}`
  }

  /** An empty database of its own. */
  async createDatabase(): Promise<{ readonly url: string }> {
    const name = `test_${++this.#databases}`
    const client = new pg.Client({ connectionString: this.url('postgres') })
    await client.connect()
    try {
      await client.query(`create database ${name}`)
    } finally {
      await client.end()
    }
    return { url: this.url(name) }
  }

  /** Kills all of its processes: those that serve a connection would go on for a while without the first. */
  async kill(): Promise<void> {
    // Stopped, it starts no more of them.
    this.#process?.kill('SIGSTOP')
    const children = await readFile(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8')
    await this.#end('SIGKILL')
    for (const child of children
      .split(' ')
      .map(Number)
      .filter((pid) => pid > 0))
      killIfThere(child)
  }

  /** Starts it again, on the same port and data, and waits until it answers. */
  async restart(): Promise<void> {
    // After a kill its other processes need a moment to notice, and until then a new server refuses.
    await retry(() => this.#startOnce(), {
      attempts: 60,
      firstDelayMs: 20,
      maxDelayMs: 200,
      isRetryable: () => true,
    })
  }

  /** Ends it and removes what it wrote. */
  async close(): Promise<void> {
    await this.#end('SIGQUIT')
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10 })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #make(): Promise<void> {
    const passwordFile = join(this.#folder, 'password')
    await writeFile(passwordFile, password)
    if (isRoot()) for (const path of [this.#folder, passwordFile]) await chown(path, nobody, nobody)
    const flags = ['--no-sync', '--encoding=UTF8', '--locale=C', '--auth=scram-sha-256']
    await run(
      join(this.#programs.folder, 'initdb'),
      [...flags, `--username=${user}`, `--pwfile=${passwordFile}`, this.#data],
      this.#spawnOptions,
    )
  }

  async #startOnce(): Promise<void> {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: this.port,
      unix_socket_directories: '',
      max_connections: 50,
      shared_buffers: '32MB',
      jit: 'off',
    }
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const child = spawn(join(this.#programs.folder, 'postgres'), ['-D', this.#data, ...flags], {
      ...this.#spawnOptions,
      stdio: 'ignore',
    })
    this.#process = child
    const ended = once(child, 'exit').then(() => {
      throw new Error('The server ended before it answered.')
    })
    await Promise.race([ended, this.#answers()])
    ended.catch(() => undefined)
  }

  async #answers(): Promise<void> {
    await retry(
      async () => {
        const client = new pg.Client({ connectionString: this.url('postgres') })
        await client.connect()
        await client.end()
      },
      { attempts: 200, firstDelayMs: 20, maxDelayMs: 100, isRetryable: () => this.#isRunning },
    )
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    if (child === undefined || !this.#isRunning) return
    child.kill(signal)
    if (this.#isRunning) await once(child, 'exit')
  }

  get #isRunning(): boolean {
    return this.#process?.exitCode === null && this.#process.signalCode === null
  }

  get #data(): string {
    return join(this.#folder, 'data')
  }

  get #spawnOptions() {
    const identity = isRoot() ? { uid: nobody, gid: nobody } : {}
    return { cwd: this.#folder, env: this.#programs.env, ...identity }
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}
