import { writeFileSync } from 'node:fs'
import { ether, startProxy } from '@millrace/chain/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Gateway } from '../src/gateway/index.ts'
import { Orchestrator } from '../src/orchestrator/index.ts'
import { Redeemer } from '../src/redeemer/index.ts'
import { Transcoder } from '../src/transcoder/index.ts'
import { startTestNetwork, type TestNetwork } from './orchestrator-chain.ts'
import { temporaryDir, testLog } from './orchestrator-fixture.ts'

type Proxy = Awaited<ReturnType<typeof startProxy>>

const dir = temporaryDir()
let network: TestNetwork
let endpoint: Proxy
/** Time that has passed for the nodes beyond that of this machine. */
let laterMs = 0
const clock = { nowMs: () => Date.now() + laterMs }
const closing: (() => unknown)[] = []

beforeAll(async () => {
  network = await startTestNetwork()
  closing.push(() => network[Symbol.asyncDispose]())
  endpoint = await startProxy(network.rpcUrl)
  closing.push(() => endpoint[Symbol.asyncDispose]())
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
  dir[Symbol.dispose]()
})

const silent = testLog().child({}, { level: 'silent' })

async function settingsOf(name: string, account: number) {
  return {
    dataDir: `${dir.path}/${name}`,
    operatorPort: 0,
    rpcUrls: [endpoint.url],
    controller: network.chain.addresses.controller,
    ...(await network.keyFiles(account)),
    blockPollMs: 50,
  }
}

/** What a stranger is told, who has no token: the words of `/readyz`, and whether both are as they should be. */
async function probe({ operatorUrl }: { readonly operatorUrl: string }): Promise<string> {
  const ask = (path: string) => fetch(new URL(path, operatorUrl))
  const [health, readiness] = await Promise.all([ask('/healthz'), ask('/readyz')])
  expect([health.status, await health.text()]).toEqual([200, 'ok\n'])
  const words = (await readiness.text()).trim()
  expect(readiness.status).toBe(words === 'ready' ? 200 : 503)
  return words
}

test('roles on a chain are ready when they can work; without the chain they live on and are not ready', async () => {
  const { multicall3: multicall } = network.chain.addresses
  const node = await Orchestrator.create(
    {
      ...(await settingsOf('orchestrator', 1)),
      ...{ multicall, host: '127.0.0.1', port: 0, transcodeWorkers: 1, capacityPixelsPerSecond: 1e7 },
      ...{ register: true, bondWei: (1_000n * ether).toString(), initializeRoundMaxDelayMs: 0 },
    },
    { log: silent, clock },
  )
  closing.push(() => node.close())
  const redeemer = await Redeemer.create(
    { ...(await settingsOf('redeemer', 3)), multicall, port: 0, recipient: node.address },
    { log: silent, clock },
  )
  closing.push(() => redeemer.close())
  const gateway = await Gateway.create(
    {
      ...(await settingsOf('gateway', 4)),
      ...{ rtmpHost: '127.0.0.1', rtmpPort: 0, httpPort: 0, fundsPollMs: 100 },
      ...{ privateOrchestrators: 'allow', discoveryPaceMs: 100, discoveryIntervalMs: 1_000 },
    },
    { log: silent },
  )
  closing.push(() => gateway.close())
  const all = () => Promise.all([node, redeemer, gateway].map(probe))
  expect((await all()).slice(0, 2)).toEqual([
    'the orchestrator is not active in this round',
    'the recipient is not active in this round',
  ])
  const media = async () => {
    const answer = await fetch(new URL('/readyz', gateway.httpUrl))
    return [answer.status, await answer.json()]
  }

  await network.mine(60)
  const isAllReady = async () => (await all()).every((words) => words === 'ready')
  await network.until('all are ready', isAllReady)
  expect(await media()).toEqual([200, { ready: true, problems: [] }])

  endpoint.mode = 'unavailable'
  laterMs = 120_000
  await network.until('all are told that the chain is gone', async () =>
    (await all()).every((words) => words.includes('the chain')),
  )
  const [ofNode = '', ofRedeemer = '', ofGateway] = await all()
  for (const words of [ofNode, ofRedeemer]) expect(words).toMatch(/^the chain has not answered for \d+ s$/)
  expect(ofGateway).toBe('the chain cannot be read')
  expect(await media()).toEqual([503, { ready: false, problems: ['the chain cannot be read'] }])

  endpoint.mode = 'pass'
  await network.until('all are ready again', isAllReady)
})

test('error: strangers are not told whom a role works with', async () => {
  const off = { operatorPort: 0, rtmpHost: '127.0.0.1', rtmpPort: 0, httpPort: 0 }
  const gateway = await Gateway.create(
    { ...off, dataDir: `${dir.path}/off-chain`, orchestrators: ['http://127.0.0.1:1'] },
    { log: silent },
  )
  closing.push(() => gateway.close())
  writeFileSync(`${dir.path}/secret`, 'a-secret\n')
  const transcoder = await Transcoder.create(
    {
      ...{ dataDir: `${dir.path}/transcoder`, operatorPort: 0, orchestrator: 'http://127.0.0.1:1' },
      ...{ secretFile: `${dir.path}/secret`, transcodeWorkers: 1, capacityPixelsPerSecond: 1e7 },
    },
    { log: silent },
  )
  closing.push(() => transcoder.close())
  expect(await probe(gateway)).toBe('no orchestrator can be asked')
  expect(await (await fetch(new URL('/readyz', gateway.httpUrl))).json()).toEqual({
    ready: false,
    problems: ['no orchestrator can be asked'],
  })
  expect(await probe(transcoder)).toMatch(/^not registered with its orchestrator \(\w+\)$/)
})
