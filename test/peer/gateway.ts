import type {
  AuthToken,
  Capabilities,
  OrchestratorInfo,
  OsInfo,
  Payment,
  SegData,
  TranscodeResult,
  VideoProfile,
} from './messages.ts'
import { writeAuthToken, writeOrchestratorRequest, writePayment, writeSegData } from './messages.ts'
import { readOrchestratorInfo, readTranscodeResult } from './read-messages.ts'
import { addressMessage, ethSign, type Key, keccak, segmentMessage } from './signing.ts'
import { signTicket, ticketHash } from './tickets.ts'
import { call, post, type Reply, wrapped } from './transport.ts'

const noAddress = new Uint8Array(20)
/** Authorisation token, H.264, MPEG-TS: what every job asks for. */
export const jobBits = [0, 1, 12]

export interface SegmentToSend {
  readonly info: Pick<OrchestratorInfo, 'transcoder' | 'authToken'>
  readonly source: Uint8Array
  readonly seq?: number
  readonly manifestId?: string
  readonly profiles?: SegData['profiles']
  readonly payment?: Payment | string
  readonly storage?: readonly OsInfo[]
  /** The address of the source, sent instead of its bytes. */
  readonly sourceUrl?: string
  readonly version?: 'h2' | 'http/1.1'
  /** Whatever a test wants to be otherwise, after everything else is made. */
  readonly changes?: Partial<SegData>
  readonly segmentHeader?: string
}

export const smallProfile: VideoProfile = { name: 'small', width: 160, height: 90, bitrate: 100_000, fps: 30 }

/** A gateway of the live network: raw HTTP/2, a new connection for each call, no certificate checked. */
export class TheirGateway {
  readonly key: Key | undefined

  /** @param key - undefined off chain: zero address, no signatures, no payment. */
  constructor(key?: Key) {
    this.key = key
  }

  get address(): Uint8Array {
    return this.key?.address ?? noAddress
  }

  /** @throws {GrpcStatusError} */
  async info(
    uri: string,
    capabilities?: Capabilities,
    changes: { sig?: Uint8Array } = {},
  ): Promise<OrchestratorInfo> {
    const sig = this.key ? ethSign(this.key, addressMessage(this.key.address)) : new Uint8Array()
    const request = { address: this.address, sig, ...(capabilities && { capabilities }), ...changes }
    const answer = await call(uri, '/net.Orchestrator/GetOrchestrator', writeOrchestratorRequest(request))
    return readOrchestratorInfo(answer)
  }

  /** @throws {GrpcStatusError} */
  async end(uri: string, token: AuthToken): Promise<void> {
    await call(uri, '/net.Orchestrator/EndTranscodingSession', wrapped(1, writeAuthToken(token)))
  }

  /** @throws {GrpcStatusError} */
  async ping(uri: string, value: Uint8Array): Promise<Uint8Array> {
    return (await call(uri, '/net.Orchestrator/Ping', wrapped(1, value))).bytes(1)
  }

  /** Signed tickets for the newest params of an orchestrator. */
  pay(info: OrchestratorInfo, nonces: readonly number[], changes: Partial<Payment> = {}): Payment {
    const { ticketParams: params, price } = info
    const { key } = this
    if (!params || !price || !key) throw new Error('There is nothing to pay with.')
    const expiration = params.expiration ?? { round: 0n, blockHash: new Uint8Array() }
    const hashOf = (nonce: number) => ticketHash(params, key.address, nonce, expiration)
    const tickets = nonces.map((nonce) => ({ nonce, sig: signTicket(key, hashOf(nonce)) }))
    return { params, sender: key.address, expiration, tickets, price, ...changes }
  }

  /** A payment without tickets: only the sender and the price. */
  credit({ price }: OrchestratorInfo): Payment {
    return { params: undefined, sender: this.address, expiration: undefined, tickets: [], price }
  }

  /** @returns when the orchestrator says that the upload is done, or refuses. */
  send(segment: SegmentToSend): Promise<Reply> {
    const { info, source, sourceUrl, payment, version, segmentHeader } = segment
    const paid = typeof payment === 'object' ? toBase64(writePayment(payment)) : (payment ?? '')
    return post({
      url: `${info.transcoder}/segment`,
      headers: {
        'Livepeer-Segment': segmentHeader ?? toBase64(writeSegData(this.#order(segment))),
        'Livepeer-Payment': paid,
        'Content-Type': sourceUrl ? 'application/vnd+livepeer.uri' : 'video/MP2T',
      },
      body: sourceUrl ? new TextEncoder().encode(sourceUrl) : source,
      ...(version && { version }),
    })
  }

  /** @throws {Error} for another status than 200; a result with an error in it is returned. */
  async transcode(segment: SegmentToSend): Promise<TranscodeResult> {
    const reply = await this.send(segment)
    const body = await reply.body
    if (reply.status !== 200) throw new Error(`${reply.status} ${Buffer.from(body)}`)
    return readTranscodeResult(body)
  }

  /** @returns status and text, `200 …` for an error in the result. */
  async refusal(segment: SegmentToSend): Promise<string> {
    const reply = await this.send(segment)
    const body = await reply.body
    if (reply.status !== 200) return `${reply.status} ${Buffer.from(body).toString().replace(/\n$/, '')}`
    const { error } = readTranscodeResult(body)
    if (error === undefined) throw new Error('The segment was transcoded.')
    return `200 ${error}`
  }

  #order(segment: SegmentToSend): SegData {
    const { source, seq = 0, manifestId = 'stream', profiles = { 33: [smallProfile] } } = segment
    const { info, storage, changes } = segment
    const hash = keccak(source)
    const list = profiles[35] ?? profiles[34] ?? profiles[33] ?? []
    const signed = { manifestId, seq: BigInt(seq), hash, names: list.map(nameOf) }
    return {
      manifestId,
      seq: BigInt(seq),
      hash,
      sig: this.key ? ethSign(this.key, segmentMessage(signed)) : new Uint8Array(),
      durationMs: 1_000,
      capabilities: { bits: [...jobBits, ...(list.some(({ format }) => format === 1) ? [2] : [])] },
      authToken: info.authToken,
      profiles,
      ...(storage && { storage }),
      ...changes,
    }
  }
}

/** The name that a profile without one has on the other side. */
function nameOf({ name, width, height, bitrate }: VideoProfile): string {
  return name || `net_${width}x${height}_${bitrate}`
}

export const toBase64 = (raw: Uint8Array): string => Buffer.from(raw).toString('base64')
