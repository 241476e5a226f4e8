import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { protocolAddresses } from '@millrace/abi'
import type { Protocol } from '@millrace/chain/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../../../chain/test/until.ts'
import { Indexer } from '../../src/index.ts'
import { Activity } from '../activity.ts'
import { startLiveDeployment } from './live-deployment.ts'
import { type LiveEndpoint, startLiveEndpoint } from './live-endpoint.ts'

let protocol: Protocol
let endpoint: LiveEndpoint
let folder: string
let indexer: Indexer

beforeAll(async () => {
  const t0 = performance.now()
  protocol = await startLiveDeployment()
  console.log('deployed', performance.now() - t0)
  const activity = new Activity(protocol, 3)
  await activity.begin()
  await activity.run(80)
  console.log('acted', performance.now() - t0)
  endpoint = await startLiveEndpoint(protocol.rpcUrl)
  folder = await mkdtemp(join(tmpdir(), 'millrace-live-'))
  indexer = await Indexer.create({
    dataDir: join(folder, 'db'),
    port: 0,
    blockPollMs: 50,
    rpcUrls: [endpoint.url],
  })
  await until(() => indexer.position?.block === indexer.position?.head)
  console.log('indexed', performance.now() - t0)
}, 90_000)
afterAll(async () => {
  await indexer?.close()
  await endpoint?.[Symbol.asyncDispose]()
  await protocol?.[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('x', async () => {
  console.log(indexer.position, endpoint.refused, await (await fetch(`${indexer.url}/v1/overview`)).json())
  expect(protocolAddresses).toBeDefined()
})
