import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger, delay, type Logger } from '@millrace/common'
import { keccak256, type Signer } from '@millrace/crypto'
import { h264Profile, type Profile } from '@millrace/media'
import { signTicket, type TicketParams, type TicketScheme, ticketOf } from '@millrace/payments'
import {
  type AuthToken,
  CallRefusedError,
  Capability,
  createCapabilities,
  createOrchestratorRequest,
  createPayment,
  createSegData,
  OrchestratorClient,
  type OrchestratorTerms,
  type Payment,
  RemoteTranscodeError,
  readOrchestratorInfo,
  type SegmentOrderInit,
  type SegmentOutcome,
  SegmentStatusError,
} from '@millrace/wire'

/** A second of moving picture and tone, as a gateway's segmenter would cut it. */
export function makeSegment({ seconds = 1, size = '320x180' } = {}): Uint8Array {
  const filters = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=30:duration=${seconds}`]
  const tone = ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`]
  const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '300', '-pix_fmt', 'yuv420p']
  const output = ['-c:a', 'aac', '-muxdelay', '0', '-f', 'mpegts', 'pipe:1']
  const bytes = execFileSync('ffmpeg', ['-v', 'error', ...filters, ...tone, ...video, ...output], {
    maxBuffer: 1 << 26,
  })
  return new Uint8Array(bytes)
}

export const small: Profile = h264Profile({ name: 'small', widthPx: 160, heightPx: 90, bitrateBps: 100_000 })
export const tiny: Profile = h264Profile({ name: 'tiny', widthPx: 128, heightPx: 72, bitrateBps: 60_000 })

export function temporaryDir(): { path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'millrace-orchestrator-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Shows what goes wrong when a test fails; quiet otherwise. */
export function testLog(): Logger {
  return createLogger({
    name: 'test',
    level: process.env.MILLRACE_TEST_LOG === undefined ? 'silent' : 'debug',
  })
}

export interface SegmentToSend {
  readonly terms: Pick<OrchestratorTerms, 'serviceUri' | 'authToken'>
  readonly source: Uint8Array
  readonly seqNo?: number
  readonly manifestId?: string
  readonly profiles?: readonly Profile[]
  readonly payment?: Payment
  readonly order?: Partial<SegmentOrderInit> & { authToken?: AuthToken }
  readonly signal?: AbortSignal
}

/** A gateway that does what a test tells it, over the real wire. */
export class ScriptedGateway {
  readonly client: OrchestratorClient
  readonly signer: Signer | undefined

  constructor(signer?: Signer, options: { dialTimeoutMs?: number } = {}) {
    this.client = new OrchestratorClient({ callTimeoutMs: 30_000, downloadTimeoutMs: 30_000, ...options })
    this.signer = signer
  }

  async terms(serviceUri: string): Promise<OrchestratorTerms> {
    const request = await createOrchestratorRequest(
      this.signer,
      createCapabilities({ capabilities: [Capability.authToken, Capability.h264, Capability.mpegts] }),
    )
    const info = await this.client.getOrchestratorInfo(serviceUri, request)
    return readOrchestratorInfo(info, { needsPayment: this.signer !== undefined })
  }

  async send(segment: SegmentToSend): Promise<SegmentOutcome> {
    const {
      terms,
      source,
      seqNo = 0,
      manifestId = 'stream',
      profiles = [small],
      payment,
      order,
      signal,
    } = segment
    const base = { manifestId, seqNo, profiles, hash: keccak256(source), durationMs: 1_000 }
    const segData = await createSegData({ ...base, authToken: terms.authToken, ...order }, this.signer)
    const { serviceUri } = terms
    const timeouts = { uploadTimeoutMs: 60_000, timeoutMs: 120_000 }
    return this.client.transcodeSegment({ serviceUri, segData, payment, body: source, signal, ...timeouts })
  }

  [Symbol.dispose](): void {
    this.client.close()
  }
}

/** So many signed tickets of a gateway, as a payment of the wire. */
export async function payWith(
  signer: Signer,
  scheme: TicketScheme,
  {
    terms,
    nonces,
    changes = {},
  }: { terms: OrchestratorTerms; nonces: readonly number[]; changes?: Partial<TicketParams> },
): Promise<Payment> {
  if (!terms.ticketParams || !terms.price) throw new Error('These terms are not for paid work.')
  const params = { ...terms.ticketParams, ...changes }
  const tickets = await Promise.all(
    nonces.map(async (senderNonce) => ({
      senderNonce,
      signature: await signTicket(scheme, ticketOf(params, signer.address, senderNonce), signer),
    })),
  )
  return createPayment({ sender: signer.address, params, tickets, expectedPrice: terms.price })
}

/** Waits for a condition, and says at the end of its patience which one was not met. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`)
    await delay(20)
  }
}

/** The refusal that a piece of work meets, as status and text. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof SegmentStatusError) return `${error.status} ${error.wireText}`
  if (error instanceof RemoteTranscodeError) return `200 ${error.wireText}`
  if (error instanceof CallRefusedError) return error.wireText
  throw new Error('Nothing was refused.', { cause: error })
}
