import { DataDirLockedError } from '@millrace/node/gateway'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Clip, makeClip } from './clip.ts'
import { GatewayHarness, type HarnessOptions } from './harness.ts'
import { type Script, ScriptedOrchestrator } from './scripted-orchestrator.ts'
import { TestChain } from './test-chain.ts'

let clip: Clip
beforeAll(async () => {
  clip = await makeClip(8)
})

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function orchestrator(chain: TestChain, script: Partial<Script> = {}): Promise<ScriptedOrchestrator> {
  const started = await ScriptedOrchestrator.create({ clip, chain, script })
  closing.push(() => started.close())
  return started
}

async function gateway(options: HarnessOptions): Promise<GatewayHarness> {
  const harness = await GatewayHarness.start({
    ...options,
    // However slow the machine is, the stream stays where it is.
    config: {
      sessionTurnSegments: 100,
      trialSegments: 100,
      sessionTurnMaxRatio: 100,
      hedgeShare: 0,
      ...options.config,
    },
  })
  closing.push(() => harness.close())
  return harness
}

async function pushRange(harness: GatewayHarness, from: number, to: number): Promise<void> {
  for (let seqNo = from; seqNo < to; seqNo++) {
    expect((await harness.push(seqNo, clip.sources[seqNo] ?? new Uint8Array())).status).toBe(200)
  }
}

async function published(harness: GatewayHarness, count: number): Promise<void> {
  const read = async () => (await harness.status()).streams[0]?.segmentsOut
  await expect.poll(read).toBe(count)
}

test('after a crash a stream goes on in the same session, with its credit, and no ticket is sent twice', async () => {
  const chain = new TestChain()
  const [first, second] = [await orchestrator(chain), await orchestrator(chain)]
  const before = await gateway({ chain, orchestrators: [first, second] })
  await pushRange(before, 0, 4)
  await published(before, 4)
  const user = first.sessionIds.size > 0 ? first : second
  const ticketsBefore = user.ticketsReceived

  const after = await gateway({ chain, orchestrators: [first, second], dataDir: await before.crashImage() })
  await pushRange(after, 4, 8)
  await published(after, 4)
  expect([first.sessionIds.size + second.sessionIds.size, user.sessionIds.size]).toEqual([1, 1])
  expect(user.served).toHaveLength(8)
  expect([...first.paymentFaults, ...second.paymentFaults]).toEqual([])
  // Segments are alike: what was paid ahead before the crash is used up after it.
  expect(user.ticketsReceived).toBeLessThanOrEqual(2 * ticketsBefore)
})

test('an orchestrator that has forgotten the session gets the segment in a new one, and is not blamed', async () => {
  const chain = new TestChain()
  const node = await orchestrator(chain)
  const before = await gateway({ chain, orchestrators: [node] })
  await pushRange(before, 0, 2)
  await published(before, 2)
  const image = await before.crashImage()
  node.forgetSessions()
  const after = await gateway({ chain, orchestrators: [node], dataDir: image })
  await pushRange(after, 2, 4)
  await published(after, 2)
  expect(node.sessionIds.size).toBe(2)
  expect((await after.status()).orchestrators[0]).toMatchObject({ segmentsFailed: 0 })
})

test('a stream that ended leaves no session to go on with', async () => {
  const chain = new TestChain()
  const node = await orchestrator(chain)
  const config = { streamGraceMs: 0, streamRetentionMs: 0, pushIdleMs: 100 }
  const before = await gateway({ chain, orchestrators: [node], config })
  await pushRange(before, 0, 1)
  await expect.poll(() => node.endedSessions).toBe(1)
  const after = await gateway({ chain, orchestrators: [node], dataDir: await before.crashImage() })
  await pushRange(after, 1, 2)
  await published(after, 1)
  expect(node.sessionIds.size).toBe(2)
})

test('a gateway that closes while an orchestrator works ends the session there, and leaves none to go on with', async () => {
  const chain = new TestChain()
  const node = await orchestrator(chain, { delayMs: 60_000 })
  const before = await gateway({ chain, orchestrators: [node] })
  await pushRange(before, 0, 1)
  await expect.poll(() => node.ticketsReceived).toBeGreaterThan(0)
  await before.gateway.close()
  expect(node.endedSessions).toBe(1)
  node.script.delayMs = 0
  const after = await gateway({ chain, orchestrators: [node], dataDir: before.dataDir })
  await pushRange(after, 1, 2)
  await published(after, 1)
  expect(node.sessionIds.size).toBe(2)
})

test('a liar stays suspended over a restart', async () => {
  const chain = new TestChain()
  const [liar, honest] = [await orchestrator(chain, { mood: 'lie-about-pixels' }), await orchestrator(chain)]
  const config = { suspensionBaseMs: 3_600_000, suspensionMaxMs: 3_600_000, sessionTurnSegments: 1 }
  const before = await gateway({ chain, orchestrators: [liar, honest], config })
  await pushRange(before, 0, 4)
  await published(before, 4)
  const lies = liar.served.length
  expect(lies).toBeGreaterThan(0)
  await before.gateway.close()
  const after = await gateway({
    chain,
    orchestrators: [liar, honest],
    config,
    dataDir: await before.crashImage(),
  })
  await pushRange(after, 4, 8)
  await published(after, 4)
  expect(liar.served).toHaveLength(lies)
})

test('error: a second gateway in the same data folder is refused', async () => {
  const chain = new TestChain()
  const first = await gateway({ chain, orchestrators: [] })
  await expect(GatewayHarness.start({ chain, orchestrators: [], dataDir: first.dataDir })).rejects.toThrow(
    DataDirLockedError,
  )
})
