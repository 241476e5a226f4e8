import { create } from '@bufbuild/protobuf'
import { type Address, concatBytes, keccak256, type Signer, verifyMessage } from '@millrace/crypto'
import {
  type OrchestratorInfo,
  type TranscodeData,
  TranscodeDataSchema,
  type TranscodeResult,
  TranscodeResultSchema,
} from '../generated/net/orchestrator_pb.ts'

/**
 * @param renditions - their bytes, in the order of the profiles.
 * @returns the 32 bytes that an orchestrator signs: see {@link resultDigest}.
 */
export function renditionsDigest(renditions: readonly Uint8Array[]): Uint8Array {
  return resultDigest(renditions.map((bytes) => keccak256(bytes)))
}

/** keccak256 over the keccak256 hashes of all renditions, in the order of the profiles. */
export function resultDigest(hashes: readonly Uint8Array[]): Uint8Array {
  return keccak256(concatBytes(...hashes))
}

export interface TranscodedRendition {
  readonly url: string
  /** Pixels in the encoded frames. */
  readonly pixels: bigint
  readonly bytes: Uint8Array
}

/**
 * @param signer - the orchestrator's key; undefined off chain.
 * @returns the data of a result: one entry for each rendition, signed.
 */
export async function createTranscodeData(
  renditions: readonly TranscodedRendition[],
  signer: Signer | undefined,
): Promise<TranscodeData> {
  const digest = renditionsDigest(renditions.map(({ bytes }) => bytes))
  return create(TranscodeDataSchema, {
    segments: renditions.map(({ url, pixels }) => ({ url, pixels })),
    sig: signer ? await signer.signMessage(digest) : new Uint8Array(),
  })
}

/** Whether `signer` answers for exactly these renditions in this order. */
export function isSignedBy(
  signer: Address,
  renditions: readonly Uint8Array[],
  data: Pick<TranscodeData, 'sig'>,
): boolean {
  return verifyMessage(signer, renditionsDigest(renditions), data.sig)
}

/**
 * @param info - the orchestrator's next terms; must carry the session's token, since gateways rely on it.
 * @returns the result of a segment that was transcoded.
 */
export function createTranscodeResult(
  seqNo: number,
  data: TranscodeData,
  info: OrchestratorInfo | undefined,
): TranscodeResult {
  if (info !== undefined && info.authToken === undefined) {
    throw new Error('The terms in a result lack the token of the session.')
  }
  return create(TranscodeResultSchema, {
    seq: BigInt(seqNo),
    result: { case: 'data', value: data },
    ...(info && { info }),
  })
}
