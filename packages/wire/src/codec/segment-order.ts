import { create } from '@bufbuild/protobuf'
import {
  type Address,
  bigintToBytes32,
  bytesToHex,
  concatBytes,
  keccak256,
  type Signer,
  verifyMessage,
} from '@millrace/crypto'
import type { Profile } from '@millrace/media'
import {
  SegmentDurationError,
  SegmentHashError,
  SegmentHeaderError,
  SegmentSignatureError,
} from '../errors.ts'
import {
  type AuthToken,
  type Capabilities,
  type OSInfo,
  type SegData,
  SegDataSchema,
} from '../generated/net/orchestrator_pb.ts'
import { assumedSegmentDurationMs, maxManifestIdBytes, maxSegmentDurationMs } from '../limits.ts'
import { decodeUtf8, encodeUtf8 } from './bytes.ts'
import { readProfiles, toProfileFields } from './video-profile.ts'

/** What a gateway orders with one segment. Only `manifestId`, `seqNo`, `hash` and the names are signed. */
export interface SegmentOrder {
  readonly manifestId: string
  readonly seqNo: number
  /** keccak256 of the source segment. */
  readonly hash: Uint8Array
  readonly profiles: readonly Profile[]
  readonly durationMs: number
  readonly capabilities: Capabilities | undefined
  readonly authToken: AuthToken | undefined
  /** Where the gateway wants the renditions; empty leaves them with the orchestrator. */
  readonly storage: readonly OSInfo[]
  readonly wantsPerceptualHash: boolean
  /** The part of the segment that is wanted; undefined is all of it. */
  readonly slice: { readonly fromMs: number; readonly toMs: number } | undefined
  readonly mustReinitialise: boolean
}

/** What a caller must say of an order; the rest has the network's defaults. */
export type SegmentOrderInit = Pick<
  SegmentOrder,
  'manifestId' | 'seqNo' | 'hash' | 'profiles' | 'durationMs'
> &
  Partial<SegmentOrder>

/**
 * @param signer - the gateway's key; undefined off chain, where orders are not signed.
 * @returns the signed message for an order.
 */
export async function createSegData(order: SegmentOrderInit, signer: Signer | undefined): Promise<SegData> {
  const sig = signer ? await signer.signMessage(segmentDigest(order)) : new Uint8Array()
  return create(SegDataSchema, {
    manifestId: encodeUtf8(order.manifestId),
    seq: BigInt(order.seqNo),
    hash: order.hash,
    // Older forms of the network put presets here; everybody sends this text since.
    profiles: encodeUtf8('invalid'),
    sig,
    duration: Math.round(order.durationMs),
    ...(order.capabilities && { capabilities: order.capabilities }),
    ...(order.authToken && { authToken: order.authToken }),
    calcPerceptualHash: order.wantsPerceptualHash ?? false,
    storage: [...(order.storage ?? [])],
    ...(order.slice && {
      segmentParameters: { from: BigInt(order.slice.fromMs), to: BigInt(order.slice.toMs) },
    }),
    ForceSessionReinit: order.mustReinitialise ?? false,
    ...toProfileFields(order.profiles),
  })
}

/**
 * Reads and checks an order; a duration of 0 becomes 2 s.
 * @throws {SegmentHeaderError} when an id, number or hash is out of range.
 * @throws {ProfileRefusedError} when a profile cannot be made.
 * @throws {SegmentDurationError} when the duration is negative or above 5 minutes.
 */
export function readSegData(message: SegData): SegmentOrder {
  const profiles = readProfiles(message)
  const durationMs = message.duration === 0 ? assumedSegmentDurationMs : message.duration
  if (durationMs < 0 || durationMs > maxSegmentDurationMs) throw new SegmentDurationError(durationMs)
  const slice = message.segmentParameters
  return {
    manifestId: readManifestId(message.manifestId),
    seqNo: toSafeNumber(message.seq, 'seq'),
    hash: readHash(message.hash),
    profiles,
    durationMs,
    capabilities: message.capabilities,
    authToken: message.authToken,
    storage: message.storage,
    wantsPerceptualHash: message.calcPerceptualHash,
    // Push ingest always sends the object, empty when the whole segment is meant.
    slice:
      slice && slice.to > 0n
        ? { fromMs: toSafeNumber(slice.from, 'from'), toMs: toSafeNumber(slice.to, 'to') }
        : undefined,
    mustReinitialise: message.ForceSessionReinit,
  }
}

/**
 * @param sender - who must have signed; undefined off chain, where nothing is checked.
 * @throws {SegmentSignatureError} when it is somebody else or the signature is not valid.
 */
export function verifySegmentSignature(
  order: SegmentOrder,
  sig: Uint8Array,
  sender: Address | undefined,
): void {
  if (sender === undefined) return
  if (!verifyMessage(sender, segmentDigest(order), sig)) throw new SegmentSignatureError()
}

/** @throws {SegmentHashError} when `bytes` are not what the order was signed for. */
export function verifySegmentHash(order: Pick<SegmentOrder, 'hash'>, bytes: Uint8Array): void {
  if (Buffer.compare(keccak256(bytes), order.hash) !== 0) throw new SegmentHashError()
}

type SignedPart = Pick<SegmentOrder, 'manifestId' | 'seqNo' | 'hash'> & {
  readonly profiles: readonly Pick<Profile, 'name'>[]
}

/** @returns the 32 bytes that a gateway signs as a personal message: keccak256 of {@link flattenSegment}. */
export function segmentDigest(order: SignedPart): Uint8Array {
  return keccak256(flattenSegment(order))
}

/** @returns manifest id ‖ seq as 32 bytes ‖ hash ‖ the hexadecimal text of all profile fingerprints. */
export function flattenSegment({ manifestId, seqNo, hash, profiles }: SignedPart): Uint8Array {
  return concatBytes(
    encodeUtf8(manifestId),
    bigintToBytes32(BigInt(seqNo)),
    hash,
    encodeUtf8(profileFingerprints(profiles)),
  )
}

/** @returns the first four bytes of keccak256 of each name, in lower-case hexadecimal without prefix. */
export function profileFingerprints(profiles: readonly Pick<Profile, 'name'>[]): string {
  return profiles.map(({ name }) => bytesToHex(keccak256(encodeUtf8(name)).slice(0, 4)).slice(2)).join('')
}

function readManifestId(bytes: Uint8Array): string {
  const text = bytes.length <= maxManifestIdBytes ? decodeUtf8(bytes) : undefined
  if (text === undefined)
    throw new SegmentHeaderError({ layer: 'protobuf', reason: 'manifest id out of range' })
  return text
}

function readHash(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== 32) throw new SegmentHeaderError({ layer: 'protobuf', reason: 'hash is not 32 bytes' })
  return bytes
}

function toSafeNumber(value: bigint, field: string): number {
  if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new SegmentHeaderError({ layer: 'protobuf', reason: `${field} out of range` })
  }
  return Number(value)
}
