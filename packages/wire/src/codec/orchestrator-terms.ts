import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { type Address, addressToBytes, zeroAddress } from '@millrace/crypto'
import type { Price, TicketParams } from '@millrace/payments'
import { WireFormatError } from '../errors.ts'
import {
  type AuthToken,
  type Capabilities,
  type OrchestratorInfo,
  OrchestratorInfoSchema,
} from '../generated/net/orchestrator_pb.ts'
import { maxUriLength } from '../limits.ts'
import {
  createPriceInfo,
  createTicketParams,
  readAddress,
  readPriceInfo,
  readTicketParams,
} from './payment.ts'
import { parseServiceUri } from './service-uri.ts'

/** On what terms an orchestrator works in one session. */
export interface OrchestratorTerms {
  readonly serviceUri: string
  /** The key that signs results; zero off chain. It may differ from the recipient of tickets. */
  readonly address: Address
  readonly price: Price | undefined
  /** Undefined off chain. */
  readonly ticketParams: TicketParams | undefined
  readonly capabilities: Capabilities
  readonly authToken: AuthToken
  /** Further service URIs of the same orchestrator. */
  readonly nodes: readonly string[]
  /** Where it says it is; empty when it does not say. Only our own nodes send it. */
  readonly region: string
}

const maxNodes = 64
const regionPattern = /^[\w .-]{0,64}$/

export function createOrchestratorInfo(terms: OrchestratorTerms): OrchestratorInfo {
  return create(OrchestratorInfoSchema, {
    transcoder: terms.serviceUri,
    address: addressToBytes(terms.address),
    ...(terms.price && { priceInfo: createPriceInfo(terms.price) }),
    ...(terms.ticketParams && { ticketParams: createTicketParams(terms.ticketParams) }),
    capabilities: terms.capabilities,
    authToken: terms.authToken,
    nodes: [...terms.nodes],
    region: terms.region,
  })
}

/**
 * @param needsPayment - whether the address, a price and ticket params must be there: on chain.
 * @throws {WireFormatError} when a field is missing or does not fit.
 */
export function readOrchestratorInfo(
  info: OrchestratorInfo,
  { needsPayment }: { readonly needsPayment: boolean },
): OrchestratorTerms {
  const hasAddress = needsPayment || info.address.length > 0
  return {
    serviceUri: parseServiceUri(info.transcoder).href.replace(/\/+$/, ''),
    address: hasAddress ? readAddress(info.address, 'address') : zeroAddress,
    price: needsPayment || info.priceInfo ? readPriceInfo(present(info.priceInfo, 'price_info')) : undefined,
    ticketParams:
      needsPayment || info.ticketParams
        ? readTicketParams(present(info.ticketParams, 'ticket_params'))
        : undefined,
    capabilities: present(info.capabilities, 'capabilities'),
    authToken: present(info.authToken, 'auth_token'),
    nodes: info.nodes.filter((node) => node.length <= maxUriLength).slice(0, maxNodes),
    region: regionPattern.test(info.region) ? info.region : '',
  }
}

/** Terms as bytes, to be kept. */
export function encodeTerms(terms: OrchestratorTerms): Uint8Array {
  return toBinary(OrchestratorInfoSchema, createOrchestratorInfo(terms))
}

/** @throws {WireFormatError} when these are no such bytes, or `readOrchestratorInfo` refuses what is in them. */
export function decodeTerms(
  bytes: Uint8Array,
  options: { readonly needsPayment: boolean },
): OrchestratorTerms {
  return readOrchestratorInfo(decodeInfo(bytes), options)
}

function decodeInfo(bytes: Uint8Array): OrchestratorInfo {
  try {
    return fromBinary(OrchestratorInfoSchema, bytes)
  } catch (cause) {
    throw new WireFormatError({ field: 'OrchestratorInfo', reason: 'it is no protobuf message', cause })
  }
}

function present<Value>(value: Value | undefined, field: string): Value {
  if (value === undefined) throw new WireFormatError({ field, reason: 'it is missing' })
  return value
}
