import { readFileSync } from 'node:fs'
import { type Logger, silentLogger } from '@millrace/common'
import {
  h264Profile,
  measureCapacity,
  PoisonSegmentError,
  PoolBusyError,
  PoolClosedError,
  TranscoderPool,
  type TranscoderPoolOptions,
  TranscodeTimeoutError,
} from '@millrace/media'
import { beforeAll, expect, test } from 'vitest'
import { makeSegment } from '../clips.ts'
import { isRunning, runScript, until } from '../processes.ts'

const log: Logger = silentLogger()
const profiles = [h264Profile({ name: '120p', widthPx: 214, heightPx: 120, bitrateBps: 150_000 })]
const timeoutMs = 60_000

let source: Uint8Array
beforeAll(async () => {
  source = await makeSegment({ seconds: 0.5 })
})

function poolOf(options: TranscoderPoolOptions = {}): Promise<TranscoderPool> {
  return TranscoderPool.create({ workers: 1, ...options }, { log })
}

function onlyPid(pool: TranscoderPool): number {
  const [pid, ...others] = pool.workerPids
  if (pid === undefined || others.length > 0) throw new Error(`There are ${pool.workerPids.length} workers.`)
  return pid
}

/** Stops the worker that is next, gives it a job, which so hangs, while the spare is warm. */
async function hangOneJob(pool: TranscoderPool, { jobTimeoutMs = timeoutMs, stopSpare = false } = {}) {
  const hanging = onlyPid(pool)
  await pool.transcode({ source, profiles, timeoutMs })
  await until(() => pool.stats.warm === 2)
  const spare = pool.workerPids.find((pid) => pid !== hanging)
  if (spare === undefined) throw new Error('There is no spare.')
  process.kill(hanging, 'SIGSTOP')
  if (stopSpare) process.kill(spare, 'SIGSTOP')
  const job = pool.transcode({ source, profiles, timeoutMs: jobTimeoutMs })
  job.catch(() => {})
  await until(() => pool.stats.warm === 1)
  return { job, hanging, spare }
}

test('a worker killed in the middle of a job costs the job one retry and nothing else', async () => {
  await using pool = await poolOf()
  const { job, hanging } = await hangOneJob(pool)
  process.kill(hanging, 'SIGKILL')
  expect((await job).renditions).toHaveLength(1)
  expect(pool.stats).toMatchObject({ transcoded: 2, failed: 0, workersLost: 1 })
})

test('error: a segment that ends two workers is refused for good, and the pool goes on', async () => {
  await using pool = await poolOf()
  const { job, hanging, spare } = await hangOneJob(pool, { stopSpare: true })
  process.kill(hanging, 'SIGKILL')
  await until(() => pool.stats.workersLost === 1)
  process.kill(spare, 'SIGKILL')
  const error = await job.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(PoisonSegmentError)
  expect(error).toMatchObject({ code: 'POISON_SEGMENT', retryable: false })
  expect((await pool.transcode({ source, profiles, timeoutMs })).renditions).toHaveLength(1)
})

test('a worker that hangs is killed at the deadline and the job is done by another', async () => {
  await using pool = await poolOf()
  const { job, hanging } = await hangOneJob(pool, { jobTimeoutMs: 3_000 })
  expect((await job).renditions).toHaveLength(1)
  await until(() => !isRunning(hanging))
  expect(pool.stats.workersLost).toBe(1)
})

test('error: a job that hangs twice ends by time, which another machine may do better', async () => {
  await using pool = await poolOf()
  const { job } = await hangOneJob(pool, { jobTimeoutMs: 200, stopSpare: true })
  const error = await job.catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(TranscodeTimeoutError)
  expect(error).toMatchObject({ retryable: true })
})

test('error: more jobs than may wait are turned away at once', async () => {
  await using pool = await poolOf({ maxWaiting: 1 })
  const { job, hanging } = await hangOneJob(pool)
  const waiting = pool.transcode({ source, profiles, timeoutMs })
  expect(pool.stats).toMatchObject({ busy: 1, waiting: 1 })
  await expect(pool.transcode({ source, profiles, timeoutMs })).rejects.toThrow(PoolBusyError)
  process.kill(hanging, 'SIGCONT')
  await Promise.all([job, waiting])
  expect(pool.stats.transcoded).toBe(3)
})

test('error: a job that waits longer than its time is given up', async () => {
  await using pool = await poolOf()
  const { job, hanging } = await hangOneJob(pool)
  await expect(pool.transcode({ source, profiles, timeoutMs: 50 })).rejects.toThrow(TranscodeTimeoutError)
  process.kill(hanging, 'SIGCONT')
  await job
})

test('error: an aborted job is left at once, waiting or running', async () => {
  await using pool = await poolOf()
  const running = new AbortController()
  const waiting = new AbortController()
  const pid = onlyPid(pool)
  process.kill(pid, 'SIGSTOP')
  const first = pool.transcode({ source, profiles, timeoutMs, signal: running.signal })
  const second = pool.transcode({ source, profiles, timeoutMs, signal: waiting.signal })
  waiting.abort(new Error('not needed'))
  await expect(second).rejects.toThrow('not needed')
  running.abort(new Error('nor this'))
  await expect(first).rejects.toThrow('nor this')
  process.kill(pid, 'SIGCONT')
  expect((await pool.transcode({ source, profiles, timeoutMs })).renditions).toHaveLength(1)
})

test('error: a worker above its memory limit is killed, and the segment refused', async () => {
  await using pool = await poolOf({ killAboveRssBytes: 1 })
  const pid = onlyPid(pool)
  // Stopped, so that it cannot be done before anyone looks.
  process.kill(pid, 'SIGSTOP')
  const long = await makeSegment({ size: '1280x720', seconds: 4 })
  const job = pool.transcode({ source: long, profiles, timeoutMs })
  await expect(job).rejects.toMatchObject({ code: 'POISON_SEGMENT' })
})

test('error: a segment larger than allowed is refused unread', async () => {
  await using pool = await poolOf({ maxSourceBytes: 100 })
  await expect(pool.transcode({ source, profiles, timeoutMs })).rejects.toMatchObject({
    code: 'SEGMENT_TOO_LARGE',
  })
})

test('a worn worker is replaced between jobs by the spare, which was warm', async () => {
  await using pool = await poolOf({ recycleAfterSegments: 2 })
  const first = onlyPid(pool)
  await pool.transcode({ source, profiles, timeoutMs })
  await until(() => pool.stats.warm === 2)
  const spare = pool.workerPids.find((pid) => pid !== first)
  await pool.transcode({ source, profiles, timeoutMs })
  await until(() => !isRunning(first))
  expect(pool.stats.workersRecycled).toBe(1)
  expect(pool.workerPids).toContain(spare)
})

test('a worker that has grown too large is replaced between jobs', async () => {
  await using pool = await poolOf({ recycleAboveRssBytes: 1 })
  for (let count = 0; count < 3; count += 1) await pool.transcode({ source, profiles, timeoutMs })
  expect(pool.stats).toMatchObject({ transcoded: 3, workersRecycled: 3, workersLost: 0 })
})

test('an idle worker that is killed is missed by nobody', async () => {
  await using pool = await poolOf()
  process.kill(onlyPid(pool), 'SIGKILL')
  expect((await pool.transcode({ source, profiles, timeoutMs })).renditions).toHaveLength(1)
})

test('closing ends every process, and every job that runs or waits', async () => {
  const pool = await poolOf()
  const { job } = await hangOneJob(pool)
  const waiting = pool.transcode({ source, profiles, timeoutMs })
  const pids = pool.workerPids
  const outcomes = Promise.allSettled([job, waiting])
  await pool.close()
  await pool.close()
  for (const outcome of await outcomes)
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(PoolClosedError) })
  expect(pids.filter(isRunning)).toEqual([])
  await expect(pool.transcode({ source, profiles, timeoutMs })).rejects.toThrow(PoolClosedError)
})

const poolScript = `
  import { silentLogger } from '@millrace/common'
  import { TranscoderPool } from '@millrace/media'
  const pool = await TranscoderPool.create({ workers: 1 }, { log: silentLogger() })
`

test('a node that is killed leaves no worker, even one that is deep in FFmpeg', async () => {
  const pids: number[] = []
  let isBusy = false
  const script = `${poolScript}
    import { makeSegment } from './clips.ts'
    const source = await makeSegment({ size: '640x360', seconds: 10 })
    const profile = { name: 'big', widthPx: 1920, heightPx: 1080, bitrateBps: 5000000, fps: 0, fpsDen: 1,
      format: 'mpegts', encoderProfile: 'default', gopMs: 0, codec: 'h264', quality: 0 }
    pool.transcode({ source, profiles: [profile], timeoutMs: 600000 })
    setInterval(() => console.log(JSON.stringify(pool.workerPids)), 50)
  `
  const { child, ended } = runScript(script, {
    onLine: (line) => {
      pids.splice(0, Infinity, ...JSON.parse(line))
      isBusy = pids.some((pid) => cpuTicks(pid) > 120)
    },
  })
  await until(() => isBusy)
  child.kill('SIGKILL')
  await ended
  await until(() => !pids.some(isRunning))
})

test('workers inherit nothing of the environment', async () => {
  process.env.MILLRACE_TEST_SECRET = 'hidden'
  await using pool = await poolOf()
  delete process.env.MILLRACE_TEST_SECRET
  const environment = readFileSync(`/proc/${onlyPid(pool)}/environ`, 'utf8')
  expect(environment.split('\0').map((line) => line.split('=')[0])).not.toContain('MILLRACE_TEST_SECRET')
  expect(environment).not.toContain('hidden')
  expect(environment).not.toContain('PATH=')
})

test('the process that imports the package and runs a pool does not load FFmpeg', async () => {
  const { ended } = runScript(`${poolScript}
    import { readFileSync } from 'node:fs'
    const loaded = readFileSync('/proc/self/maps', 'utf8').includes('node-av')
    await pool.close()
    process.exit(loaded ? 1 : 0)
  `)
  expect(await ended).toEqual({ code: 0, stderr: '' })
})

test('garbage collected between segments crashes nothing', async () => {
  const script = `
    import { h264Profile } from '@millrace/media'
    import { transcodeSegment } from '../src/transcoder/worker/transcode-segment.ts'
    import { makeSegment } from './clips.ts'
    const source = await makeSegment({ seconds: 0.3, audio: true })
    const profiles = [h264Profile({ name: 'a', widthPx: 214, heightPx: 120, bitrateBps: 150_000 })]
    for (let count = 0; count < 20; count += 1) {
      transcodeSegment({ source, profiles }, { preset: 'ultrafast', threads: 0 })
      try { transcodeSegment({ source: source.subarray(0, 2000), profiles }, { preset: 'ultrafast', threads: 0 }) } catch {}
      gc()
      await new Promise((resolve) => setImmediate(resolve))
    }
    process.exit(0)
  `
  const { ended } = runScript(script, { execArgv: ['--expose-gc'] })
  expect((await ended).code).toBe(0)
})

test('capacity is measured from real work', async () => {
  await using pool = await poolOf()
  expect(await measureCapacity(pool, { forMs: 10 })).toBeGreaterThan(100_000)
})

/** Processor time that a process has used, in hundredths of a second. */
function cpuTicks(pid: number): number {
  if (!isRunning(pid)) return 0
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return Number(user) + Number(system)
}
