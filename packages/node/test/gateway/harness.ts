import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fetchStatus } from '@millrace/client'
import { silentLogger } from '@millrace/common'
import { type ParsedMediaPlaylist, parsePlaylist } from '@millrace/media'
import {
  Gateway,
  type GatewayConfigInput,
  type GatewayDependencies,
  gatewayConfigSchema,
} from '@millrace/node/gateway'
import { askOperator } from '../operator.ts'
import { clipRendition } from './clip.ts'
import type { ScriptedOrchestrator } from './scripted-orchestrator.ts'
import type { TestChain } from './test-chain.ts'

export interface HarnessOptions {
  readonly orchestrators: readonly Pick<ScriptedOrchestrator, 'serviceUri' | 'address'>[]
  readonly chain?: TestChain
  readonly config?: GatewayConfigInput
  readonly deps?: Partial<GatewayDependencies>
  /** State of an earlier run, from `crashImage`. */
  readonly dataDir?: string
}

/** A gateway in a temporary folder, with a stream `live` and its key. */
export class GatewayHarness {
  readonly gateway: Gateway
  readonly key: string
  readonly dataDir: string

  private constructor(gateway: Gateway, key: string, dataDir: string) {
    this.gateway = gateway
    this.key = key
    this.dataDir = dataDir
  }

  static async start(options: HarnessOptions): Promise<GatewayHarness> {
    const { orchestrators, chain, config, deps } = options
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'gateway-')))
    if (chain) chain.orchestrators = orchestrators.map((orchestrator) => ({ orchestrator, stakeWei: 100n }))
    const parsed = gatewayConfigSchema.parse({
      dataDir,
      rtmpHost: '127.0.0.1',
      rtmpPort: 0,
      httpPort: 0,
      operatorPort: 0,
      renditions: [clipRendition],
      orchestrators: chain ? [] : orchestrators.map(({ serviceUri }) => serviceUri),
      segmentTargetMs: 1_000,
      blockPollMs: 50,
      fundsPollMs: 100,
      suspensionBaseMs: 1_000,
      banBaseMs: 1_000,
      // Its renditions are looked at where that is what is tested: it takes a process.
      resultChecks: 'off',
      ...config,
    })
    const gateway = await Gateway.create(parsed, {
      log: silentLogger(),
      ...(chain && { chain: chain.gatewayChain }),
      ...deps,
    })
    return new GatewayHarness(gateway, await gateway.streamKeys.create('live'), dataDir)
  }

  /** The data folder as it would be found after a power cut at this moment. */
  async crashImage(): Promise<string> {
    const dataDir = await mkdtemp(join(tmpdir(), 'gateway-'))
    await cp(this.dataDir, dataDir, { recursive: true, filter: (path) => !path.includes('lock.sqlite') })
    return dataDir
  }

  /** Pushes one segment by HTTP. */
  push(seqNo: number, bytes: Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.gateway.httpUrl}/live/live/${seqNo}.ts`, {
      method: 'PUT',
      body: bytes as Uint8Array<ArrayBuffer>,
      headers: { authorization: `Bearer ${this.key}`, ...headers },
    })
  }

  /** Pushes all, one after the other, each once it was taken. */
  async pushAll(sources: readonly Uint8Array[]): Promise<void> {
    for (const [seqNo, bytes] of sources.entries()) {
      const response = await this.push(seqNo, bytes)
      if (response.status !== 200) throw new Error(`Segment ${seqNo}: ${await response.text()}`)
    }
  }

  get(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(new URL(path, this.gateway.httpUrl), init)
  }

  /** Asks the operator API. */
  operator(path: string, init: RequestInit = {}): Promise<Response> {
    return askOperator({ operatorUrl: this.gateway.operatorUrl, dataDir: this.dataDir }, path, init)
  }

  async playlist(rendition: string): Promise<ParsedMediaPlaylist> {
    const response = await this.get(`/hls/live/${rendition}.m3u8`)
    const playlist = parsePlaylist(await response.text())
    if (playlist.kind !== 'media') throw new Error('It is a master playlist.')
    return playlist
  }

  async segment(rendition: string, seqNo: number): Promise<Uint8Array> {
    const response = await this.get(`/hls/live/${rendition}/${seqNo}.ts`)
    if (!response.ok) throw new Error(`Segment ${seqNo}: ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  }

  status() {
    return fetchStatus(this.gateway.httpUrl)
  }

  async close(): Promise<void> {
    await this.gateway.close()
    await rm(this.dataDir, { recursive: true, force: true })
  }
}
