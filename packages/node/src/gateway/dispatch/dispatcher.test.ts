import { createLogger, delay, silentLogger, systemClock } from '@millrace/common'
import { type Address, zeroAddress } from '@millrace/crypto'
import type { Segment } from '@millrace/media'
import { createCapabilities } from '@millrace/wire'
import { expect, test } from 'vitest'
import { AttemptError, type AttemptFailure, BadResultError, NoOrchestratorError } from '../errors.ts'
import { Bottleneck } from './bottleneck.ts'
import { Dispatcher, type HedgeRefusal } from './dispatcher.ts'
import { HedgeBudget } from './hedge-budget.ts'
import type { CheckReceived, SegmentResult, SegmentSession } from './types.ts'

const segment: Segment = {
  seqNo: 7,
  bytes: new Uint8Array(10),
  startMs: 14_000,
  durationMs: 20,
  discontinuity: false,
  video: undefined,
  audio: undefined,
}
const result: SegmentResult = {
  renditions: [],
  pixels: 5n,
  price: { weiPerUnit: 1n, pixelsPerUnit: 1n },
  feeWei: 5n,
  tickets: 1,
  exchange: {
    terms: {
      serviceUri: 'https://127.0.0.1:8935',
      address: zeroAddress,
      price: undefined,
      ticketParams: undefined,
      capabilities: createCapabilities({ capabilities: [], version: '0.9.1' }),
      authToken: { $typeName: 'net.AuthToken', token: new Uint8Array(32), sessionId: 's', expiration: 0n },
      nodes: [],
      region: '',
    },
    recipient: zeroAddress,
    orderSignature: new Uint8Array(),
    resultSignature: new Uint8Array(),
  },
}

type Behaviour = (signal: AbortSignal) => Promise<SegmentResult>
const answers: Behaviour = async () => result
const fails =
  (failure: AttemptFailure): Behaviour =>
  async () => {
    throw new AttemptError({ failure, detail: failure })
  }
const hangs: Behaviour = async (signal) => {
  await delay(60_000, { signal })
  return result
}

let aborted = 0
const refused: HedgeRefusal[] = []
const forfeits: (readonly [valueWei: bigint, isHedged: boolean])[] = []

function dispatcherOver(
  behaviours: readonly Behaviour[],
  {
    hedgeShare = 1,
    segmentDeadlineMs = 5_000,
    maxAttempts = 3,
    isSaturated = false,
    late = 0,
    log = silentLogger(),
    check = undefined as CheckReceived | undefined,
  } = {},
) {
  aborted = 0
  refused.length = 0
  forfeits.length = 0
  const bottleneck = new Bottleneck({ clock: systemClock, machine: { isSaturated } })
  for (let other = 0; other < late; other++) bottleneck.record(`other${other}`, true)
  const sessions = behaviours.map(
    (behaviour, index): SegmentSession => ({
      orchestratorId: `o${index}`,
      sessionId: `s${index}`,
      address: `0x${String(index).padStart(40, '0')}` as Address,
      transcode: (_, signal, onForfeit) => {
        signal.addEventListener('abort', () => {
          aborted++
          onForfeit(7n)
        })
        return behaviour(signal)
      },
    }),
  )
  return new Dispatcher(
    { maxAttempts, segmentDeadlineMs, hedgeAfterMs: 100, hedgeAfterDurations: 1.5 },
    {
      sessions: {
        current: async () => {
          if (sessions[0]) return sessions[0]
          throw new NoOrchestratorError({ reason: 'none is known' })
        },
        another: async (tried) => sessions.find(({ orchestratorId }) => !tried.has(orchestratorId)),
      },
      hedges: new HedgeBudget(hedgeShare),
      bottleneck,
      onHedgeRefused: (reason) => void refused.push(reason),
      onForfeit: (valueWei, isHedged) => void forfeits.push([valueWei, isHedged]),
      check,
      clock: systemClock,
      delay,
      log,
    },
  )
}

const never = new AbortController().signal

test('a good orchestrator is asked once', async () => {
  const outcome = await dispatcherOver([answers, answers]).dispatch(segment, never)
  expect(outcome).toMatchObject({ kind: 'done', attempts: [{ outcome: 'won', hedge: false }] })
})

test('a segment goes to the next orchestrator when the first fails', async () => {
  const outcome = await dispatcherOver([fails('UNREACHABLE'), answers]).dispatch(segment, never)
  expect(outcome).toMatchObject({
    kind: 'done',
    attempts: [{ outcome: 'failed', error: 'UNREACHABLE' }, { outcome: 'won' }],
  })
})

test('the log names the segment, the session and the number of each attempt', async () => {
  const lines: string[] = []
  const log = createLogger({ name: 'gateway', level: 'debug', to: { write: (line) => lines.push(line) } })
  await dispatcherOver([fails('UNREACHABLE'), answers], { log }).dispatch(segment, never)
  const { seqNo } = segment
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { msg: 'segment sent', seqNo, sessionId: 's0', attempt: 1 },
    { msg: 'segment attempt failed', seqNo, sessionId: 's0', durationMs: expect.any(Number) },
    { msg: 'segment sent', seqNo, sessionId: 's1', attempt: 2, hedge: false },
    { msg: 'segment came back', seqNo, sessionId: 's1', durationMs: expect.any(Number) },
  ])
})

test('a second orchestrator is asked at once when the first is late, and the first is taken back', async () => {
  const outcome = await dispatcherOver([hangs, answers]).dispatch(segment, never)
  expect(outcome).toMatchObject({
    kind: 'done',
    attempts: [{ outcome: 'late' }, { outcome: 'won', hedge: true }],
  })
  expect(aborted).toBe(1)
})

test('the late first one still wins when the second fails', async () => {
  const slow: Behaviour = async () => {
    await delay(300)
    return result
  }
  const outcome = await dispatcherOver([slow, fails('TRANSCODE_FAILED')]).dispatch(segment, never)
  expect(outcome).toMatchObject({
    kind: 'done',
    attempts: [{ outcome: 'won' }, { outcome: 'failed', hedge: true }],
  })
})

test('what a second attempt costs is told: the late one was paid too', async () => {
  await dispatcherOver([hangs, answers]).dispatch(segment, never)
  expect(forfeits).toEqual([[7n, true]])
})

test.each([
  { why: 'this machine does not keep up', facts: { isSaturated: true }, reason: 'own-machine' },
  { why: 'most orchestrators are late at once', facts: { late: 3 }, reason: 'everybody-slow' },
  { why: 'the budget is used up', facts: { hedgeShare: 0 }, reason: 'budget' },
])('no second one is asked when $why', async ({ facts, reason }) => {
  const slow: Behaviour = async () => {
    await delay(300)
    return result
  }
  const outcome = await dispatcherOver([slow, answers], facts).dispatch(segment, never)
  expect(outcome.attempts).toHaveLength(1)
  expect(refused).toEqual([reason])
})

test('two late ones of many are to blame themselves, and what was long ago does not count', () => {
  let nowMs = 0
  const bottleneck = new Bottleneck({ clock: { nowMs: () => nowMs }, machine: { isSaturated: false } })
  for (const id of ['a', 'b', 'c', 'd']) bottleneck.record(id, false)
  for (const id of ['a', 'b']) bottleneck.record(id, true)
  expect(bottleneck.cause).toBeUndefined()
  bottleneck.record('c', true)
  expect(bottleneck.cause).toBe('everybody-slow')
  nowMs = 10_000
  expect(bottleneck.cause).toBeUndefined()
})

test('a full orchestrator is asked again until it has room', async () => {
  let calls = 0
  const busyAtFirst: Behaviour = async () => {
    if (++calls > 3) return result
    throw new AttemptError({ failure: 'BUSY', detail: 'full' })
  }
  const outcome = await dispatcherOver([busyAtFirst]).dispatch(segment, never)
  expect(outcome.kind).toBe('done')
  expect(calls).toBe(4)
})

test('error: a segment that enough orchestrators failed at is lost', async () => {
  const all = Array.from({ length: 5 }, () => fails('TRANSCODE_FAILED'))
  const outcome = await dispatcherOver(all).dispatch(segment, never)
  expect(outcome).toMatchObject({ kind: 'lost', reason: 'attempts' })
  expect(outcome.attempts).toHaveLength(3)
})

test('error: two orchestrators must agree that a segment is unusable', async () => {
  const agreed = await dispatcherOver([fails('SEGMENT_UNUSABLE'), fails('SEGMENT_UNUSABLE')]).dispatch(
    segment,
    never,
  )
  expect(agreed).toMatchObject({ kind: 'lost', reason: 'unusable' })
  const lie = await dispatcherOver([fails('SEGMENT_UNUSABLE'), answers]).dispatch(segment, never)
  expect(lie.kind).toBe('done')
})

test('error: too small a deposit ends the attempts at once', async () => {
  const outcome = await dispatcherOver([fails('PAYMENT_REQUIRED'), answers]).dispatch(segment, never)
  expect(outcome).toMatchObject({ kind: 'lost', reason: 'payment-required' })
  expect(outcome.attempts).toHaveLength(1)
})

test('error: the deadline takes everything back', async () => {
  const outcome = await dispatcherOver([hangs, hangs], { segmentDeadlineMs: 300 }).dispatch(segment, never)
  expect(outcome).toMatchObject({ kind: 'lost', reason: 'deadline' })
  expect(outcome.attempts.map(({ outcome }) => outcome)).toEqual(['late', 'late'])
  expect(aborted).toBe(2)
})

test('error: with nobody to ask the segment is lost as that, not as a failure', async () => {
  const outcome = await dispatcherOver([], { segmentDeadlineMs: 300 }).dispatch(segment, never)
  expect(outcome).toMatchObject({ kind: 'lost', reason: 'no-orchestrators', attempts: [] })
})

test('closing takes a running segment back', async () => {
  const abort = new AbortController()
  const running = dispatcherOver([hangs]).dispatch(segment, abort.signal)
  abort.abort()
  expect((await running).kind).toBe('lost')
})

test('a result that is found bad in time is done again elsewhere, and told by whoever checked it', async () => {
  const lines: string[] = []
  const log = createLogger({ name: 'gateway', to: { write: (line) => lines.push(line) } })
  const check: CheckReceived = async ({ orchestratorId }) =>
    orchestratorId === 'o0' ? new BadResultError({ detail: 'It is black.' }) : undefined
  const outcome = await dispatcherOver([answers, answers], { check, log }).dispatch(segment, never)
  expect(outcome).toMatchObject({
    kind: 'done',
    attempts: [
      { outcome: 'failed', error: 'BAD_RESULT' },
      { outcome: 'won', hedge: false },
    ],
  })
  expect(lines.filter((line) => line.includes('attempt failed'))).toEqual([])
})

test('a check may take as long as a result may be out, and half of the time that is left at the most', async () => {
  const waits: number[] = []
  const check: CheckReceived = async ({ waitMs }) => void waits.push(waitMs)
  await dispatcherOver([answers], { check }).dispatch(segment, never)
  await dispatcherOver([answers], { check, segmentDeadlineMs: 100 }).dispatch(segment, never)
  expect(waits[0]).toBe(100)
  expect(waits[1]).toBeLessThanOrEqual(50)
})

test('what a check takes makes nobody late', async () => {
  let cameMs = 0
  const check: CheckReceived = async () => {
    cameMs = Date.now()
    await delay(300)
    return undefined
  }
  const outcome = await dispatcherOver([answers, answers], { check }).dispatch(segment, never)
  expect(outcome).toMatchObject({ kind: 'done', attempts: [{ outcome: 'won' }] })
  const { startedAtMs = 0, durationMs = 0 } = outcome.attempts[0] ?? {}
  expect(startedAtMs + durationMs).toBeLessThanOrEqual(cameMs)
})

test('error: results that are all bad lose the segment', async () => {
  const check: CheckReceived = async () => new BadResultError({ detail: 'It is black.' })
  const outcome = await dispatcherOver([answers, answers, answers], { check }).dispatch(segment, never)
  expect(outcome).toMatchObject({
    kind: 'lost',
    reason: 'attempts',
    detail: expect.stringContaining('black'),
  })
})
