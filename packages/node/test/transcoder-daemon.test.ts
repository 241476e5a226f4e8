import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { countPixels } from '@millrace/media'
import type { SegmentOutcome } from '@millrace/wire'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Orchestrator, orchestratorConfigSchema } from '../src/orchestrator/index.ts'
import type { TranscoderConfigInput } from '../src/transcoder/index.ts'
import { transcoderRoutes } from '../src/transcoder/operator/routes.ts'
import { expectDescribed } from './described.ts'
import { askOperator } from './operator.ts'
import {
  makeSegment,
  refusalOf,
  ScriptedGateway,
  small,
  temporaryDir,
  testLog,
  tiny,
  until,
} from './orchestrator-fixture.ts'

const program = new URL('../src/transcoder/main.ts', import.meta.url)
const dir = temporaryDir()
const secretFile = `${dir.path}/secret`
const secret = 'a-secret-that-nobody-must-read'
writeFileSync(secretFile, `${secret}\n`)
const source = makeSegment()
const children: ChildProcess[] = []
let node: Orchestrator

beforeAll(async () => {
  const config = orchestratorConfigSchema.parse({
    dataDir: `${dir.path}/orchestrator`,
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    localTranscoding: 'off',
    transcoderSecretFile: secretFile,
    transcodeWorkers: 1,
  })
  node = await Orchestrator.create(config, { log: testLog() })
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await node?.close()
  dir[Symbol.dispose]()
})

interface Daemon {
  readonly child: ChildProcess
  readonly dataDir: string
  readonly output: () => string
  readonly ready: Promise<{ operatorUrl: string }>
  readonly exited: Promise<{ code: number | null; output: string }>
}

let runs = 0
function run(settings: Partial<TranscoderConfigInput> = {}): Daemon {
  const dataDir = `${dir.path}/transcoder-${runs++}`
  const config = {
    dataDir,
    orchestrator: node.serviceUri,
    secretFile,
    operatorPort: 0,
    transcodeWorkers: 1,
    capacityPixelsPerSecond: 40_000_000,
    ...settings,
  }
  const flags = Object.entries(config).map(
    ([key, value]) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}=${value}`,
  )
  const child = fork(program, flags, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH },
  })
  children.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const ends = [child.stdout, child.stderr].map((stream) => stream && once(stream, 'end'))
  const exited = Promise.all([once(child, 'exit'), ...ends]).then(([[code]]) => ({ code, output }))
  const ready = once(child, 'message').then(([message]) => message)
  return { child, dataDir, output: () => output, ready, exited }
}

/** Segments of so many sessions at once; each has 40 s. */
async function sendFor(gateway: ScriptedGateway, manifestIds: readonly string[]): Promise<SegmentOutcome[]> {
  const terms = await Promise.all(manifestIds.map(() => gateway.terms(node.serviceUri)))
  return Promise.all(
    manifestIds.map(async (manifestId, index) => {
      const own = terms[index]
      if (!own) throw new Error('There are no terms.')
      const order = { durationMs: 10_000 }
      const outcome = await gateway.send({ terms: own, source, manifestId, profiles: [small, tiny], order })
      for (const { url, pixels } of outcome.data.segments)
        expect(countPixels(await gateway.client.downloadRendition(url, own))).toBe(pixels)
      await gateway.client.endSession(own.serviceUri, own.authToken)
      return outcome
    }),
  )
}

const busy = () => node.status.transcoders.filter(({ inFlight }) => inFlight > 0).length
const readyCount = () => node.status.transcoders.filter(({ state }) => state === 'ready').length

test('two transcoders do an orchestrator’s work; one that hangs, is killed, or leaves harms no session', async () => {
  using gateway = new ScriptedGateway()
  const readiness = () => fetch(new URL('/readyz', node.operatorUrl))
  expect((await readiness()).status).toBe(503)
  expect(await refusalOf(gateway.terms(node.serviceUri))).toBe(
    'Invalid orchestrator request: OrchestratorCapped',
  )

  const [first, second] = [run(), run()]
  const { operatorUrl } = await first.ready
  await second.ready
  await until('both are registered', () => readyCount() === 2)
  expect((await readiness()).status).toBe(200)
  expect(node.status.capacityPixelsPerSecond).toBe(64_000_000)
  await until('it says that it is ready', async () => (await fetch(new URL('/readyz', operatorUrl))).ok)
  await sendFor(gateway, ['a', 'b', 'c', 'd'])
  expect(await (await askOperator({ operatorUrl, dataDir: first.dataDir }, '/metrics')).text()).toMatch(
    /millrace_transcoder_segments_total\{result="done"\} \d/,
  )

  const { definitions } = transcoderRoutes
  await expectDescribed({ role: 'transcoder', operatorUrl, dataDir: first.dataDir, definitions, samples: {} })

  first.child.kill('SIGSTOP')
  const hanging = sendFor(gateway, ['e', 'f', 'g', 'h'])
  expect(await hanging).toHaveLength(4)
  await until('it is noticed', () => node.status.transcoders.some(({ state }) => state !== 'ready'))

  first.child.kill('SIGCONT')
  await until('it is back', () => readyCount() === 2)
  first.child.kill('SIGSTOP')
  const dying = sendFor(gateway, ['i', 'j', 'k', 'l'])
  await until('both have segments', () => busy() === 2)
  first.child.kill('SIGKILL')
  expect(await dying).toHaveLength(4)
  await until('it is gone', () => node.status.transcoders.length === 1)
  expect(node.status).toMatchObject({ segmentsDone: 12, segmentsFailed: 0 })

  const leaving = sendFor(gateway, ['m'])
  await until('it is at work', () => busy() === 1)
  second.child.kill('SIGTERM')
  expect(await leaving).toHaveLength(1)
  const end = await second.exited
  expect(end.code).toBe(0)
  expect(end.output).toContain(
    `millrace transcoder offers ${node.serviceUri} 40000000 pixels a second, operator API http:`,
  )
  expect(end.output).toContain(`millrace transcoder works for ${node.serviceUri}\n`)
  expect(end.output).not.toContain(secret)
  await until('nobody is left', () => node.status.transcoders.length === 0)
  expect(node.status).toMatchObject({ segmentsFailed: 0, capacityPixelsPerSecond: 0 })
})

test('error: a wrong secret, a certificate that is not the pinned one and a missing secret are one sentence each', async () => {
  const wrongFile = `${dir.path}/wrong`
  writeFileSync(wrongFile, 'wrong\n')
  const refused = run({ secretFile: wrongFile })
  const missing = run({ secretFile: `${dir.path}/none` })
  const unpinned = run({ orchestratorFingerprint: 'ab'.repeat(32) })
  const pinned = run({ orchestratorFingerprint: node.certificateFingerprint?.toUpperCase() ?? '' })
  expect(await refused.exited).toMatchObject({ code: 1 })
  expect(refused.output()).toContain(
    `millrace transcoder: Setting secretFile: ${node.serviceUri} does not take this transcoder: invalid secret.\n`,
  )
  expect(refused.output()).not.toContain('works for')
  expect(await missing.exited).toEqual({
    code: 1,
    output: `millrace transcoder: Setting secretFile: ${dir.path}/none cannot be read.\n`,
  })
  await until('the pinned one is registered', () => readyCount() === 1)
  await until('the other one says why not', () => unpinned.output().includes('PEER_REFUSED'))
  pinned.child.kill('SIGTERM')
  unpinned.child.kill('SIGTERM')
  expect((await pinned.exited).code).toBe(0)
  expect((await unpinned.exited).code).toBe(0)
})
