import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from './support/until.ts'

const main = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url))
const freePorts = [
  '--chain-port',
  '--rtmp-port',
  '--http-port',
  '--gateway-operator-port',
  '--explorer-port',
  '--orchestrator-port',
  '--operator-port',
].flatMap((flag) => [flag, '0'])

interface Event {
  readonly event: string
  readonly [fact: string]: unknown
}

interface Started {
  readonly child: ChildProcess
  readonly events: Event[]
  readonly errors: () => string
  readonly ended: Promise<number>
}

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-start-'))
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))

function start(args: readonly string[]): Started {
  const child = spawn(process.execPath, [main, 'start', '--json', ...freePorts, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const events: Event[] = []
  let said = ''
  createInterface({ input: child.stdout }).on('line', (line) => events.push(JSON.parse(line)))
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    said += chunk
  })
  return {
    child,
    events,
    errors: () => said,
    ended: once(child, 'close').then(([code]) => Number(code ?? -1)),
  }
}

function ready({ events, errors, child }: Started): Promise<Event> {
  return until(
    'the network is ready',
    () => {
      if (child.exitCode !== null) throw new Error(`It ended: ${errors()}`)
      return events.find(({ event }) => event === 'ready')
    },
    { timeoutMs: 180_000 },
  )
}

/** Processes whose command line names the folder, or that a process of the network has started. */
async function processesOf(dataDir: string): Promise<string[]> {
  const found: string[] = []
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (command.includes(dataDir)) found.push(`${pid} ${command.replaceAll('\0', ' ')}`)
  }
  return found
}

test('ctrl-c ends everything within five seconds, and the next start goes on from the same chain and keys', {
  timeout: 420_000,
}, async () => {
  const dataDir = join(folder, 'network')
  const first = start(['--data-dir', dataDir])
  const before = await ready(first)
  await until('a published segment', () =>
    first.events.some(
      ({ event, data }) => event === 'segment' && (data as { state: string }).state === 'published',
    ),
  )
  expect((await processesOf(dataDir)).length).toBeGreaterThanOrEqual(6)
  const round = () =>
    first.events.findLast(({ event }) => event === 'network')?.round as { block: string; number: string }
  const blockBefore = Number((await until('a view', round)).block)

  const stoppedAt = Date.now()
  first.child.kill('SIGINT')
  expect(await first.ended).toBe(0)
  expect(Date.now() - stoppedAt).toBeLessThan(5_000)
  expect(await processesOf(dataDir)).toEqual([])

  const second = start(['--data-dir', dataDir])
  const after = await ready(second)
  expect(after.addresses).toEqual(before.addresses)
  expect(after.streamKey).toBe(before.streamKey)
  await until('the chain has gone on', () => {
    const view = second.events.findLast(({ event }) => event === 'network')?.round as
      | { block: string }
      | undefined
    return view && Number(view.block) >= blockBefore
  })
  await until('a published segment', () =>
    second.events.some(
      ({ event, data }) => event === 'segment' && (data as { state: string }).state === 'published',
    ),
  )
  second.child.kill('SIGINT')
  expect(await second.ended).toBe(0)
})

test('error: a port that is in use is named with the setting that moves it', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const started = start(['--data-dir', join(folder, 'port'), '--rtmp-port', String(port)])
  expect(await started.ended).toBe(1)
  expect(started.errors()).toContain(`Port ${port} is in use`)
  expect(started.errors()).toContain('--rtmp-port')
  server.close()
})

test('error: a source that cannot be read is named', async () => {
  const started = start(['--data-dir', join(folder, 'source'), '--source', '/no/such/video.mp4'])
  expect(await started.ended).toBe(1)
  expect(started.errors()).toContain('/no/such/video.mp4')
})

test('error: a data folder that is a file is named', async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  const started = start(['--data-dir', file])
  expect(await started.ended).toBe(1)
  expect(started.errors()).toContain(file)
  expect(started.errors()).toContain('--data-dir')
})

test('error: a corrupt state of the chain is named', { timeout: 120_000 }, async () => {
  const dataDir = join(folder, 'corrupt')
  await mkdir(join(dataDir, 'chain'), { recursive: true })
  await writeFile(join(dataDir, 'chain', 'state.json'), '{"half": ')
  await writeFile(join(dataDir, 'chain', 'state.json.gz'), 'neither')
  const started = start(['--data-dir', dataDir])
  expect(await started.ended).toBe(1)
  expect(started.errors()).toMatch(/state\S* /)
  expect(started.errors()).toContain(join(dataDir, 'chain'))
})

test('error: a setting that does not exist is named', async () => {
  const started = start(['--no-such-setting', '1'])
  expect(await started.ended).not.toBe(0)
  expect(started.errors()).toContain('--no-such-setting')
})
