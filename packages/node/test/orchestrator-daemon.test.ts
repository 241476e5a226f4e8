import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { OrchestratorConfigInput } from '../src/orchestrator/index.ts'
import { temporaryDir, until } from './orchestrator-fixture.ts'

const program = new URL('../src/orchestrator/main.ts', import.meta.url)
const dir = temporaryDir()
const children: ChildProcess[] = []
afterAll(() => dir[Symbol.dispose]())
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
})

interface Daemon {
  readonly child: ChildProcess
  readonly output: () => string
  readonly exited: Promise<{ code: number | null; output: string }>
}

function run(name: string, settings: OrchestratorConfigInput = {}, flags: readonly string[] = []): Daemon {
  const config = {
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    transcodeWorkers: 1,
    capacityPixelsPerSecond: 1e7,
  }
  const file = `${dir.path}/${name}.json`
  writeFileSync(file, JSON.stringify({ ...config, dataDir: `${dir.path}/${name}`, ...settings }))
  const child = fork(program, ['--config', file, ...flags], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH },
  })
  children.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const ends = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'end'))
  const exited = Promise.all([once(child, 'exit'), ...ends]).then(([[code]]) => ({ code, output }))
  return { child, output: () => output, exited }
}

async function readyOf({
  child,
}: Daemon): Promise<{ serviceUri: string; operatorUrl: string; transcoderPids: number[] }> {
  const [message] = await once(child, 'message')
  return message
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('it says where it serves, and SIGTERM ends it and its transcoders within five seconds', async () => {
  const daemon = run('plain')
  const ready = await readyOf(daemon)
  expect(ready).toMatchObject({ type: 'ready', role: 'orchestrator' })
  expect((await fetch(`${ready.operatorUrl}/readyz`)).status).toBe(200)
  await until('the start line is there', () => daemon.output().includes(`serves ${ready.serviceUri}`))
  daemon.child.kill('SIGTERM')
  expect((await daemon.exited).code).toBe(0)
  await until('no transcoder is left', () => !ready.transcoderPids.some(isAlive))
})

test('it ends when the process that forked it is gone', async () => {
  const daemon = run('orphan')
  await readyOf(daemon)
  daemon.child.disconnect()
  expect((await daemon.exited).code).toBe(0)
})

test('error: a second node in the same data folder is refused in one sentence', async () => {
  const first = run('twice')
  await readyOf(first)
  const { code, output } = await run('second', { dataDir: `${dir.path}/twice` }).exited
  expect(code).toBe(1)
  expect(output).toBe(
    `millrace orchestrator: The data folder ${dir.path}/twice is in use by another node; give each node its own dataDir.\n`,
  )
})

test('error: a port in use is refused in one sentence that names the setting', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  await once(squatter, 'listening')
  const address = squatter.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const [service, operator] = await Promise.all([
    run('service', { port }).exited,
    run('operator', { operatorPort: port }).exited,
  ])
  squatter.close()
  const sentence = `millrace orchestrator: Port ${port} on 127.0.0.1 is in use; choose another with the setting`
  expect(service).toEqual({ code: 1, output: `${sentence} port.\n` })
  expect(operator).toEqual({ code: 1, output: `${sentence} operatorPort.\n` })
})

test('error: settings that do not fit, a missing key and an unreadable keystore are one sentence each', async () => {
  const typo = run('typo', { portt: 1 } as OrchestratorConfigInput)
  const rpcUrls = ['http://127.0.0.1:1']
  const keyless = run('keyless', { rpcUrls })
  const passwordFile = `${dir.path}/password`
  writeFileSync(passwordFile, 'secret\n')
  const keystore = run('keystore', { rpcUrls, keystoreFile: `${dir.path}/none.json`, passwordFile })
  const ends = await Promise.all([typo, keyless, keystore].map(({ exited }) => exited))
  expect(ends.map(({ code }) => code)).toEqual([1, 1, 1])
  const [first, second, third] = ends.map(({ output }) => output)
  expect(first).toMatch(/^millrace orchestrator: Settings do not fit: .*portt.*\n$/)
  expect(second).toMatch(/^millrace orchestrator: Setting keystoreFile: it must be set .*\n$/)
  expect(third).toMatch(/^millrace orchestrator: .*none\.json.*\n$/)
  expect(third).not.toContain('secret')
})
