import { bytes, int, join, message, messages, packed } from './protobuf.ts'
import { minimalBytes } from './signing.ts'

/** The network's messages by field number; what a session does not need is left out. */

export interface Price {
  readonly perUnit: bigint
  readonly pixels: bigint
}
export interface ExpirationParams {
  readonly round: bigint
  readonly blockHash: Uint8Array
}
export interface TicketParams {
  readonly recipient: Uint8Array
  readonly faceValue: bigint
  readonly winProb: bigint
  readonly recipientRandHash: Uint8Array
  readonly seed: Uint8Array
  readonly expirationBlock: bigint
  readonly expiration: ExpirationParams | undefined
}
export interface AuthToken {
  readonly token: Uint8Array
  readonly sessionId: string
  readonly expiration: bigint
}
export interface Capabilities {
  readonly bits: readonly number[]
  readonly version?: string
  readonly minVersion?: string
  readonly mandatories?: readonly number[]
}
export interface OsInfo {
  /** 0 direct, 1 S3, 2 Google. */
  readonly storageType: number
  readonly host?: string
  readonly key?: string
  readonly policy?: string
  readonly signature?: string
  readonly credential?: string
  readonly xAmzDate?: string
}
export interface VideoProfile {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly bitrate: number
  readonly fps?: number
  readonly fpsDen?: number
  /** 0 MPEG-TS, 1 MP4. */
  readonly format?: number
  readonly profile?: number
  readonly gop?: number
  readonly encoder?: number
}
export interface OrchestratorInfo {
  readonly transcoder: string
  readonly address: Uint8Array
  readonly ticketParams: TicketParams | undefined
  readonly price: Price | undefined
  readonly capabilities: Capabilities | undefined
  readonly authToken: AuthToken | undefined
}

export const wordBits = 64

export function words(bits: readonly number[]): bigint[] {
  const count = Math.max(-1, ...bits.map((bit) => Math.floor(bit / wordBits))) + 1
  return Array.from({ length: count }, (_, word) =>
    bits
      .filter((bit) => Math.floor(bit / wordBits) === word)
      .reduce((sum, bit) => sum | (1n << BigInt(bit % wordBits)), 0n),
  )
}

export function writeCapabilities(capabilities: Capabilities): Uint8Array {
  const { bits, version = '', minVersion, mandatories = [] } = capabilities
  return join(
    packed(1, words(bits)),
    packed(2, words(mandatories)),
    messages(
      3,
      bits.map((bit) => join(int(1, bit), int(2, 1))),
    ),
    bytes(4, version),
    message(5, minVersion === undefined ? undefined : bytes(1, minVersion)),
  )
}

const writePrice = ({ perUnit, pixels }: Price): Uint8Array => join(int(1, perUnit), int(2, pixels))
const writeExpiration = ({ round, blockHash }: ExpirationParams): Uint8Array =>
  join(int(1, round), bytes(2, blockHash))
export const writeAuthToken = ({ token, sessionId, expiration }: AuthToken): Uint8Array =>
  join(bytes(1, token), bytes(2, sessionId), int(3, expiration))

function writeTicketParams(params: TicketParams): Uint8Array {
  return join(
    bytes(1, params.recipient),
    bytes(2, minimalBytes(params.faceValue)),
    bytes(3, minimalBytes(params.winProb)),
    bytes(4, params.recipientRandHash),
    bytes(5, params.seed),
    bytes(6, minimalBytes(params.expirationBlock)),
    message(7, params.expiration && writeExpiration(params.expiration)),
  )
}

export interface OrchestratorRequest {
  readonly address: Uint8Array
  readonly sig: Uint8Array
  readonly capabilities?: Capabilities
}
export function writeOrchestratorRequest({ address, sig, capabilities }: OrchestratorRequest): Uint8Array {
  return join(bytes(1, address), bytes(2, sig), message(3, capabilities && writeCapabilities(capabilities)))
}

function writeOsInfo(os: OsInfo): Uint8Array {
  const s3 = [os.host, os.key, os.policy, os.signature, os.credential, os.xAmzDate]
  const info = join(...s3.map((value, index) => bytes(index + 1, value ?? '')))
  return join(int(1, os.storageType), message(16, os.host === undefined ? undefined : info))
}

function writeVideoProfile(profile: VideoProfile): Uint8Array {
  return join(
    bytes(16, profile.name),
    int(17, profile.width),
    int(18, profile.height),
    int(19, profile.bitrate),
    int(20, profile.fps ?? 0),
    int(21, profile.format ?? 0),
    int(22, profile.fpsDen ?? 0),
    int(23, profile.profile ?? 0),
    int(24, profile.gop ?? 0),
    int(25, profile.encoder ?? 0),
  )
}

export interface SegData {
  readonly manifestId: string
  readonly seq: bigint
  readonly hash: Uint8Array
  readonly sig: Uint8Array
  readonly durationMs: number
  readonly capabilities?: Capabilities | undefined
  readonly authToken?: AuthToken | undefined
  readonly storage?: readonly OsInfo[]
  /** By field number: 33, 34 or 35. */
  readonly profiles: Readonly<Record<number, readonly VideoProfile[]>>
  readonly slice?: { readonly from: number; readonly to: number }
}
export function writeSegData(data: SegData): Uint8Array {
  return join(
    bytes(1, data.manifestId),
    int(2, data.seq),
    bytes(3, data.hash),
    bytes(4, 'invalid'),
    bytes(5, data.sig),
    int(6, data.durationMs),
    message(7, data.capabilities && writeCapabilities(data.capabilities)),
    message(8, data.authToken && writeAuthToken(data.authToken)),
    messages(32, (data.storage ?? []).map(writeOsInfo)),
    ...Object.entries(data.profiles).map(([field, list]) =>
      messages(Number(field), list.map(writeVideoProfile)),
    ),
    message(37, data.slice && join(int(1, data.slice.from), int(2, data.slice.to))),
  )
}

export interface Payment {
  readonly params: TicketParams | undefined
  readonly sender: Uint8Array
  readonly expiration: ExpirationParams | undefined
  readonly tickets: readonly { readonly nonce: number; readonly sig: Uint8Array }[]
  readonly price: Price | undefined
}
export function writePayment({ params, sender, expiration, tickets, price }: Payment): Uint8Array {
  return join(
    message(1, params && writeTicketParams({ ...params, expiration: undefined })),
    bytes(2, sender),
    message(3, expiration && writeExpiration(expiration)),
    messages(
      4,
      tickets.map(({ nonce, sig }) => join(int(1, nonce), bytes(2, sig))),
    ),
    message(5, price && writePrice(price)),
  )
}

export function writeOrchestratorInfo(info: OrchestratorInfo): Uint8Array {
  return join(
    bytes(1, info.transcoder),
    message(2, info.ticketParams && writeTicketParams(info.ticketParams)),
    message(3, info.price && writePrice(info.price)),
    bytes(4, info.address),
    message(5, info.capabilities && writeCapabilities(info.capabilities)),
    message(6, info.authToken && writeAuthToken(info.authToken)),
  )
}

export interface TranscodeResult {
  readonly seq: bigint
  readonly error?: string
  readonly data?: {
    readonly segments: readonly { readonly url: string; readonly pixels: bigint }[]
    readonly sig: Uint8Array
  }
  readonly info?: OrchestratorInfo | undefined
}
export function writeTranscodeResult({ seq, error, data, info }: TranscodeResult): Uint8Array {
  const segments = data?.segments.map(({ url, pixels }) => join(bytes(1, url), int(2, pixels))) ?? []
  return join(
    int(1, seq),
    bytes(2, error ?? ''),
    message(3, data && join(messages(1, segments), bytes(2, data.sig))),
    message(16, info && writeOrchestratorInfo(info)),
  )
}
