import { once } from 'node:events'
import { createServer } from 'node:http'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { BandwidthRefusedError } from '@millrace/wire'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  checkBandwidth,
  checkClock,
  checkReach,
  createProbeToken,
  findRunningNode,
} from '../src/orchestrator/check/index.ts'
import { Orchestrator, orchestratorConfigSchema } from '../src/orchestrator/index.ts'
import { ScriptedGateway, temporaryDir, testLog, until } from './orchestrator-fixture.ts'

const dir = temporaryDir()
let node: Orchestrator

function start(name: string, settings: object = {}): Promise<Orchestrator> {
  const config = orchestratorConfigSchema.parse({
    dataDir: `${dir.path}/${name}`,
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    transcodeWorkers: 1,
    capacityPixelsPerSecond: 1e7,
    ...settings,
  })
  return Orchestrator.create(config, { log: testLog() })
}

beforeAll(async () => {
  node = await start('node')
})
afterAll(async () => {
  await node?.close()
  dir[Symbol.dispose]()
})

test('a node that runs is found by its data folder, reached, and known by its certificate', async () => {
  const running = await findRunningNode(`${dir.path}/node`)
  const { serviceUri, certificateFingerprint: fingerprint } = node
  expect(running).toMatchObject({ serviceUri, certificateFingerprint: fingerprint })
  expect(await checkReach({ serviceUri, fingerprint, address: node.address })).toMatchObject([
    { subject: 'reach', state: 'good' },
    { subject: 'certificate', state: 'good' },
  ])
  expect(await findRunningNode(`${dir.path}/none`)).toBeUndefined()
})

test('error: nobody there, another certificate and another key are problems with an advice', async () => {
  const { serviceUri } = node
  const fingerprint = '00'.repeat(32)
  const address = '0x1111111111111111111111111111111111111111'
  const findings = [
    ...(await checkReach({ serviceUri: 'https://127.0.0.1:1' })),
    ...(await checkReach({ serviceUri: 'ftp://nowhere' })),
    ...(await checkReach({ serviceUri, fingerprint, address })),
  ]
  const found = findings.filter(({ state }) => state === 'problem')
  expect(found.map(({ subject }) => subject)).toEqual(['reach', 'reach', 'certificate', 'key'])
  for (const { advice } of found) expect(advice).toMatch(/\.$/)
})

test('the line is measured both ways, one probe at a time, and no more comes back than was sent', async () => {
  const token = (await createProbeToken(`${dir.path}/node`)) ?? ''
  expect(await checkBandwidth(node.serviceUri, token)).toMatchObject({ subject: 'bandwidth', state: 'good' })
  using gateway = new ScriptedGateway()
  await expect(gateway.client.measureBandwidth(node.serviceUri, token)).rejects.toThrow(BandwidthRefusedError)
  const sizes: number[] = []
  await until('it may be measured again', async () => {
    const { status, length } = await post(1_000, token)
    if (status === 200) sizes.push(length)
    return status === 200
  })
  expect(sizes).toEqual([1_000])
  await until('too much is refused', async () => {
    const { status, length } = await post(3 << 20, token)
    if (status === 200) throw new Error(`${length} bytes came back.`)
    return status !== 429
  })
})

test('error: nobody measures the line without a token of this node that still holds', async () => {
  const nowMs = Date.now()
  const made = (ms: number, folder = 'node') => createProbeToken(`${dir.path}/${folder}`, { nowMs: () => ms })
  const old = (await made(nowMs - 600_001)) ?? ''
  const early = (await made(nowMs + 60_000)) ?? ''
  const good = (await made(nowMs)) ?? ''
  const forged = `${good.slice(0, -1)}${good.endsWith('0') ? 1 : 0}`
  const later = `${Number(good.slice(0, 13)) + 1}${good.slice(13)}`
  for (const token of [undefined, '', 'x', '.', old, early, forged, later])
    expect(await post(1_000, token)).toMatchObject({ status: 403 })
  expect(await made(nowMs, 'none')).toBeUndefined()
  expect(await checkBandwidth(node.serviceUri, undefined)).toMatchObject({ state: 'warning' })
})

/** Sends so many bytes to be sent back; a connection that is cut off has the status 0. */
function post(bytes: number, token?: string): Promise<{ status: number; length: number }> {
  const { promise, resolve } = Promise.withResolvers<{ status: number; length: number }>()
  const sending = request(
    new URL('/speed', node.serviceUri),
    {
      method: 'POST',
      rejectUnauthorized: false,
      agent: false,
      ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    },
    (response) => {
      let length = 0
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, length }))
    },
  )
  sending.on('error', () => resolve({ status: 0, length: 0 }))
  sending.end(Buffer.alloc(bytes))
  return promise
}

test('the clock is compared with what an endpoint says', async () => {
  let skewMs = 0
  const server = createServer((_request, response) => {
    response.setHeader('date', new Date(Date.now() + skewMs).toUTCString())
    response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { timestamp: '0x1' } }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(await checkClock(url())).toMatchObject({
    state: 'warning',
    text: expect.stringContaining('newest block'),
  })
  skewMs = -120_000
  expect(await checkClock(url())).toMatchObject({ state: 'problem' })
  server.close()
  server.closeAllConnections()
  expect(await checkClock('http://127.0.0.1:1')).toMatchObject({ state: 'warning' })
})

test('error: a node that must be reached, and is not, does not start', async () => {
  const settings = { serviceUri: 'https://127.0.0.1:1', selfCheck: 'require' }
  await expect(start('lost', settings)).rejects.toThrow(
    /^The self-check failed: .*127\.0\.0\.1:1 is not reached/,
  )
  await using reached = await start('reached', { selfCheck: 'require' })
  expect(reached.certificateFingerprint).toMatch(/^[0-9a-f]{64}$/)
})
