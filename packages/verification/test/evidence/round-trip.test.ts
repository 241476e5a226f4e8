import { bytesToHex, keccak256, localSigner, toChecksumAddress } from '@millrace/crypto'
import { resultDigest, segmentDigest } from '@millrace/wire'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  createEvidence,
  decodeEvidence,
  EvidenceError,
  type EvidenceStatement,
  encodeEvidence,
  verifyEvidence,
} from '../../src/evidence/index.ts'

const runs = { numRuns: process.env.MILLRACE_DEEP ? 1_000 : 40, seed: 7 }

const bytes = (minLength: number, maxLength = minLength) => fc.uint8Array({ minLength, maxLength })
const address = bytes(20).map(toChecksumAddress)
const uint = (bits: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n })
const hash = bytes(32).map(bytesToHex)
const key = bytes(31).map((rest) => localSigner(bytesToHex(Uint8Array.of(1, ...rest))))
/** Any Unicode, as names of streams may be. */
const text = (maxLength: number) => fc.string({ maxLength, unit: 'grapheme' })
const name = fc.stringMatching(/^[a-z0-9 ._-]{1,60}$/).filter((value) => !/^\.{1,2}$/.test(value))
const profile = fc.record({
  name,
  widthPx: fc.integer({ min: 1, max: 16_384 }),
  heightPx: fc.integer({ min: 1, max: 16_384 }),
  bitrateBps: fc.nat({ max: 1_000_000_000 }),
  fps: fc.nat({ max: 1_000_000 }),
  fpsDen: fc.integer({ min: 1, max: 1_000_000 }),
  format: fc.constantFrom('mpegts' as const, 'mp4' as const),
  encoderProfile: fc.constantFrom('default' as const, 'baseline' as const, 'high' as const),
  gopMs: fc.integer({ min: -1, max: 3_600_000 }),
  codec: fc.constantFrom('h264' as const, 'h265' as const, 'vp9' as const),
  quality: fc.nat({ max: 63 }),
})
const slice = fc
  .tuple(fc.nat(), fc.integer({ min: 1 }))
  .map(([a, b]) => ({ fromMs: Math.min(a, b), toMs: b }))

/** Facts of any statement, but for video and signatures. */
const facts = fc.record({
  ...{ chainId: uint(256), ticketBroker: address, recordedAtMs: fc.maxSafeNat() },
  manifestId: text(20),
  seqNo: fc.maxSafeNat(),
  durationMs: fc.nat({ max: 300_000 }),
  slice: fc.option(slice, { nil: undefined }),
  profiles: fc.uniqueArray(profile, { minLength: 1, maxLength: 16, selector: (one) => one.name }),
  session: fc.record({
    sessionId: text(20),
    recipient: address,
    authorization: fc.option(
      fc.record({ validUntil: uint(63).map((time) => time + 1n), signature: bytes(1, 100) }),
      { nil: undefined },
    ),
    recipientRandHash: hash,
    weiPerUnit: uint(128),
    pixelsPerUnit: uint(128),
  }),
  usedReference: fc.boolean(),
  reasons: fc.array(
    fc.record({
      rendition: fc.constant(0),
      code: fc.stringMatching(/^[A-Z][A-Z0-9_]{0,30}$/),
      severity: fc.constantFrom('bad' as const, 'doubtful' as const),
      message: text(100),
    }),
    { minLength: 1, maxLength: 20 },
  ),
  scores: fc.array(
    fc.record({
      rendition: fc.constant(0),
      name: fc.stringMatching(/^[a-z][a-zA-Z.]{0,30}$/),
      micros: fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
    }),
    { maxLength: 40 },
  ),
})
const story = fc.record({
  facts,
  ...{ gateway: key, orchestrator: key, source: bytes(0, 300) },
  renditions: fc.array(bytes(0, 300), { minLength: 1, maxLength: 16 }),
})
type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never

async function statementOf({ facts: any, gateway, orchestrator, source, renditions }: Story) {
  const hashes = renditions.map((one) => keccak256(one))
  const { chainId, ticketBroker, recordedAtMs, session, usedReference, reasons, scores, ...order } = any
  const statement: EvidenceStatement = {
    ...{ chainId, ticketBroker, recordedAtMs, session, gateway: gateway.address },
    order: {
      ...order,
      sourceHash: bytesToHex(keccak256(source)),
      sourceByteLength: source.length,
      signature: await gateway.signMessage(segmentDigest({ ...order, hash: keccak256(source) })),
    },
    result: {
      signer: orchestrator.address,
      renditions: renditions.map((one, index) => {
        return { hash: bytesToHex(keccak256(one)), byteLength: one.length, pixels: BigInt(index) << 50n }
      }),
      signature: await orchestrator.signMessage(resultDigest(hashes)),
    },
    verdict: { usedReference, reasons, scores },
  }
  return statement
}

test('any evidence reads as it was written, byte for byte, and its signers are known', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (any) => {
      const statement = await statementOf(any)
      const { source, renditions, gateway, orchestrator } = any
      const file = encodeEvidence(await createEvidence(statement, { source, renditions }, gateway))
      const read = decodeEvidence(file)
      expect(read.statement).toEqual(statement)
      expect(read.source).toEqual(source)
      expect(read.renditions).toEqual(renditions)
      expect(encodeEvidence(read)).toEqual(file)
      expect(verifyEvidence(read)).toMatchObject({
        ...{ reportedBy: gateway.address, orderedBy: gateway.address, madeBy: orchestrator.address },
      })
    }),
    runs,
  )
})

test('error: whatever byte of any evidence is changed, it is refused', async () => {
  const change = fc.tuple(
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    fc.integer({ min: 1, max: 255 }),
  )
  await fc.assert(
    fc.asyncProperty(story, fc.array(change, { minLength: 10, maxLength: 10 }), async (any, changes) => {
      const { source, renditions, gateway } = any
      const file = encodeEvidence(
        await createEvidence(await statementOf(any), { source, renditions }, gateway),
      )
      for (const [where, by] of changes) {
        const at = Math.floor(where * file.length)
        const changed = file.with(at, (file[at] ?? 0) ^ by)
        expect(() => verifyEvidence(decodeEvidence(changed)), `byte ${at}`).toThrow(EvidenceError)
      }
    }),
    runs,
  )
})
