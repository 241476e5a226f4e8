import { countPixels } from '@millrace/media'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  Orchestrator,
  type OrchestratorConfigInput,
  orchestratorConfigSchema,
} from '../src/orchestrator/index.ts'
import { makeSegment, ScriptedGateway, small, temporaryDir, testLog, tiny } from './orchestrator-fixture.ts'

const dir = temporaryDir()
afterAll(() => dir[Symbol.dispose]())
const source = makeSegment()

function configOf(name: string, changes: OrchestratorConfigInput = {}) {
  return orchestratorConfigSchema.parse({
    dataDir: `${dir.path}/${name}`,
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    transcodeWorkers: 1,
    capacityPixelsPerSecond: 10_000_000,
    ...changes,
  })
}

let node: Orchestrator
beforeAll(async () => {
  node = await Orchestrator.create(configOf('shared'), { log: testLog() })
})
afterAll(() => node.close())

test('a session off chain: terms, a segment, its renditions, its end', async () => {
  using gateway = new ScriptedGateway()
  const terms = await gateway.terms(node.serviceUri)
  expect(terms).toMatchObject({ serviceUri: node.serviceUri, ticketParams: undefined })
  const outcome = await gateway.send({ terms, source, profiles: [small, tiny] })
  expect(outcome.data.segments).toHaveLength(2)
  for (const [index, { url, pixels }] of outcome.data.segments.entries()) {
    const bytes = await gateway.client.downloadRendition(url, { serviceUri: terms.serviceUri })
    expect(countPixels(bytes), `rendition ${index}`).toBe(pixels)
  }
  expect(outcome.info?.authToken).toEqual(terms.authToken)
  expect(node.status.sessions).toMatchObject([{ manifestId: 'stream', segments: 1 }])
  await gateway.client.endSession(terms.serviceUri, terms.authToken)
  expect(node.status.sessions).toEqual([])
})
