import { afterAll, beforeAll, expect, test } from 'vitest'
import { Orchestrator, orchestratorConfigSchema } from '../src/orchestrator/index.ts'
import { orchestratorRoutes } from '../src/orchestrator/operator/routes.ts'
import { expectDescribed } from './described.ts'
import { askOperator } from './operator.ts'
import { makeSegment, refusalOf, ScriptedGateway, temporaryDir, testLog } from './orchestrator-fixture.ts'

const dir = temporaryDir()
const source = makeSegment()
const gateway = '0x00000000000000000000000000000000000000AA'
let node: Orchestrator

function start(settings: object = {}): Promise<Orchestrator> {
  const config = orchestratorConfigSchema.parse({
    dataDir: dir.path,
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    transcodeWorkers: 1,
    capacityPixelsPerSecond: 10_000_000,
    ...settings,
  })
  return Orchestrator.create(config, { log: testLog() })
}

beforeAll(async () => {
  node = await start()
})
afterAll(async () => {
  await node?.close()
  dir[Symbol.dispose]()
})

async function ask<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) }
  const answer = await askOperator({ operatorUrl: node.operatorUrl, dataDir: dir.path }, path, init)
  return (await answer.json()) as T
}

test('an orchestrator answers all that it describes, as it describes it', async () => {
  using peer = new ScriptedGateway()
  const terms = await peer.terms(node.serviceUri)
  await peer.send({ terms, source })
  await expectDescribed({
    role: 'orchestrator',
    operatorUrl: node.operatorUrl,
    dataDir: dir.path,
    definitions: orchestratorRoutes.definitions,
    samples: {
      setPrice: { body: { wei: '0' } },
      setGatewayPrice: { params: { gateway }, body: { wei: '7', pixels: '10' } },
      removeGatewayPrice: { params: { gateway } },
      setLimits: { body: {} },
      // Off chain there is nothing to do.
      doOperation: { params: { name: 'claim' }, body: { mode: 'preview' }, status: 409 },
    },
  })
  const { sessions } = await ask<{ sessions: object[] }>('/api/v1/sessions')
  expect(sessions).toMatchObject([{ sessionId: terms.authToken.sessionId, segments: 1 }])
  expect(await ask(`/api/v1/sessions?gateway=${gateway}`)).toEqual({ sessions: [] })
  await peer.client.endSession(terms.serviceUri, terms.authToken)
})

test('prices and limits that were set outlive a restart, until the settings are changed', async () => {
  await ask('/api/v1/price', 'PUT', { wei: '1234567890123456789', pixels: '1000000' })
  await ask(`/api/v1/price/${gateway}`, 'PUT', { wei: '5' })
  await ask('/api/v1/limits', 'PUT', { maxSessions: 3, maxPixelsPerSecond: 5_000_000 })
  await node.close()
  node = await start()
  const prices = {
    base: { wei: '1234567890123456789', pixels: '1000000' },
    gateways: { [gateway]: { wei: '5', pixels: '1' } },
  }
  expect(await ask('/api/v1/price')).toEqual(prices)
  expect(await ask('/api/v1/limits')).toMatchObject({
    maxSessions: 3,
    maxSessionsPerGateway: 200,
    capacityPixelsPerSecond: 5_000_000,
  })
  await node.close()
  node = await start({ pricePerPixel: { wei: '9' }, maxSessions: 4 })
  expect(await ask('/api/v1/price')).toEqual({ ...prices, base: { wei: '9', pixels: '1' } })
  expect(await ask('/api/v1/limits')).toMatchObject({ maxSessions: 4, maxPixelsPerSecond: null })
})

test('a lower limit turns new sessions away and leaves those that run', async () => {
  using one = new ScriptedGateway()
  using other = new ScriptedGateway()
  const terms = await one.terms(node.serviceUri)
  await one.send({ terms, source })
  await ask('/api/v1/limits', 'PUT', { maxSessions: 1 })
  expect(await refusalOf(other.terms(node.serviceUri))).toMatch(/OrchestratorCapped/)
  await one.send({ terms, source, seqNo: 1 })
  await ask('/api/v1/limits', 'PUT', { maxSessions: 5 })
  await other.terms(node.serviceUri)
})

test.each([
  ['/api/v1/price', { wei: '-1' }, 'INVALID_REQUEST', /wei/],
  ['/api/v1/price', { wei: '5', pixels: '0' }, 'INVALID_PRICE', /not a price/],
  ['/api/v1/price', { wei: '99999999999999999999999' }, 'INVALID_PRICE', /not a price/],
  ['/api/v1/price/0x12', { wei: '5' }, 'INVALID_REQUEST', /gateway/],
  ['/api/v1/limits', { maxSessions: 0 }, 'INVALID_REQUEST', /maxSessions/],
  ['/api/v1/limits', { maxSession: 5 }, 'INVALID_REQUEST', /maxSession/],
])('error: %s refuses %j and says why', async (path, body, code, message) => {
  const { error } = await ask<{ error: { code: string; message: string } }>(path, 'PUT', body)
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
})

test('error: a gateway without a price of its own has none to take away', async () => {
  expect(await ask(`/api/v1/price/0x${'12'.repeat(20)}`, 'DELETE')).toMatchObject({
    error: { code: 'NOT_THERE' },
  })
})
