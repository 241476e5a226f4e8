import { bytesToHex, concatBytes, keccak256, localSigner, zeroAddress } from '@millrace/crypto'
import { decodeAbiParameters, encodeAbiParameters } from 'viem'
import { describe, expect, test } from 'vitest'
import vector from '../../../../vectors/evidence.json' with { type: 'json' }
import golden from '../../../../vectors/wire.json' with { type: 'json' }
import { encodeStatement } from '../../src/evidence/encode-statement.ts'
import {
  createEvidence,
  decodeEvidence,
  type Evidence,
  EvidenceError,
  type EvidenceErrorCode,
  type EvidenceStatement,
  encodeEvidence,
  maxEvidenceBytes,
  verdictEvidence,
  verifyEvidence,
} from '../../src/evidence/index.ts'
import { statementAbi } from '../../src/evidence/statement-abi.ts'
import { contentScores, type Verdict } from '../../src/index.ts'
import { record } from '../scenes.ts'
import {
  gateway,
  orchestrator,
  renditions,
  signedEvidence,
  signedStatement,
  source,
  unsignedStatement,
} from './samples.ts'

const stranger = localSigner(`0x${'33'.repeat(32)}`)
const lengthOf = (length: number) => Uint8Array.of(length >>> 24, length >>> 16, length >>> 8, length)

/** The code that an action is refused with. */
async function refusal(action: () => unknown): Promise<EvidenceErrorCode | undefined> {
  try {
    await action()
  } catch (error) {
    if (error instanceof EvidenceError) return error.code
    throw error
  }
  return undefined
}

/** A file whose statement has these bytes, with its right address and no video. */
const fileOf = (statement: Uint8Array) =>
  concatBytes(
    Uint8Array.of(0x89, 0x4d, 0x4c, 0x45, 0x56, 0x0d, 0x0a, 0x1a, 0, 1),
    keccak256(statement),
    ...[statement, new Uint8Array(), source, ...renditions].flatMap((bytes) => [
      lengthOf(bytes.length),
      bytes,
    ]),
  )

describe('evidence that is signed', () => {
  test('reads as it was written, and says who signed', async () => {
    const evidence = await signedEvidence()
    const read = decodeEvidence(encodeEvidence(evidence))
    expect(read).toEqual(evidence)
    expect(read.statement).toEqual(await signedStatement())
    expect(verifyEvidence(read)).toEqual({
      reportedBy: gateway.address,
      orderedBy: gateway.address,
      madeBy: orchestrator.address,
      hasSource: true,
      hasRenditions: [true, true],
    })
  })

  test('holds without its video, under the same address', async () => {
    const full = await signedEvidence()
    const bare = { ...full, source: undefined, renditions: [undefined, undefined] }
    const read = decodeEvidence(encodeEvidence(bare))
    expect(read).toEqual(bare)
    expect(verifyEvidence(read)).toMatchObject({ hasSource: false, hasRenditions: [false, false] })
  })

  test('error: every single byte that is changed, every cut and every addition is refused', async () => {
    const file = encodeEvidence(await signedEvidence())
    const passed: number[] = []
    for (let at = 0; at < file.length; at++) {
      const changed = file.slice()
      changed[at] = (changed[at] ?? 0) ^ (1 + (at % 255))
      if ((await refusal(() => verifyEvidence(decodeEvidence(changed)))) === undefined) passed.push(at)
      const cut = file.slice(0, at)
      if ((await refusal(() => decodeEvidence(cut))) === undefined) passed.push(at)
    }
    expect(passed).toEqual([])
    expect(await refusal(() => decodeEvidence(concatBytes(file, Uint8Array.of(0))))).toBe(
      'EVIDENCE_BYTES_LEFT_OVER',
    )
  })

  test.each<[string, (evidence: Evidence) => Evidence, EvidenceErrorCode]>([
    ['another source', (one) => ({ ...one, source: source.map((byte) => byte ^ 1) }), 'EVIDENCE_OTHER_VIDEO'],
    [
      'another rendition',
      (one) => ({ ...one, renditions: [...renditions].reverse() }),
      'EVIDENCE_OTHER_VIDEO',
    ],
    ['no report', (one) => ({ ...one, reportSignature: new Uint8Array() }), 'EVIDENCE_OTHER_SIGNER'],
    [
      'a report that is none',
      (one) => ({ ...one, reportSignature: new Uint8Array(65) }),
      'EVIDENCE_OTHER_SIGNER',
    ],
  ])('error: %s', async (_name, change, code) => {
    const evidence = change(await signedEvidence())
    expect(await refusal(() => verifyEvidence(decodeEvidence(encodeEvidence(evidence))))).toBe(code)
  })

  test.each<[string, (statement: EvidenceStatement) => EvidenceStatement]>([
    ['an order by somebody else', (one) => ({ ...one, order: { ...one.order, seqNo: 8 } })],
    ['a result by somebody else', (one) => ({ ...one, result: { ...one.result, signer: stranger.address } })],
    [
      'renditions in another order',
      (one) => {
        return { ...one, result: { ...one.result, renditions: one.result.renditions.toReversed() } }
      },
    ],
    [
      'a result that nobody signed',
      (one) => {
        return { ...one, result: { ...one.result, signature: new Uint8Array() } }
      },
    ],
    [
      'a signature where nobody is named',
      (one) => ({ ...one, result: { ...one.result, signer: zeroAddress } }),
    ],
  ])('error: %s', async (_name, change) => {
    const bare = { source: undefined, renditions: [undefined, undefined] }
    const evidence = await createEvidence(change(await signedStatement()), bare, gateway)
    expect(await refusal(() => verifyEvidence(evidence))).toBe('EVIDENCE_OTHER_SIGNER')
  })

  test('error: a report by somebody else than who ordered', async () => {
    const evidence = await createEvidence(await signedStatement(), { source, renditions }, stranger)
    const failure = () => verifyEvidence(evidence)
    expect(await refusal(failure)).toBe('EVIDENCE_OTHER_SIGNER')
    expect(failure).toThrow(`is by ${stranger.address}; the statement names ${gateway.address}`)
  })
})

test('the golden file is what is written here, and its digests are those of the wire', async () => {
  const evidence = await signedEvidence()
  expect(bytesToHex(encodeEvidence(evidence))).toBe(vector.file)
  expect(bytesToHex(encodeStatement(evidence.statement))).toBe(vector.statement)
  expect(evidence.address).toBe(vector.address)
  expect(vector.orderDigest).toBe(golden.segmentSignature.digest)
  expect(vector.resultDigest).toBe(golden.resultSignature.digest)
})

test('off chain nobody signs, and everything else is held against its hashes', async () => {
  const evidence = await createEvidence(unsignedStatement(), { source, renditions }, undefined)
  expect(verifyEvidence(decodeEvidence(encodeEvidence(evidence)))).toEqual({
    ...{ reportedBy: undefined, orderedBy: undefined, madeBy: undefined },
    ...{ hasSource: true, hasRenditions: [true, true] },
  })
})

describe('what is no evidence', () => {
  const changed = (change: (statement: EvidenceStatement) => EvidenceStatement) =>
    fileOf(encodeStatement(change(unsignedStatement())))
  const withReason = (reason: object) =>
    changed((one) => {
      const [first] = one.verdict.reasons
      return {
        ...one,
        verdict: { ...one.verdict, reasons: [{ ...first, ...reason } as typeof first & object] },
      }
    })
  const file = fileOf(encodeStatement(unsignedStatement()))
  const many = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item)

  test('a file that is made by hand as they are made here is read', () => {
    expect(decodeEvidence(file).statement).toEqual(unsignedStatement())
  })

  test.each<[string, Uint8Array, EvidenceErrorCode]>([
    ['nothing', new Uint8Array(), 'EVIDENCE_OTHER_FILE'],
    ['text', new TextEncoder().encode('{"evidence":true}'), 'EVIDENCE_OTHER_FILE'],
    ['a later version', file.with(9, 2), 'EVIDENCE_UNKNOWN_VERSION'],
    ['another address', file.with(10, (file[10] ?? 0) ^ 1), 'EVIDENCE_OTHER_STATEMENT'],
    ['a length beyond the end', file.with(42, 255), 'EVIDENCE_CUT_SHORT'],
    ['more than there may be', new Uint8Array(maxEvidenceBytes + 1), 'EVIDENCE_TOO_LARGE'],
    ['a statement that is too long', fileOf(new Uint8Array(1 << 18)), 'EVIDENCE_TOO_LARGE'],
    ['a statement of nothing', fileOf(new Uint8Array()), 'EVIDENCE_NOT_CANONICAL'],
    ['a statement of zeros', fileOf(new Uint8Array(4_096)), 'EVIDENCE_OUT_OF_RANGE'],
    [
      'bytes after the statement',
      fileOf(concatBytes(encodeStatement(unsignedStatement()), new Uint8Array(32))),
      'EVIDENCE_NOT_CANONICAL',
    ],
    [
      'no rendition',
      changed((one) => ({ ...one, result: { ...one.result, renditions: [] } })),
      'EVIDENCE_OUT_OF_RANGE',
    ],
    [
      'no reason',
      changed((one) => ({ ...one, verdict: { ...one.verdict, reasons: [] } })),
      'EVIDENCE_OUT_OF_RANGE',
    ],
    ['a reason for a rendition that is not there', withReason({ rendition: 2 }), 'EVIDENCE_OUT_OF_RANGE'],
    [
      'a reason with control characters for a code',
      withReason({ code: '\u001b[2J' }),
      'EVIDENCE_OUT_OF_RANGE',
    ],
    ['a reason of a thousand letters', withReason({ message: 'a'.repeat(1_000) }), 'EVIDENCE_OUT_OF_RANGE'],
    [
      'a signature of another length',
      changed((one) => ({ ...one, order: { ...one.order, signature: new Uint8Array(64) } })),
      'EVIDENCE_OUT_OF_RANGE',
    ],
    [
      'no profile',
      changed((one) => ({ ...one, order: { ...one.order, profiles: [] } })),
      'EVIDENCE_OUT_OF_RANGE',
    ],
    [
      'one profile twice',
      changed((one) => ({
        ...one,
        order: { ...one.order, profiles: many(2, one.order.profiles[0]).flatMap((p) => p ?? []) },
      })),
      'EVIDENCE_OUT_OF_RANGE',
    ],
    [
      'a part that ends before it begins',
      changed((one) => ({ ...one, order: { ...one.order, slice: { fromMs: 2, toMs: 1 } } })),
      'EVIDENCE_OUT_OF_RANGE',
    ],
    [
      'a number that is none here',
      changed((one) => ({ ...one, order: { ...one.order, seqNo: 2 ** 60 } })),
      'EVIDENCE_OUT_OF_RANGE',
    ],
    [
      'an authorisation without an end',
      changed((one) => ({
        ...one,
        session: { ...one.session, authorization: { validUntil: 0n, signature: Uint8Array.of(1) } },
      })),
      'EVIDENCE_OUT_OF_RANGE',
    ],
  ])('error: %s', async (_name, bytes, code) => {
    expect(await refusal(() => decodeEvidence(bytes))).toBe(code)
  })

  test('error: the same statement in another encoding', async () => {
    const canonical = encodeStatement(unsignedStatement())
    // The last word is the score's; a word more before it, and the offset to it one further, decode to the same.
    const [fields] = decodeAbiParameters(statementAbi, canonical)
    expect(bytesToHex(canonical)).toBe(encodeAbiParameters(statementAbi, [fields]))
    const shifted = concatBytes(
      canonical.slice(0, 31),
      Uint8Array.of(0x40),
      new Uint8Array(32),
      canonical.slice(32),
    )
    expect(decodeAbiParameters(statementAbi, shifted)).toEqual([fields])
    expect(await refusal(() => decodeEvidence(fileOf(shifted)))).toBe('EVIDENCE_NOT_CANONICAL')
  })

  test('error: making evidence of what is out of range', async () => {
    const noReason = { ...unsignedStatement(), verdict: { ...unsignedStatement().verdict, reasons: [] } }
    expect(await refusal(() => createEvidence(noReason, { source, renditions }, undefined))).toBe(
      'EVIDENCE_OUT_OF_RANGE',
    )
    const one = { source, renditions: renditions.slice(0, 1) }
    expect(await refusal(() => createEvidence(unsignedStatement(), one, undefined))).toBe(
      'EVIDENCE_CUT_SHORT',
    )
  })
})

test('verdicts are kept by rendition, and scores that say nothing are left out', async () => {
  const grey = record({ blue: () => 128, red: () => 128 })
  const found = contentScores(grey, grey)
  const scores = found && { ...found, similarity: Number.POSITIVE_INFINITY }
  const good: Verdict = { outcome: 'good', reasons: [], scores, usedReference: false, wasDoubtful: false }
  const reasons = [{ code: 'WRONG_CODEC', severity: 'bad', message: 'It is vp8, not h264.' }] as const
  const bad: Verdict = { ...good, outcome: 'bad', reasons, scores: undefined, usedReference: true }
  const verdicts = [good, bad]
  const kept = verdictEvidence(verdicts)
  expect(kept.reasons.map(({ rendition, code }) => [rendition, code])).toEqual([[1, 'WRONG_CODEC']])
  expect(kept.usedReference).toBe(true)
  const names = kept.scores.map(({ name }) => name)
  expect(names).toContain('quality.likeness')
  // Of a grey source nothing is said of how much of its colour is left.
  expect(names).not.toContain('colour.ratio')
  expect(names).not.toContain('similarity')
  expect(kept.scores.find(({ name }) => name === 'matchedShare')).toEqual({
    rendition: 0,
    name: 'matchedShare',
    micros: 1_000_000n,
  })
  const statement = { ...unsignedStatement(), verdict: kept }
  expect((await createEvidence(statement, { source, renditions }, undefined)).statement).toEqual(statement)
})
