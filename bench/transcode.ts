/**
 * `transcode`: 20 s of 720p30 into 240p, 360p, 480p and 720p (x264 veryfast), segment by segment through the
 * transcoder pool, beside one ffmpeg process (the machine's own) over the whole file with the same graph and rates.
 * Runs alternate; ratios are ours over theirs, by medians. `--runs N` sets how many of each (5).
 */
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { silentLogger } from '@millrace/common'
import { h264Profile, TranscoderPool } from '@millrace/media'
import type { BenchContext } from './main.ts'

const clip = createRequire(import.meta.url).resolve('vide/examples/video/ocean.mp4')
const seconds = 20
const segmentSeconds = 2
const fps = 30
const ladder = [
  h264Profile({ name: '720p', widthPx: 1280, heightPx: 720, bitrateBps: 2_500_000 }),
  h264Profile({ name: '480p', widthPx: 854, heightPx: 480, bitrateBps: 1_200_000 }),
  h264Profile({ name: '360p', widthPx: 640, heightPx: 360, bitrateBps: 600_000 }),
  h264Profile({ name: '240p', widthPx: 426, heightPx: 240, bitrateBps: 250_000 }),
]
const jobTimeoutMs = 120_000

interface Run {
  readonly wallSeconds: number
  readonly cpuSeconds: number
  readonly outputBytes: number
}

interface PoolRun extends Run {
  readonly segmentMs: readonly number[]
}

export default async function transcode({ args, log }: BenchContext): Promise<Record<string, unknown>> {
  const runs = runsOf(args)
  const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
  const workers = availableParallelism()
  await using pool = await TranscoderPool.create({ workers }, { log: silentLogger() })
  try {
    log(`making ${seconds} s of 720p${fps} from ${clip}`)
    const { whole, segments } = await makeSource(folder)
    log('warming up the pool')
    await inFlight(segments.slice(0, workers), workers, (source) => transcodeOne(pool, source))
    const ours: PoolRun[] = []
    const theirs: Run[] = []
    for (let run = 1; run <= runs; run += 1) {
      theirs.push(await runFfmpeg(whole, folder))
      ours.push(await runPool(pool, segments, workers))
      log(`run ${run} of ${runs}: ffmpeg ${line(theirs.at(-1))}, pool ${line(ours.at(-1))}`)
    }
    return figures(ours, theirs, { workers, maxRssBytes: pool.stats.maxWorkerRssBytes })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function runsOf(args: readonly string[]): number {
  const at = args.indexOf('--runs')
  const runs = at < 0 ? 5 : Number(args[at + 1])
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a whole number from 1.')
  return runs
}

function figures(
  ours: readonly PoolRun[],
  theirs: readonly Run[],
  { workers, maxRssBytes }: { workers: number; maxRssBytes: number },
): Record<string, unknown> {
  const of = (runs: readonly Run[], key: keyof Run) => median(runs.map((run) => run[key]))
  const segmentMs = ours.flatMap((run) => run.segmentMs)
  const wallSeconds = of(ours, 'wallSeconds')
  return {
    cpuRatio: rounded(of(ours, 'cpuSeconds') / of(theirs, 'cpuSeconds'), 3),
    wallRatio: rounded(wallSeconds / of(theirs, 'wallSeconds'), 3),
    realTimeFactor: rounded(seconds / wallSeconds, 2),
    medianSegmentMs: Math.round(median(segmentMs)),
    p95SegmentMs: Math.round(percentile(segmentMs, 0.95)),
    maxRssMb: Math.round(maxRssBytes / 1e6),
    bytesRatio: rounded(of(ours, 'outputBytes') / of(theirs, 'outputBytes'), 3),
    poolCpuSeconds: rounded(of(ours, 'cpuSeconds'), 2),
    poolWallSeconds: rounded(wallSeconds, 2),
    ffmpegCpuSeconds: rounded(of(theirs, 'cpuSeconds'), 2),
    ffmpegWallSeconds: rounded(of(theirs, 'wallSeconds'), 2),
    runs: ours.length,
    workers,
    loadAverageAtEnd: rounded(loadavg()[0] ?? 0, 2),
  }
}

/** The real clip twice over, as a gateway would cut it: closed groups of pictures of two seconds, B-frames, AAC. */
async function makeSource(folder: string): Promise<{ whole: string; segments: readonly Uint8Array[] }> {
  const whole = join(folder, 'source.ts')
  const gop = String(segmentSeconds * fps)
  await ffmpeg([
    ...['-stream_loop', '-1', '-i', clip, '-t', String(seconds), '-vf', `fps=${fps},scale=1280:720`],
    ...['-c:v', 'libx264', '-preset', 'fast', '-b:v', '4M', '-bf', '2', '-pix_fmt', 'yuv420p'],
    ...['-g', gop, '-keyint_min', gop, '-sc_threshold', '0', '-c:a', 'aac', '-b:a', '128k', '-ar', '48000'],
    ...['-muxdelay', '0', '-muxpreload', '0', '-f', 'mpegts', whole],
  ])
  await ffmpeg([
    ...['-copyts', '-i', whole, '-map', '0', '-c', 'copy', '-muxdelay', '0', '-muxpreload', '0'],
    ...['-f', 'segment', '-segment_time', String(segmentSeconds), '-segment_format', 'mpegts'],
    join(folder, 'segment-%03d.ts'),
  ])
  const names = (await readdir(folder)).filter((name) => name.startsWith('segment-')).sort()
  return { whole, segments: await Promise.all(names.map((name) => readFile(join(folder, name)))) }
}

async function runFfmpeg(whole: string, folder: string): Promise<Run> {
  const scaled = ladder.slice(1).map(({ name, widthPx, heightPx }, index) => {
    const isLast = index === ladder.length - 2
    const scale = `[t${index}]scale=${widthPx}:${heightPx},setsar=1`
    return isLast ? `${scale}[o${name}]` : `${scale},split=2[o${name}][t${index + 1}]`
  })
  const graph = ['[0:v]split=2[top][t0]', '[top]setsar=1[o720p]', ...scaled].join(';')
  const files = ladder.map(({ name }) => join(folder, `out-${name}.ts`))
  const outputs = ladder.flatMap(({ name, bitrateBps }, index) => [
    ...['-map', `[o${name}]`, '-map', '0:a', '-c:a', 'copy', '-c:v', 'libx264', '-preset', 'veryfast'],
    ...['-b:v', String(bitrateBps), '-bf', '0', '-g', String(segmentSeconds * fps), '-sc_threshold', '0'],
    ...['-f', 'mpegts', files[index] ?? ''],
  ])
  const startMs = performance.now()
  const cpuSeconds = await ffmpeg(['-copyts', '-i', whole, '-filter_complex', graph, ...outputs])
  const wallSeconds = (performance.now() - startMs) / 1000
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size))
  return { wallSeconds, cpuSeconds, outputBytes: sizes.reduce((sum, size) => sum + size) }
}

async function runPool(
  pool: TranscoderPool,
  segments: readonly Uint8Array[],
  workers: number,
): Promise<PoolRun> {
  const ownBefore = process.cpuUsage()
  const workersBefore = pool.stats.cpuSeconds
  const startMs = performance.now()
  const done = await inFlight(segments, workers, (source) => transcodeOne(pool, source))
  const wallSeconds = (performance.now() - startMs) / 1000
  const own = process.cpuUsage(ownBefore)
  return {
    wallSeconds,
    // The pool's own process carries the segments to and fro; that is part of the price.
    cpuSeconds: pool.stats.cpuSeconds - workersBefore + (own.user + own.system) / 1e6,
    outputBytes: done.reduce((sum, { bytes }) => sum + bytes, 0),
    segmentMs: done.map(({ ms }) => ms),
  }
}

async function transcodeOne(
  pool: TranscoderPool,
  source: Uint8Array,
): Promise<{ ms: number; bytes: number }> {
  const startMs = performance.now()
  const { renditions } = await pool.transcode({ source, profiles: ladder, timeoutMs: jobTimeoutMs })
  const bytes = renditions.reduce((sum, rendition) => sum + rendition.bytes.byteLength, 0)
  return { ms: performance.now() - startMs, bytes }
}

/** Works on `many` at a time, in order. */
async function inFlight<Item, Result>(
  items: readonly Item[],
  many: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const queue = items.entries()
  const results: Result[] = []
  await Promise.all(
    Array.from({ length: many }, async () => {
      for (const [index, item] of queue) results[index] = await work(item)
    }),
  )
  return results
}

/** @returns the CPU seconds that it used, as its shell counts them. */
async function ffmpeg(args: readonly string[]): Promise<number> {
  const quiet = ['-y', '-v', 'error', '-nostdin', ...args]
  const child = spawn('sh', ['-c', '"$@" && times', 'sh', 'ffmpeg', ...quiet], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [times, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (code !== 0) throw new Error(`ffmpeg failed: ${complaints.trim() || `code ${code}`}`)
  // The second line is that of the children: user and system time as 0m0.00s.
  const parts = [...(times.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
  return parts.reduce((sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest), 0)
}

function line(run: Run | undefined): string {
  return run ? `${run.wallSeconds.toFixed(2)} s (${run.cpuSeconds.toFixed(2)} s of CPU)` : ''
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
