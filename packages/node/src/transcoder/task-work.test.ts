import { createLogger, Emitter, silentLogger } from '@millrace/common'
import { h264Profile, SegmentRefusedError, type TranscodeJob, type TranscodeResult } from '@millrace/media'
import {
  createCapabilities,
  createSessionEndNotice,
  createTaskNotice,
  type TaskResult,
  type TranscodeTask,
} from '@millrace/wire'
import { expect, test } from 'vitest'
import type { TranscoderEvents } from './events.ts'
import { TaskFigures } from './metrics.ts'
import { TaskWork } from './task-work.ts'

const profile = h264Profile({ name: '360p', widthPx: 640, heightPx: 360, bitrateBps: 800_000 })
const task: TranscodeTask = {
  taskId: 7n,
  url: 'https://orchestrator.example/transcodeSource/x.ts',
  manifestId: 'movie',
  sessionId: 'a1b2c3d4',
  seqNo: 3,
  durationMs: 2_000,
  profiles: [profile],
  capabilities: createCapabilities({ capabilities: [0, 1, 12] }),
  orchestratorId: 'offchain',
}
const source = new Uint8Array([1, 2, 3])

/** An orchestrator that notes what it is sent, and a pool that does what a test tells it. */
function stage(
  transcode: (job: TranscodeJob) => Promise<TranscodeResult> = async () => made,
  maxTasks = 2,
  log = silentLogger(),
) {
  const results: TaskResult[] = []
  const failures: [bigint, string][] = []
  const figures = new TaskFigures()
  const events = new Emitter<TranscoderEvents>()
  const told: unknown[] = []
  events.on('segmentDone', ({ tookMs: _, ...facts }) => told.push(facts))
  events.on('segmentFailed', (facts) => told.push(facts))
  const work = new TaskWork(
    { capabilities: createCapabilities({ capabilities: [0, 1, 12] }), maxTasks },
    {
      client: {
        fetchSource: async () => source,
        sendResult: async (result) => void results.push(result),
        sendFailure: async (taskId, text) => void failures.push([taskId, text]),
      },
      pool: { transcode },
      figures,
      events,
      log,
    },
  )
  return { work, results, failures, figures, told }
}
const made: TranscodeResult = {
  decodedPixels: 5n,
  renditions: [{ profile, bytes: new Uint8Array([9]), pixels: 4n, widthPx: 640, heightPx: 360 }],
}

test('a task is done: its source is fetched, its renditions are sent under its number', async () => {
  const jobs: TranscodeJob[] = []
  const { work, results, failures, figures, told } = stage(async (job) => {
    jobs.push(job)
    return made
  })
  work.take(createTaskNotice(task))
  expect(await work.drain(10_000)).toBe(true)
  expect(told).toEqual([{ streamId: 'movie', seqNo: 3, profiles: ['360p'], pixels: 4 }])
  expect(jobs).toMatchObject([{ source, profiles: [profile], timeoutMs: 8_000 }])
  expect(results).toEqual([
    {
      taskId: 7n,
      decodedPixels: 5n,
      renditions: [{ bytes: new Uint8Array([9]), format: 'mpegts', pixels: 4n }],
    },
  ])
  expect(failures).toEqual([])
  expect(figures).toMatchObject({ segmentsDone: 1, segmentsFailed: 0 })
})

test('the log names a segment as gateway and orchestrator do, and a task only when it is over', async () => {
  const lines: string[] = []
  const log = createLogger({ name: 'transcoder', level: 'debug', to: { write: (line) => lines.push(line) } })
  const { work } = stage(undefined, 2, log)
  work.take(createTaskNotice(task))
  await work.drain(10_000)
  work.take(createTaskNotice({ ...task, profiles: [] }))
  await work.drain(10_000)
  const segment = { streamId: 'movie', seqNo: 3, sessionId: 'a1b2c3d4' }
  const [taken, done, failed] = lines.map((line) => JSON.parse(line))
  expect(taken).toMatchObject({ ...segment, msg: 'segment taken' })
  expect(taken).not.toHaveProperty('taskId')
  expect(done).toMatchObject({ ...segment, taskId: '7', msg: 'segment transcoded' })
  expect(failed).toMatchObject({ seqNo: 3, msg: 'segment not transcoded' })
})

test('the end of a session asks for nothing', async () => {
  const { work, results, failures } = stage()
  work.take(createSessionEndNotice('a1b2c3d4'))
  expect(work.inFlight).toBe(0)
  expect([results, failures]).toEqual([[], []])
})

test.each<[string, Partial<TranscodeTask>, string]>([
  [
    'asks for what is not done here',
    { capabilities: createCapabilities({ capabilities: [0, 16] }) },
    'incompatible segment capabilities',
  ],
  ['has no profiles', { profiles: [] }, 'no profiles'],
  ['is too long', { durationMs: 300_001 }, 'invalid duration'],
])('error: a task that %s is answered with %3$j', async (_, change, text) => {
  const { work, failures } = stage()
  work.take(createTaskNotice({ ...task, ...change }))
  await work.drain(10_000)
  expect(failures).toEqual([[7n, text]])
})

test('error: a segment at fault is told in the words of the network', async () => {
  const { work, failures, figures } = stage(async () => {
    throw new SegmentRefusedError({ code: 'NO_KEYFRAME', reason: 'it has no key frame' })
  })
  work.take(createTaskNotice(task))
  await work.drain(10_000)
  expect(failures).toEqual([[7n, 'No keyframes in input']])
  expect(figures).toMatchObject({ segmentsDone: 0, segmentsFailed: 1 })
})

test('error: more tasks than are held at once are answered TranscoderBusy, and draining has an end', async () => {
  const { promise, resolve } = Promise.withResolvers<TranscodeResult>()
  const { work, failures, results } = stage(() => promise, 2)
  for (const taskId of [1n, 2n, 3n]) work.take(createTaskNotice({ ...task, taskId }))
  expect(await work.drain(1)).toBe(false)
  expect(failures).toEqual([[3n, 'TranscoderBusy']])
  resolve(made)
  expect(await work.drain(10_000)).toBe(true)
  expect(results.map(({ taskId }) => taskId)).toEqual([1n, 2n])
})
