import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '@millrace/common'
import { TranscoderPool } from '@millrace/media'
import { type EndedRun, Tester, type TesterConfigInput } from '@millrace/node/tester'
import { ffmpeg } from '../../../media/test/clips.ts'
import { ScriptedOrchestrator, type ScriptedOrchestratorOptions } from '../gateway/scripted-orchestrator.ts'
import type { TestChain } from '../gateway/test-chain.ts'

const noClip = { sources: [], renditions: [], sound: new Uint8Array() }

/** Rendition that test streams are ordered in, as setting. */
const testRendition = { name: '180p', width: 320, height: 180, bitrate: 500_000 }

/** Testers and orchestrators of a test file, closed together. */
export class TesterHarness {
  readonly #closing: (() => Promise<unknown>)[] = []
  #pool: Promise<TranscoderPool> | undefined

  /** An orchestrator that transcodes, unless it is told to give something else. */
  async orchestrator(options: Partial<ScriptedOrchestratorOptions> = {}): Promise<ScriptedOrchestrator> {
    const make = (source: Uint8Array, profiles: Parameters<typeof this.transcode>[1]) =>
      this.transcode(source, profiles)
    const started = await ScriptedOrchestrator.create({ clip: noClip, make, ...options })
    this.#closing.push(() => started.close())
    return started
  }

  async transcode(
    source: Uint8Array,
    profiles: Parameters<TranscoderPool['transcode']>[0]['profiles'],
  ): Promise<readonly Uint8Array[]> {
    this.#pool ??= TranscoderPool.create({ workers: 1, threads: 1 }, { log: silentLogger() })
    const pool = await this.#pool
    const { renditions } = await pool.transcode({ source, profiles, timeoutMs: 60_000 })
    return renditions.map(({ bytes }) => bytes)
  }

  async folder(): Promise<string> {
    const dataDir = await mkdtemp(join(tmpdir(), 'tester-'))
    this.#closing.unshift(() => rm(dataDir, { recursive: true, force: true }))
    return dataDir
  }

  async tester(config: Partial<TesterConfigInput>, chain?: TestChain): Promise<Tester> {
    const tester = await Tester.create(
      {
        ...{
          host: '127.0.0.1',
          port: 0,
          operatorPort: 0,
          region: 'FRA',
          segments: 1,
          ladders: [[testRendition]],
        },
        // A loaded machine is no reason to fail.
        ...{ segmentTimeoutMs: 120_000, infoTimeoutMs: 20_000, blockPollMs: 50, fundsPollMs: 100 },
        ...config,
      },
      { log: silentLogger(), ...(chain && { chain: chain.gatewayChain }) },
    )
    this.#closing.push(() => tester.close())
    return tester
  }

  async close(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) await close()
    await (await this.#pool)?.close()
  }
}

/** The end of the run that is on its way. */
export function runOf(tester: Tester): Promise<EndedRun> {
  const { promise, resolve, reject } = Promise.withResolvers<EndedRun>()
  const known = tester.status.lastRun
  if (known) resolve(known)
  tester.events.on('run', resolve)
  tester.events.on('runFailed', ({ err }) => reject(err))
  return promise
}

export async function getJson<Answer>(tester: Tester, path: string): Promise<Answer> {
  const response = await fetch(new URL(path, tester.url))
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Answer
}

/** The picture the wrong way round, of the right size. */
export function flipped(source: Uint8Array): Promise<Uint8Array> {
  const video = [
    '-vf',
    'hflip,scale=320:180',
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-bf',
    '0',
    '-g',
    '999',
  ]
  const copies = ['-c:a', 'copy', '-copyts', '-muxdelay', '0', '-muxpreload', '0', '-f', 'mpegts', 'pipe:1']
  return ffmpeg(['-f', 'mpegts', '-i', 'pipe:0', ...video, ...copies], source)
}
