import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { OrchestratorTerms } from '@millrace/wire'
import { afterEach, expect, test } from 'vitest'
import { Orchestrator, orchestratorConfigSchema } from '../src/orchestrator/index.ts'
import {
  makeSegment,
  refusalOf,
  ScriptedGateway,
  small,
  temporaryDir,
  testLog,
  until,
} from './orchestrator-fixture.ts'

const program = fileURLToPath(new URL('../src/orchestrator/main.ts', import.meta.url))
const source = makeSegment()
const undo: (() => void)[] = []
afterEach(() => {
  for (const step of undo.splice(0).reverse()) step()
})

interface Ready {
  readonly pid: number
  readonly serviceUri: string
}

/** Keeps a listening socket as systemd does, and starts one process after the other on it. */
class SocketKeeper {
  readonly #shell: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor(shell: ChildProcess) {
    this.#shell = shell
    if (!shell.stdout) throw new Error('The shell has no output.')
    this.#lines = createInterface({ input: shell.stdout })[Symbol.asyncIterator]()
  }

  static async create(configFile: string): Promise<{ keeper: SocketKeeper; port: number }> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { fd } = Reflect.get(server, '_handle') as { fd: number }
    const start = `LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=service exec "$0" "$1" --config "$2"`
    const shell = spawn(
      '/bin/sh',
      [
        '-c',
        `while read -r go; do sh -c '${start}' "$0" "$1" "$2" & done; wait`,
        process.execPath,
        program,
        configFile,
      ],
      { stdio: ['pipe', 'pipe', 'inherit', fd], env: { PATH: process.env.PATH }, detached: true },
    )
    // From now on the shell alone holds it, and accepts nothing.
    server.close()
    return { keeper: new SocketKeeper(shell), port }
  }

  async start(): Promise<Ready> {
    this.#shell.stdin?.write('go\n')
    for (;;) {
      const { value, done } = await this.#lines.next()
      if (done) throw new Error('The orchestrator did not come up.')
      if (value.startsWith('{"type":"ready"')) return JSON.parse(value)
    }
  }

  /** Returns when all have ended; no other can be started then. */
  async ended(): Promise<void> {
    this.#shell.stdin?.end()
    await once(this.#shell, 'exit')
  }

  /** Ends the shell and what it has started. */
  close(): void {
    if (this.#shell.exitCode === null && this.#shell.pid !== undefined) process.kill(-this.#shell.pid)
  }
}

/** A stream that sends segment after segment and fetches each result, until it is told to stop or one fails. */
class SteadyStream {
  readonly done: Promise<void>
  readonly failures: unknown[] = []
  segments = 0
  isOver = false

  constructor(gateway: ScriptedGateway, segment: { terms: OrchestratorTerms; source: Uint8Array }) {
    this.done = this.#run(gateway, segment)
  }

  async #run(
    gateway: ScriptedGateway,
    { terms, source }: { terms: OrchestratorTerms; source: Uint8Array },
  ): Promise<void> {
    const { serviceUri } = terms
    try {
      while (!this.isOver) {
        const { data } = await gateway.send({ terms, source, seqNo: this.segments })
        for (const { url } of data.segments) {
          const bytes = await gateway.client.downloadRendition(url, { serviceUri })
          expect(bytes.length).toBeGreaterThan(100)
        }
        this.segments++
      }
    } catch (error) {
      this.failures.push(error)
    }
  }
}

test('the process is replaced while segments come in, and none of them fails', async () => {
  const dir = temporaryDir()
  undo.push(() => dir[Symbol.dispose]())
  const file = `${dir.path}/config.json`
  const { keeper, port } = await SocketKeeper.create(file)
  undo.push(() => keeper.close())
  const settings = {
    logLevel: 'silent',
    transcodeWorkers: 1,
    stopGraceMs: 30_000,
    capacityPixelsPerSecond: 1e9,
    operatorPort: 0,
  }
  const serviceUri = `https://127.0.0.1:${port}`
  writeFileSync(file, JSON.stringify({ ...settings, dataDir: `${dir.path}/node`, serviceUri, port: 1 }))
  let node = await keeper.start()
  expect(node.serviceUri).toBe(serviceUri)
  // However slow the machine is: the real patience of gateways is two seconds.
  using gateway = new ScriptedGateway(undefined, { dialTimeoutMs: 40_000 })
  const terms = await gateway.terms(serviceUri)
  const streams = ['320x180', '160x90'].map(
    (size) => new SteadyStream(gateway, { terms, source: makeSegment({ size }) }),
  )
  undo.push(() => {
    for (const stream of streams) stream.isOver = true
  })
  const goneOn = (count: number) =>
    streams.every(({ segments, failures }) => segments >= count || failures.length > 0)
  await until('both streams are under way', () => goneOn(1))
  const { pid } = node
  // It waits until the first one has ended.
  const next = keeper.start()
  process.kill(pid, 'SIGTERM')
  node = await next
  expect(node.pid).not.toBe(pid)
  // It answers those that have waited, in the session of before.
  await gateway.send({ terms, source, seqNo: 1_000 })
  const before = Math.max(...streams.map(({ segments }) => segments))
  await until('both streams go on', () => goneOn(before + 1))
  for (const stream of streams) stream.isOver = true
  await Promise.all(streams.map(({ done }) => done))
  process.kill(node.pid, 'SIGTERM')
  await keeper.ended()
  expect(streams.flatMap(({ failures }) => failures)).toEqual([])
})

async function startHere(settings: object = {}): Promise<Orchestrator> {
  const dir = temporaryDir()
  undo.push(() => dir[Symbol.dispose]())
  const config = orchestratorConfigSchema.parse({
    dataDir: dir.path,
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    transcodeWorkers: 1,
    capacityPixelsPerSecond: 1e9,
    ...settings,
  })
  return Orchestrator.create(config, { log: testLog() })
}

test('a node that stops does what it has taken, refuses what comes meanwhile, and its results are fetched', async () => {
  const node = await startHere({ stopGraceMs: 60_000 })
  using gateway = new ScriptedGateway()
  const terms = await gateway.terms(node.serviceUri)
  await gateway.send({ terms, source })
  const long = makeSegment({ seconds: 4, size: '640x360' })
  const profiles = [{ ...small, widthPx: 640, heightPx: 360, bitrateBps: 1_000_000 }]
  const slow = gateway.send({ terms, source: long, seqNo: 1, profiles, order: { durationMs: 4_000 } })
  await until('the segment is in work', () => node.status.transcoders.some(({ inFlight }) => inFlight > 0))
  const closing = node.close()
  expect(await refusalOf(gateway.send({ terms, source, seqNo: 2 }))).toBe('403 OrchestratorCapped')
  const { data } = await slow
  const url = data.segments[0]?.url ?? ''
  expect(await gateway.client.downloadRendition(url, { serviceUri: terms.serviceUri })).toHaveProperty(
    'length',
  )
  await closing
})

test('a node that is drained takes no new session, works for those that run, and takes them again', async () => {
  await using node = await startHere()
  using gateway = new ScriptedGateway()
  const [terms, unused] = [await gateway.terms(node.serviceUri), await gateway.terms(node.serviceUri)]
  await gateway.send({ terms, source })
  node.drain()
  expect(await refusalOf(gateway.terms(node.serviceUri))).toBe(
    'Invalid orchestrator request: OrchestratorCapped',
  )
  expect(await refusalOf(gateway.send({ terms: unused, source, manifestId: 'other' }))).toBe(
    '403 OrchestratorCapped',
  )
  await gateway.send({ terms, source, seqNo: 1 })
  const readiness = await fetch(new URL('/readyz', node.operatorUrl))
  expect([readiness.status, await readiness.text()]).toEqual([503, 'draining: sessions left 1\n'])
  node.undrain()
  await gateway.send({ terms: unused, source, manifestId: 'other' })
  expect((await fetch(new URL('/readyz', node.operatorUrl))).status).toBe(200)
  node.drain({ stops: true })
  for (const { authToken } of [terms, unused]) await gateway.client.endSession(node.serviceUri, authToken)
  await node.ended
  expect(node.drainStatus).toMatchObject({ isDone: true, stops: true })
})
