import {
  type AuthToken,
  type Capabilities,
  type ExpirationParams,
  type OrchestratorInfo,
  type OrchestratorRequest,
  type Payment,
  type Price,
  type TicketParams,
  type TranscodeResult,
  type VideoProfile,
  wordBits,
} from './messages.ts'
import { Fields } from './protobuf.ts'
import { toBigint } from './signing.ts'

function readPrice(fields: Fields): Price {
  return { perUnit: fields.int(1), pixels: fields.int(2) }
}

function readExpiration(fields: Fields): ExpirationParams {
  return { round: fields.int(1), blockHash: fields.bytes(2) }
}

function readTicketParams(fields: Fields): TicketParams {
  const expiration = fields.message(7)
  return {
    recipient: fields.bytes(1),
    faceValue: toBigint(fields.bytes(2)),
    winProb: toBigint(fields.bytes(3)),
    recipientRandHash: fields.bytes(4),
    seed: fields.bytes(5),
    expirationBlock: toBigint(fields.bytes(6)),
    expiration: expiration && readExpiration(expiration),
  }
}

function readCapabilities(fields: Fields): Capabilities {
  const bits = fields.uints(1).flatMap((word, index) =>
    Array.from({ length: wordBits }, (_, bit) => bit)
      .filter((bit) => (word >> BigInt(bit)) & 1n)
      .map((bit) => index * wordBits + bit),
  )
  return { bits, version: fields.text(4) }
}

export function readAuthToken(fields: Fields): AuthToken {
  return { token: fields.bytes(1), sessionId: fields.text(2), expiration: fields.int(3) }
}

export function readOrchestratorInfo(fields: Fields): OrchestratorInfo {
  const [params, price, capabilities, token] = [2, 3, 5, 6].map((field) => fields.message(field))
  return {
    transcoder: fields.text(1),
    ticketParams: params && readTicketParams(params),
    price: price && readPrice(price),
    address: fields.bytes(4),
    capabilities: capabilities && readCapabilities(capabilities),
    authToken: token && readAuthToken(token),
  }
}

export function readTranscodeResult(raw: Uint8Array): TranscodeResult {
  const fields = new Fields(raw)
  const [data, info] = [fields.message(3), fields.message(16)]
  return {
    seq: fields.int(1),
    ...(fields.has(2) && { error: fields.text(2) }),
    ...(data && {
      data: {
        segments: data.messages(1).map((segment) => ({ url: segment.text(1), pixels: segment.int(2) })),
        sig: data.bytes(2),
      },
    }),
    info: info && readOrchestratorInfo(info),
  }
}

/** An order as it came, with what a test may want to look at. */
export interface ReceivedOrder {
  readonly manifestId: string
  readonly seq: bigint
  readonly hash: Uint8Array
  readonly legacyProfiles: string
  readonly sig: Uint8Array
  readonly durationMs: bigint
  readonly capabilities: Capabilities | undefined
  readonly authToken: AuthToken | undefined
  /** Number of the field that the profiles came in. */
  readonly profileField: number
  readonly names: readonly string[]
}

export function readSegData(raw: Uint8Array): ReceivedOrder {
  const fields = new Fields(raw)
  const [capabilities, token] = [fields.message(7), fields.message(8)]
  const profileField = [35, 34, 33].find((field) => fields.has(field)) ?? 0
  return {
    manifestId: fields.text(1),
    seq: fields.int(2),
    hash: fields.bytes(3),
    legacyProfiles: fields.text(4),
    sig: fields.bytes(5),
    durationMs: fields.int(6),
    capabilities: capabilities && readCapabilities(capabilities),
    authToken: token && readAuthToken(token),
    profileField,
    names: fields.messages(profileField).map((profile) => profile.text(16)),
  }
}

export function readPayment(raw: Uint8Array): Payment {
  const fields = new Fields(raw)
  const [params, expiration, price] = [1, 3, 5].map((field) => fields.message(field))
  return {
    params: params && readTicketParams(params),
    sender: fields.bytes(2),
    expiration: expiration && readExpiration(expiration),
    tickets: fields.messages(4).map((ticket) => ({ nonce: Number(ticket.int(1)), sig: ticket.bytes(2) })),
    price: price && readPrice(price),
  }
}

/** A segment for a transcoder, or, without an address, the end of a session. */
export interface Notice {
  readonly url: string
  readonly taskId: bigint
  readonly orchId: string
  readonly legacyProfiles: string
  readonly order: ReceivedOrder
  readonly profiles: readonly VideoProfile[]
  readonly storageCount: number
}

export function readNotice(raw: Uint8Array): Notice {
  const fields = new Fields(raw)
  const order = readSegData(fields.bytes(3))
  const segData = new Fields(fields.bytes(3))
  return {
    url: fields.text(1),
    taskId: fields.int(16),
    orchId: fields.text(18),
    legacyProfiles: fields.text(17),
    order,
    profiles: segData.messages(order.profileField).map(readVideoProfile),
    storageCount: segData.all(32).length,
  }
}

function readVideoProfile(fields: Fields): VideoProfile {
  const [width, height, bitrate, fps, format, fpsDen] = [17, 18, 19, 20, 21, 22].map((no) =>
    Number(fields.int(no)),
  )
  const sizes = { width: width ?? 0, height: height ?? 0, bitrate: bitrate ?? 0, fps: fps ?? 0 }
  return { name: fields.text(16), ...sizes, format: format ?? 0, fpsDen: fpsDen ?? 0 }
}

export function readOrchestratorRequest(raw: Uint8Array): OrchestratorRequest {
  const fields = new Fields(raw)
  const capabilities = fields.message(3)
  return {
    address: fields.bytes(1),
    sig: fields.bytes(2),
    ...(capabilities && { capabilities: readCapabilities(capabilities) }),
  }
}
