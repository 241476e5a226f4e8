import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger, type Logger } from '@millrace/common'
import {
  Orchestrator,
  type OrchestratorConfigInput,
  orchestratorConfigSchema,
} from '@millrace/node/orchestrator'
import type { VideoProfile } from '../peer/messages.ts'
import type { Rendition } from '../peer/script.ts'

/** A second of moving picture and tone, as a segmenter cuts it. */
export function makeSource(container: 'mpegts' | 'mp4' = 'mpegts'): Uint8Array {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30:duration=1']
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=1']
  const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '300', '-pix_fmt', 'yuv420p']
  const format = container === 'mp4' ? ['-movflags', 'frag_keyframe+empty_moov'] : ['-muxdelay', '0']
  const args = [
    '-v',
    'error',
    ...picture,
    ...tone,
    ...video,
    '-c:a',
    'aac',
    ...format,
    '-f',
    container,
    'pipe:1',
  ]
  return new Uint8Array(execFileSync('ffmpeg', args, { maxBuffer: 1 << 26 }))
}

export interface TemporaryDir extends Disposable {
  readonly path: string
}

export function temporaryDir(): TemporaryDir {
  const path = mkdtempSync(join(tmpdir(), 'millrace-compatibility-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Shows what goes wrong when a test fails; quiet otherwise. */
function testLog(): Logger {
  return createLogger({
    name: 'test',
    level: process.env.MILLRACE_TEST_LOG === undefined ? 'silent' : 'debug',
  })
}

/** A small orchestrator of ours on free ports of this machine. */
export function startOrchestrator(
  dataDir: string,
  changes: OrchestratorConfigInput = {},
  nowMs = () => Date.now(),
): Promise<Orchestrator> {
  const config = orchestratorConfigSchema.parse({
    dataDir,
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    transcodeWorkers: 1,
    capacityPixelsPerSecond: 10_000_000,
    ...changes,
  })
  return Orchestrator.create(config, { log: testLog(), clock: { nowMs } })
}

/** Width, height and frames of a file, as FFmpeg's own prober reads it. */
export function probe(bytes: Uint8Array): { format: string; width: number; height: number; frames: number } {
  const entries = ['-show_entries', 'format=format_name:stream=width,height,nb_read_frames']
  const args = ['-v', 'error', '-count_frames', '-select_streams', 'v:0', ...entries, '-of', 'json', 'pipe:0']
  const found = JSON.parse(execFileSync('ffprobe', args, { input: bytes, encoding: 'utf8' })) as {
    format: { format_name: string }
    streams: { width: number; height: number; nb_read_frames: string }[]
  }
  const [video] = found.streams
  if (video === undefined) throw new Error('There is no picture.')
  const { width, height, nb_read_frames: frames } = video
  return { format: found.format.format_name, width, height, frames: Number(frames) }
}

/** What a transcoder of theirs makes of a segment. */
export function transcodeWithFfmpeg(
  input: Uint8Array,
  profiles: readonly VideoProfile[],
): readonly Rendition[] {
  return profiles.map(({ width, height, format }) => {
    const container = format === 1 ? ['-movflags', 'frag_keyframe+empty_moov', '-f', 'mp4'] : ['-f', 'mpegts']
    const video = ['-vf', `scale=${width}:${height}`, '-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0']
    const args = ['-v', 'error', '-copyts', '-i', 'pipe:0', ...video, '-c:a', 'copy', ...container, 'pipe:1']
    const bytes = new Uint8Array(execFileSync('ffmpeg', args, { input, maxBuffer: 1 << 26 }))
    const found = probe(bytes)
    return { bytes, pixels: BigInt(found.width * found.height * found.frames) }
  })
}

/** A port that nobody listens on right now, for settings that must name it beforehand. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
