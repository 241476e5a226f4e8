/**
 * Time a segment spends outside the transcoder, on loopback: from complete at the gateway until its renditions are in
 * the playlists, less what the orchestrator's transcoder took. A real gateway and a real orchestrator, off chain, with
 * real media; segments go one after the other. `--segments N`, `--size WxH`.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { silentLogger } from '@millrace/common'
import { Gateway, gatewayConfigSchema } from '@millrace/node/gateway'
import { Orchestrator, orchestratorConfigSchema } from '@millrace/node/orchestrator'
import type { BenchContext } from './main.ts'

const run = promisify(execFile)
/** The first ones warm up workers and code. */
const warmUp = 3

export default async function segment({ args, log }: BenchContext): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: { segments: { type: 'string', default: '30' }, size: { type: 'string', default: '1280x720' } },
  })
  const folder = await mkdtemp(join(tmpdir(), 'millrace-segment-'))
  try {
    const sources = await makeSegments(folder, values.size)
    const { samples, cpuMeanMs } = await measure({ folder, sources, count: Number(values.segments), log })
    const overheads = samples.map(({ overheadMs }) => overheadMs).sort((a, b) => a - b)
    const transcodes = samples.map(({ transcodeMs }) => transcodeMs).sort((a, b) => a - b)
    return {
      overheadMedianMs: round(rank(overheads, 0.5)),
      overheadP95Ms: round(rank(overheads, 0.95)),
      cpuMeanMs: round(cpuMeanMs),
      transcodeMedianMs: round(rank(transcodes, 0.5)),
      segments: samples.length,
      sourceBytesMean: Math.round(sources.reduce((sum, { length }) => sum + length, 0) / sources.length),
      size: values.size,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Measured {
  readonly samples: readonly Sample[]
  /** CPU time of gateway, orchestrator and pusher together for one segment, without transcoders: says what load hides. */
  readonly cpuMeanMs: number
}

interface Sample {
  readonly overheadMs: number
  readonly transcodeMs: number
}

interface Measuring {
  readonly folder: string
  readonly sources: readonly Uint8Array[]
  readonly count: number
  readonly log: BenchContext['log']
}

async function measure({ folder, sources, count, log }: Measuring): Promise<Measured> {
  const quiet = { log: silentLogger() }
  await using orchestrator = await Orchestrator.create(
    orchestratorConfigSchema.parse({
      dataDir: join(folder, 'orchestrator'),
      host: '127.0.0.1',
      port: 0,
      operatorPort: 0,
      capacityPixelsPerSecond: 1e9,
      transcodeWorkers: 2,
    }),
    quiet,
  )
  await using gateway = await Gateway.create(
    gatewayConfigSchema.parse({
      dataDir: join(folder, 'gateway'),
      rtmpHost: '127.0.0.1',
      rtmpPort: 0,
      httpPort: 0,
      operatorPort: 0,
      orchestrators: [orchestrator.serviceUri],
      sessionTurnSegments: 100_000,
      hedgeShare: 0,
    }),
    quiet,
  )
  const key = await gateway.streamKeys.create('bench')
  const transcodes = new Map<number, number>()
  orchestrator.events.on('segmentDone', ({ seqNo, transcodeMs }) => transcodes.set(seqNo, transcodeMs))
  const samples: Sample[] = []
  let cpuBefore = process.cpuUsage()
  for (let seqNo = 0; seqNo < count + warmUp; seqNo++) {
    if (seqNo === warmUp) cpuBefore = process.cpuUsage()
    await push(gateway, { key, seqNo, bytes: sources[seqNo % sources.length] ?? new Uint8Array() })
    const latencyMs = await latencyOf(gateway, seqNo)
    const transcodeMs = transcodes.get(seqNo) ?? 0
    if (seqNo >= warmUp) samples.push({ overheadMs: latencyMs - transcodeMs, transcodeMs })
    if (seqNo % 10 === 9) log(`${seqNo + 1} of ${count + warmUp} segments`)
  }
  const { user, system } = process.cpuUsage(cpuBefore)
  return { samples, cpuMeanMs: (user + system) / 1000 / count }
}

/** Returns when the renditions are published. */
async function push(
  { httpUrl }: Gateway,
  { key, seqNo, bytes }: { readonly key: string; readonly seqNo: number; readonly bytes: Uint8Array },
): Promise<void> {
  const response = await fetch(`${httpUrl}/live/bench/${seqNo}.ts`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, accept: 'multipart/mixed' },
    body: bytes as Uint8Array<ArrayBuffer>,
  })
  const body = await response.arrayBuffer()
  if (response.status !== 200) {
    throw new Error(`Segment ${seqNo}: ${response.status} ${Buffer.from(body).toString('utf8', 0, 200)}`)
  }
}

async function latencyOf({ httpUrl }: Gateway, seqNo: number): Promise<number> {
  const response = await fetch(`${httpUrl}/api/v1/status`)
  const status: { segments: { seqNo: number; latencyMs?: number }[] } = await response.json()
  const latencyMs = status.segments.find((one) => one.seqNo === seqNo)?.latencyMs
  if (latencyMs === undefined) throw new Error(`Segment ${seqNo} has no latency.`)
  return latencyMs
}

/** Ten segments of two seconds at about 2.5 Mbit/s. */
async function makeSegments(folder: string, size: string): Promise<Uint8Array[]> {
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=30:duration=20`]
  const sound = ['-f', 'lavfi', '-i', 'sine=sample_rate=48000:duration=20']
  const video = ['-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '2500k', '-bf', '0', '-g', '60']
  const output = ['-f', 'segment', '-segment_time', '2', '-segment_format', 'mpegts', join(folder, '%03d.ts')]
  const rest = ['-sc_threshold', '0', '-pix_fmt', 'yuv420p', '-c:a', 'aac']
  await run('ffmpeg', ['-v', 'error', ...picture, ...sound, ...video, ...rest, ...output])
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort()
  return Promise.all(files.map((name) => readFile(join(folder, name))))
}

function rank(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}
