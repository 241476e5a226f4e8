import { create } from '@bufbuild/protobuf'
import { SegmentHeaderError, WireFormatError } from '../errors.ts'
import { type OSInfo, OSInfo_StorageType, OSInfoSchema } from '../generated/net/orchestrator_pb.ts'
import { decodeBase64, decodeUtf8 } from './bytes.ts'
import type { RenditionAddress } from './rendition-path.ts'
import { parseServiceUri } from './service-uri.ts'

/** A gateway's leave to put objects below one prefix of its bucket, by a form that carries a signed policy. */
export interface StoreGrant {
  readonly kind: 's3' | 'gcs'
  /** Address of the bucket: forms are posted to it, objects are read below it. */
  readonly bucket: URL
  readonly keyPrefix: string
  /** Base64 of the policy's JSON, as it was signed. */
  readonly policy: string
  readonly signature: string
  readonly credential: string
  /** Of the signature; not in use for Google's buckets. */
  readonly date: string
  /** What the policy says about the fields of the form. */
  readonly conditions: readonly PolicyCondition[]
}

interface PolicyCondition {
  readonly field: string
  readonly operator: 'eq' | 'starts-with'
  readonly value: string
}

const maxFieldLength = 8_192
const maxKeyPrefixLength = 512
const maxConditions = 64

/**
 * @returns where a gateway wants its results, or undefined when it fetches them itself.
 * @throws {SegmentHeaderError} when it names a store that cannot be used.
 */
export function readStoreGrant(storage: readonly OSInfo[]): StoreGrant | undefined {
  const [first] = storage
  if (first === undefined || first.storageType === OSInfo_StorageType.DIRECT) return undefined
  const { storageType, s3info } = first
  const isKnown = storageType === OSInfo_StorageType.S3 || storageType === OSInfo_StorageType.GOOGLE
  if (!isKnown || s3info === undefined) throw unusable('unknown object store')
  const { host, key, policy, signature, credential, xAmzDate: date } = s3info
  if (key.length > maxKeyPrefixLength) throw unusable('key is too long')
  if ([policy, signature, credential, date].some((text) => text.length > maxFieldLength))
    throw unusable('policy is too long')
  return {
    kind: storageType === OSInfo_StorageType.S3 ? 's3' : 'gcs',
    bucket: readBucket(host),
    keyPrefix: key,
    policy,
    signature,
    credential,
    date,
    conditions: readPolicy(policy),
  }
}

/** A leave as a gateway gives it; what is signed stays as it was. */
export interface StoreGrantFields {
  /** Address of the bucket. */
  readonly host: string
  /** What keys begin with, without a slash at the end. */
  readonly key: string
  /** Base64 of the policy's JSON. */
  readonly policy: string
  readonly signature: string
  readonly credential: string
  readonly date: string
}

/** @returns the message that lets an orchestrator put its results into an S3 bucket. */
export function createStoreGrant({ date, ...fields }: StoreGrantFields): OSInfo {
  return create(OSInfoSchema, {
    storageType: OSInfo_StorageType.S3,
    s3info: { ...fields, xAmzDate: date },
  })
}

/** @returns the key of one rendition: below the gateway's prefix as it would be below a session. */
export function storeKey(
  { keyPrefix }: Pick<StoreGrant, 'keyPrefix'>,
  { profileName, seqNo, format }: Omit<RenditionAddress, 'sessionId'>,
): string {
  const prefix = keyPrefix.replace(/\/+$/, '')
  return `${prefix === '' ? '' : `${prefix}/`}${profileName}/${seqNo}.${format === 'mp4' ? 'mp4' : 'ts'}`
}

/** @returns the address of an object, for whoever reads it. */
export function objectUrl({ bucket }: Pick<StoreGrant, 'bucket'>, key: string): string {
  const path = key.split('/').map(encodeURIComponent).join('/')
  return `${bucket.href.replace(/\/+$/, '')}/${path}`
}

function readBucket(host: string): URL {
  try {
    const bucket = parseServiceUri(host)
    if (bucket.search !== '') throw unusable('bucket has a query')
    return bucket
  } catch (cause) {
    if (!(cause instanceof WireFormatError)) throw cause
    throw unusable('bucket has no address', cause)
  }
}

/** Reads the conditions of a policy: `{"acl": "…"}`, `["eq", "$acl", "…"]`, `["starts-with", "$key", "…"]`. */
function readPolicy(policy: string): readonly PolicyCondition[] {
  const json = decodeUtf8(decodeBase64(policy) ?? new Uint8Array())
  const parsed = parseJson(json ?? '')
  const list = isRecord(parsed) ? parsed.conditions : undefined
  if (!Array.isArray(list) || list.length > maxConditions) throw unusable('policy has no conditions')
  return list.flatMap(readCondition)
}

function readCondition(condition: unknown): PolicyCondition[] {
  if (Array.isArray(condition)) {
    const [operator, field, value] = condition.map((part: unknown) => (typeof part === 'string' ? part : ''))
    const isForField = operator === 'eq' || operator === 'starts-with'
    // Others limit the length, which is for the store to check.
    if (!isForField || !field?.startsWith('$')) return []
    return [{ field: field.slice(1).toLowerCase(), operator, value: value ?? '' }]
  }
  if (!isRecord(condition)) return []
  return Object.entries(condition).flatMap(([field, value]) =>
    typeof value === 'string' ? [{ field: field.toLowerCase(), operator: 'eq' as const, value }] : [],
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unusable(what: string, cause?: unknown): SegmentHeaderError {
  return new SegmentHeaderError({ layer: 'protobuf', reason: `storage: ${what}`, cause })
}
