import { randomBytes } from 'node:crypto'
import { createLogger, type Logger } from '@millrace/common'
import { keccak256, localSigner } from '@millrace/crypto'
import type { Profile } from '@millrace/media'
import type { TicketParams } from '@millrace/payments'
import { expect, onTestFinished } from 'vitest'
import {
  AuthTokens,
  createCapabilities,
  createOrchestratorInfo,
  createPayment,
  createSegData,
  createTranscodeData,
  createTranscodeResult,
  defaultCapabilities,
  OrchestratorClient,
  type OrchestratorClientDependencies,
  type OrchestratorClientOptions,
  type OrchestratorHandlers,
  type OrchestratorInfo,
  OrchestratorServer,
  type OrchestratorServerOptions,
  type Payment,
  protocolVersion,
  renditionPath,
  type SegData,
  type SegmentOrderInit,
  type SegmentRequest,
  type SourceFetcher,
  type TranscoderHandlers,
  verifyOrchestratorRequest,
  verifySegmentSignature,
} from '../src/index.ts'

export const gateway = localSigner(`0x${'11'.repeat(32)}`)
export const orchestrator = localSigner(`0x${'22'.repeat(32)}`)

export const profile: Profile = {
  name: 'P240p30fps16x9',
  widthPx: 426,
  heightPx: 240,
  bitrateBps: 600_000,
  fps: 30,
  fpsDen: 1,
  format: 'mpegts',
  encoderProfile: 'default',
  gopMs: 0,
  codec: 'h264',
  quality: 0,
}
export const profiles: readonly Profile[] = [
  profile,
  { ...profile, name: 'P144p30fps16x9', widthPx: 256, heightPx: 144 },
]

export const tokens = new AuthTokens({ secret: new Uint8Array(32).fill(7) }, { randomBytes })

export const ticketParams: TicketParams = {
  recipient: orchestrator.address,
  faceValueWei: 10n ** 15n,
  winProb: 1n << 250n,
  recipientRandHash: `0x${'ab'.repeat(32)}`,
  seed: new Uint8Array(32).fill(9),
  expirationBlock: 1_000n,
  creationRound: 17n,
  creationRoundBlockHash: `0x${'cd'.repeat(32)}`,
}

export function termsFor(serviceUri: string): OrchestratorInfo {
  return createOrchestratorInfo({
    serviceUri,
    address: orchestrator.address,
    price: { weiPerUnit: 3n, pixelsPerUnit: 2n },
    ticketParams,
    capabilities: createCapabilities({ capabilities: defaultCapabilities, version: protocolVersion }),
    authToken: tokens.issue(Date.now()),
    nodes: [],
    region: 'eu-west',
  })
}

/** A small whole orchestrator: signs, remembers renditions, and gives the source back as every one of them. */
function createHandlers(serviceUri: () => string, overrides: Partial<OrchestratorHandlers> = {}) {
  const renditions = new Map<string, Uint8Array>()
  const transcode = async ({ order }: SegmentRequest, source: Uint8Array) => {
    const made = order.profiles.map(({ name, format }) => {
      const path = renditionPath({ sessionId: 'a1b2c3d4', profileName: name, seqNo: order.seqNo, format })
      renditions.set(path, source)
      return { url: serviceUri() + path, pixels: 1_000n, bytes: source }
    })
    const info = termsFor(serviceUri())
    return createTranscodeResult(order.seqNo, await createTranscodeData(made, orchestrator), info)
  }
  const handlers: OrchestratorHandlers = {
    async getOrchestrator(request) {
      verifyOrchestratorRequest(request)
      return termsFor(serviceUri())
    },
    async endTranscodingSession({ authToken }) {
      tokens.verify(authToken, Date.now())
    },
    ping: (value) => orchestrator.signMessage(keccak256(value)),
    async segment(request) {
      verifySegmentSignature(request.order, request.segData.sig, gateway.address)
      const source = await request.readSource()
      return { result: transcode(request, source) }
    },
    rendition: async (address) => renditions.get(renditionPath(address)),
    ...overrides,
  }
  return handlers
}

export interface TestServer {
  readonly server: OrchestratorServer
  readonly uri: string
  readonly port: number
  readonly client: OrchestratorClient
}

export interface TestServerOptions {
  readonly handlers?: Partial<OrchestratorHandlers>
  readonly server?: Partial<OrchestratorServerOptions>
  readonly client?: OrchestratorClientOptions
  readonly clientDependencies?: OrchestratorClientDependencies
  readonly fetchSource?: SourceFetcher
  readonly transcoders?: TranscoderHandlers
  /** Warnings and errors that the test provokes. */
  readonly expectsComplaints?: boolean
}

/** An orchestrator on a free port with a client beside it, both closed when the test is over. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const complaints: string[] = []
  const log = collectingLogger(complaints)
  const scheme = options.server?.certificate === 'plain-text' ? 'http' : 'https'
  let uri = ''
  const server = await OrchestratorServer.create(
    { host: '127.0.0.1', port: 0, ...options.server },
    {
      handlers: createHandlers(() => uri, options.handlers),
      log,
      fetchSource: options.fetchSource,
      transcoders: options.transcoders,
    },
  )
  uri = `${scheme}://127.0.0.1:${server.port}`
  // Time-outs of the live network are for idle machines.
  const client = new OrchestratorClient(
    { callTimeoutMs: 20_000, dialTimeoutMs: 20_000, downloadTimeoutMs: 20_000, ...options.client },
    options.clientDependencies,
  )
  onTestFinished(async () => {
    client.close()
    await server.close()
    if (!options.expectsComplaints) expect(complaints).toEqual([])
  })
  return { server, uri, port: server.port, client }
}

function collectingLogger(complaints: string[]): Logger {
  return createLogger({ name: 'test', level: 'warn', to: { write: (line) => complaints.push(line) } })
}

/** A signed order for a segment. */
export function orderFor(source: Uint8Array, order: Partial<SegmentOrderInit> = {}): Promise<SegData> {
  return createSegData(
    { manifestId: 'movie', seqNo: 5, hash: keccak256(source), profiles, durationMs: 2_000, ...order },
    gateway,
  )
}

/** A payment of `count` tickets, whose signatures are only as long as real ones. */
export function paymentOf(count: number): Payment {
  return createPayment({
    sender: gateway.address,
    params: ticketParams,
    tickets: Array.from({ length: count }, (_, index) => ({
      senderNonce: index + 1,
      signature: pattern(65),
    })),
    expectedPrice: { weiPerUnit: 3n, pixelsPerUnit: 2n },
  })
}

export function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff)
}

/** Generous time for a slow machine. */
export const patient = { uploadTimeoutMs: 30_000, timeoutMs: 40_000 } as const
