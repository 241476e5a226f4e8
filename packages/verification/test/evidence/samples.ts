import { bytesToHex, keccak256, localSigner, toChecksumAddress, zeroAddress } from '@millrace/crypto'
import { parseRenditions } from '@millrace/media'
import { resultDigest, segmentDigest } from '@millrace/wire'
import { createEvidence, type Evidence, type EvidenceStatement } from '../../src/evidence/index.ts'

/** The keys of the golden messages of the wire. */
export const gateway = localSigner(`0x${'11'.repeat(32)}`)
export const orchestrator = localSigner(`0x${'22'.repeat(32)}`)
export const source = new TextEncoder().encode('a segment')
export const renditions = ['first rendition', 'second rendition'].map((text) =>
  new TextEncoder().encode(text),
)
const none = new Uint8Array()
const hashOf = (bytes: Uint8Array) => bytesToHex(keccak256(bytes))

/** What a gateway says of a result that is not signed by anybody, as off chain. */
export function unsignedStatement(): EvidenceStatement {
  return {
    chainId: 0n,
    ticketBroker: zeroAddress,
    recordedAtMs: 1_790_000_000_123,
    gateway: zeroAddress,
    order: {
      manifestId: 'movie',
      seqNo: 7,
      sourceHash: hashOf(source),
      sourceByteLength: source.length,
      durationMs: 2_000,
      slice: undefined,
      profiles: parseRenditions([
        {
          name: 'P144p30fps16x9',
          width: 256,
          height: 144,
          bitrate: 400_000,
          fps: 30,
          profile: 'H264Main',
          gop: '2',
        },
        { name: 'P240p30fps16x9', width: 426, height: 240, bitrate: 600_000, fps: 30_000, fpsDen: 1001 },
      ]),
      signature: none,
    },
    session: {
      sessionId: 'a1b2c3d4',
      recipient: zeroAddress,
      authorization: undefined,
      recipientRandHash: `0x${'00'.repeat(32)}`,
      weiPerUnit: 0n,
      pixelsPerUnit: 0n,
    },
    result: {
      signer: zeroAddress,
      renditions: renditions.map((bytes, index) => {
        return { hash: hashOf(bytes), byteLength: bytes.length, pixels: BigInt(2_211_840 * (index + 1)) }
      }),
      signature: none,
    },
    verdict: {
      usedReference: true,
      reasons: [
        {
          rendition: 1,
          code: 'OTHER_PICTURE',
          severity: 'bad',
          message: 'The hash distance is 31.000, above 8.',
        },
      ],
      scores: [
        { rendition: 0, name: 'hashDistance', micros: 500_000n },
        { rendition: 1, name: 'motion.ratio', micros: -1n },
      ],
    },
  }
}

/** {@link unsignedStatement} on a chain, with both signatures of the wire. */
export async function signedStatement(): Promise<EvidenceStatement> {
  const { order, session, result, verdict, recordedAtMs } = unsignedStatement()
  const segment = segmentDigest({ ...order, hash: keccak256(source) })
  return {
    ...{
      chainId: 31337n,
      ticketBroker: toChecksumAddress(`0x${'0b'.repeat(20)}`),
      recordedAtMs,
      gateway: gateway.address,
    },
    order: { ...order, signature: await gateway.signMessage(segment) },
    session: {
      ...session,
      recipient: orchestrator.address,
      recipientRandHash: `0x${'5a'.repeat(32)}`,
      weiPerUnit: 1_200n,
      pixelsPerUnit: 1n,
    },
    result: {
      ...result,
      signer: orchestrator.address,
      signature: await orchestrator.signMessage(resultDigest(renditions.map((bytes) => keccak256(bytes)))),
    },
    verdict,
  }
}

export async function signedEvidence(): Promise<Evidence> {
  return createEvidence(await signedStatement(), { source, renditions }, gateway)
}
