import { silentLogger } from '@millrace/common'
import {
  h264Profile,
  PoolBusyError,
  SegmentRefusedError,
  type TranscodeResult,
  TranscodeTimeoutError,
} from '@millrace/media'
import { expect, test } from 'vitest'
import { AttemptFailedError, NoTranscoderError } from '../errors.ts'
import { TranscoderFleet } from './fleet.ts'
import type { SegmentJob, Transcoder } from './types.ts'

const profile = h264Profile({ name: '360p', widthPx: 640, heightPx: 360, bitrateBps: 800_000 })
const signal = new AbortController().signal
const job: SegmentJob = {
  sessionId: 'a1b2c3d4',
  manifestId: 'movie',
  seqNo: 0,
  source: new Uint8Array(1),
  profiles: [profile],
  durationMs: 2_000,
  capabilities: undefined,
  timeoutMs: 8_000,
  signal,
}
/** 640 × 360 × 60 frames. */
const pixels = 13_824_000n

function resultOf(id: string): TranscodeResult {
  const bytes = new TextEncoder().encode(id)
  return { renditions: [{ profile, bytes, pixels, widthPx: 640, heightPx: 360 }], decodedPixels: 0n }
}
const madeBy = ({ renditions }: TranscodeResult) => new TextDecoder().decode(renditions[0]?.bytes)

/** A transcoder whose answers a test gives one by one. */
class Scripted implements Transcoder {
  readonly kind = 'remote'
  readonly address = 'somewhere'
  readonly claimedPixelsPerSecond = 1e12
  readonly asked: { readonly answer: () => void; readonly fail: (error: Error) => void }[] = []
  readonly ended: string[] = []
  isSilent = false
  isDraining = false
  readonly id: string
  readonly slots: number

  constructor(id: string, slots = 4) {
    this.id = id
    this.slots = slots
  }

  canDo = () => true
  endSession = (sessionId: string) => void this.ended.push(sessionId)

  run(): Promise<TranscodeResult> {
    const { promise, resolve, reject } = Promise.withResolvers<TranscodeResult>()
    this.asked.push({ answer: () => resolve(resultOf(this.id)), fail: reject })
    return promise
  }
}

function stage(...ids: string[]) {
  const clock = { nowMs: 0 }
  const retries: string[] = []
  const fleet = new TranscoderFleet(
    { maxWaiting: 2, capacityShare: 0.5 },
    {
      log: silentLogger(),
      nowMs: () => clock.nowMs,
      onCapacity: () => {},
      onRetry: (failure) => retries.push(failure),
    },
  )
  const transcoders = ids.map((id) => new Scripted(id))
  const members = transcoders.map((transcoder) => fleet.add(transcoder))
  const pass = async (ms: number) => {
    clock.nowMs += ms
    fleet.changed()
    await settled()
  }
  return { fleet, clock, retries, transcoders, members, pass }
}

/** Lets everything run that waits for nothing but its turn. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Has each of them do a segment, so that they are proven and equally fast. */
async function prove({ fleet, transcoders, clock }: ReturnType<typeof stage>) {
  const results = transcoders.map((_, index) => fleet.transcode({ ...job, sessionId: `proof-${index}` }))
  await settled()
  clock.nowMs += 100
  for (const { asked } of transcoders) asked.shift()?.answer()
  await Promise.all(results)
  for (const [index] of transcoders.entries()) fleet.endSession(`proof-${index}`)
}

const failed = (failure: 'failed' | 'lost' | 'wrong', wireText?: string) =>
  new AttemptFailedError({ failure, reason: 'a test says so', ...(wireText && { wireText }) })

test('segments spread over those that are free, and a session stays where its last one was done', async () => {
  const all = stage('a', 'b')
  const { fleet, transcoders } = all
  const [a, b] = transcoders
  await prove(all)
  const first = fleet.transcode({ ...job, sessionId: 'x' })
  const second = fleet.transcode({ ...job, sessionId: 'y' })
  await settled()
  expect([a?.asked.length, b?.asked.length]).toEqual([1, 1])
  for (const { asked } of transcoders) asked.shift()?.answer()
  const homes = [madeBy(await first), madeBy(await second)]
  expect(homes.toSorted()).toEqual(['a', 'b'])
  for (const sessionId of ['y', 'x', 'y', 'x']) {
    const result = fleet.transcode({ ...job, sessionId })
    await settled()
    for (const { asked } of transcoders) asked.shift()?.answer()
    expect(madeBy(await result)).toBe(sessionId === 'x' ? homes[0] : homes[1])
  }
  fleet.endSession('x')
  expect(transcoders.find(({ id }) => id === homes[0])?.ended).toContain('x')
})

test('a slow one is given less: the next segment goes where it will be ready first', async () => {
  const all = stage('slow', 'fast')
  const { fleet, transcoders, clock } = all
  const [slow, fast] = transcoders
  const both = [fleet.transcode({ ...job, sessionId: 'x' }), fleet.transcode({ ...job, sessionId: 'y' })]
  await settled()
  clock.nowMs = 200
  fast?.asked.shift()?.answer()
  await settled()
  clock.nowMs = 1_600
  slow?.asked.shift()?.answer()
  await Promise.all(both)
  for (let segment = 0; segment < 5; segment++) {
    const result = fleet.transcode({ ...job, sessionId: `new-${segment}` })
    await settled()
    clock.nowMs += 200
    fast?.asked.shift()?.answer()
    expect(madeBy(await result)).toBe('fast')
  }
})

test('one that fails costs its segment a retry; a newcomer is then shut out, and back after a trial', async () => {
  const { fleet, transcoders, retries, pass } = stage('bad', 'good')
  const [bad, good] = transcoders
  const result = fleet.transcode({ ...job, sessionId: 'x' })
  await settled()
  bad?.asked.shift()?.fail(failed('wrong'))
  await settled()
  good?.asked.shift()?.answer()
  expect(madeBy(await result)).toBe('good')
  expect(retries).toEqual(['wrong'])
  expect(fleet.status().find(({ id }) => id === 'bad')).toMatchObject({
    state: 'quarantined',
    segmentsFailed: 1,
    capacityPixelsPerSecond: 0,
  })

  await pass(600_000)
  expect(fleet.status().find(({ id }) => id === 'bad')?.state).toBe('trial')
  const watched = fleet.transcode({ ...job, sessionId: 'y' })
  await settled()
  expect([good?.asked.length, bad?.asked.length]).toEqual([1, 1])
  good?.asked.shift()?.answer()
  expect(madeBy(await watched)).toBe('good')
  bad?.asked.shift()?.answer()
  await settled()
  expect(fleet.status().find(({ id }) => id === 'bad')?.state).toBe('ready')
})

test('a late segment is asked for elsewhere, the first result wins, and the late one is blamed once', async () => {
  const all = stage('a', 'b')
  const { fleet, transcoders, retries, pass } = all
  await prove(all)
  const result = fleet.transcode(job)
  await settled()
  const late = transcoders.find(({ asked }) => asked.length === 1)
  const other = transcoders.find(({ asked }) => asked.length === 0)
  await pass(1_900)
  expect(other?.asked).toHaveLength(0)
  await pass(200)
  expect(other?.asked).toHaveLength(1)
  other?.asked.shift()?.answer()
  expect(madeBy(await result)).toBe(other?.id)
  expect(retries).toEqual(['late'])
  expect(fleet.status().find(({ id }) => id === late?.id)).toMatchObject({
    segmentsFailed: 1,
    state: 'ready',
  })
})

test('where one is silent there is no waiting, and it gets nothing while others answer', async () => {
  const all = stage('a', 'b')
  const { fleet, transcoders, retries, pass } = all
  await prove(all)
  const result = fleet.transcode(job)
  await settled()
  const hanging = transcoders.find(({ asked }) => asked.length === 1)
  const other = transcoders.find(({ asked }) => asked.length === 0)
  if (hanging) hanging.isSilent = true
  await pass(1)
  other?.asked.shift()?.answer()
  expect(madeBy(await result)).toBe(other?.id)
  expect(retries).toEqual(['silent'])
  const next = fleet.transcode(job)
  await settled()
  expect([hanging?.asked.length, other?.asked.length]).toEqual([1, 1])
  other?.asked.shift()?.answer()
  await next
})

test('when all are late only a few segments are asked for twice', async () => {
  const all = stage('a', 'b')
  const { fleet, transcoders, pass, clock } = all
  for (let round = 0; round < 6; round++) await prove(all)
  clock.nowMs = 10_000
  const jobs = ['p', 'q', 'r', 's'].map((sessionId) => fleet.transcode({ ...job, sessionId }))
  for (const work of jobs) work.catch(() => {})
  await settled()
  const before = transcoders.reduce((sum, { asked }) => sum + asked.length, 0)
  await pass(4_100)
  const after = transcoders.reduce((sum, { asked }) => sum + asked.length, 0)
  expect(after - before).toBeLessThanOrEqual(1)
  fleet.close()
})

test('nobody is blamed for what nobody could do', async () => {
  const all = stage('a', 'b')
  const { fleet, transcoders } = all
  await prove(all)
  const error = fleet.transcode(job).catch((thrown: unknown) => thrown)
  for (let attempt = 0; attempt < 2; attempt++) {
    await settled()
    for (const { asked } of transcoders) asked.shift()?.fail(failed('failed'))
  }
  expect(await error).toMatchObject({ code: 'ATTEMPT_FAILED' })
  expect(fleet.status().map(({ segmentsFailed }) => segmentsFailed)).toEqual([0, 0])
})

test('error: that the segment is at fault is believed of two, or of our own processes', async () => {
  const all = stage('a', 'b', 'c')
  const { fleet, transcoders } = all
  await prove(all)
  const text = 'No keyframes in input'
  const error = fleet.transcode(job).catch((thrown: unknown) => thrown)
  for (let attempt = 0; attempt < 2; attempt++) {
    await settled()
    expect(transcoders.reduce((sum, { asked }) => sum + asked.length, 0)).toBe(1)
    for (const { asked } of transcoders) asked.shift()?.fail(failed('failed', text))
  }
  expect(await error).toMatchObject({ wireText: text })
  const own = fleet.transcode(job).catch((thrown: unknown) => thrown)
  await settled()
  const verdict = new SegmentRefusedError({ code: 'NO_VIDEO', reason: 'it has no video' })
  for (const { asked } of transcoders) asked.shift()?.fail(verdict)
  expect(await own).toBe(verdict)
})

test('error: time that is over, nobody there, too many waiting, a caller that left and a closed fleet', async () => {
  const { fleet, pass } = stage()
  const errors = [0, 1].map(() => fleet.transcode(job).catch((thrown: unknown) => thrown))
  await settled()
  await expect(fleet.transcode(job)).rejects.toThrow(PoolBusyError)
  await pass(2_001)
  for (const error of errors) expect(await error).toBeInstanceOf(NoTranscoderError)

  const blocked = new Scripted('blocked', 1)
  fleet.add(blocked)
  const stuck = fleet.transcode(job).catch((thrown: unknown) => thrown)
  const gone = new AbortController()
  const left = fleet.transcode({ ...job, signal: gone.signal }).catch((thrown: unknown) => thrown)
  await settled()
  gone.abort(new Error('gone'))
  expect(await left).toMatchObject({ message: 'gone' })
  await pass(8_001)
  expect(await stuck).toBeInstanceOf(TranscodeTimeoutError)
  const closed = fleet.transcode(job).catch((thrown: unknown) => thrown)
  await settled()
  fleet.close()
  expect(await closed).toMatchObject({ code: 'TRANSCODER_CLOSED' })
})

test('capacity follows those who come, go and drain; of other machines a share is promised', () => {
  const { fleet } = stage()
  expect(fleet.capacityPixelsPerSecond).toBe(0)
  const one = new Scripted('one')
  const member = fleet.add(one)
  const believed = fleet.capacityPixelsPerSecond
  expect(believed).toBeGreaterThan(0)
  fleet.add(new Scripted('two'))
  expect(fleet.capacityPixelsPerSecond).toBe(2 * believed)
  one.isDraining = true
  expect(fleet.capacityPixelsPerSecond).toBe(believed)
  fleet.remove(member)
  expect(fleet.capacityPixelsPerSecond).toBe(believed)
})

test('one that must show that it works again counts when nobody else is there to do it', async () => {
  const all = stage('bad', 'good')
  const { fleet, transcoders, members, pass } = all
  await prove(all)
  const [bad, good] = transcoders
  members[0]?.record.distrust(fleet.nowMs)
  await pass(600_000)
  expect(fleet.status().map(({ state }) => state)).toEqual(['trial', 'ready'])
  if (members[1]) fleet.remove(members[1])
  expect(fleet.capacityPixelsPerSecond).toBe(stage('newcomer').fleet.capacityPixelsPerSecond)
  const result = fleet.transcode(job)
  await settled()
  expect([bad?.asked.length, good?.asked.length]).toEqual([1, 0])
  bad?.asked.shift()?.answer()
  expect(madeBy(await result)).toBe('bad')
  expect(fleet.status()[0]?.state).toBe('ready')
})

test('error: one that is shut out counts for nothing, even alone, and the node is not ready until its trial', async () => {
  const { fleet, members, pass } = stage('bad')
  expect(fleet.notReady()).toBeUndefined()
  members[0]?.record.distrust(fleet.nowMs)
  expect([fleet.capacityPixelsPerSecond, fleet.notReady()]).toEqual([0, 'no transcoder can take work'])
  await pass(600_000)
  expect(fleet.notReady()).toBeUndefined()
  expect(stage().fleet.notReady()).toBe('no transcoder is connected')
})
