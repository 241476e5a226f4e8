import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeAuthorizationTypedData } from '@millrace/chain'
import { silentLogger } from '@millrace/common'
import { bytesToHex, keccak256, localSigner } from '@millrace/crypto'
import { h264Profile, TranscoderPool } from '@millrace/media'
import {
  createEvidence,
  type EvidenceStatement,
  encodeEvidence,
  maxEvidenceBytes,
} from '@millrace/verification/evidence'
import { hexToBytes } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import vector from '../../../vectors/evidence.json' with { type: 'json' }
import { ffmpeg, makeSegment } from '../../media/test/clips.ts'
import {
  orchestrator,
  renditions,
  signedStatement,
  source,
  unsignedStatement,
} from '../../verification/test/evidence/samples.ts'
import { millrace } from './kit.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-evidence-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function write(name: string, bytes: Uint8Array): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, bytes)
  return file
}

const golden = () => hexToBytes(vector.file as `0x${string}`)
const video = { source, renditions }
const gateway = localSigner(`0x${'11'.repeat(32)}`)

async function claimsOf(statement: EvidenceStatement, signer = gateway): Promise<Record<string, boolean>> {
  const file = await write('claims', encodeEvidence(await createEvidence(statement, video, signer)))
  const { claims } = JSON.parse((await millrace('verify-evidence', file, '--no-look', '--json')).stdout)
  return Object.fromEntries(
    claims.map((claim: { code: string; isProven: boolean }) => [claim.code, claim.isProven]),
  )
}

test('a person reads what is proven and what is not', async () => {
  const { stdout: text } = await millrace('verify-evidence', await write('golden', golden()), '--no-look')
  expect(text).toContain(vector.address)
  expect(text).toContain('7 of movie, 2000 ms')
  expect(text).toContain('P240p30fps16x9: OTHER_PICTURE (bad). The hash distance is 31.000, above 8.')
  const [, proven = '', notProven = ''] = text.split(/(?:Not proven|Proven):\n/)
  expect(proven).toContain(`${vector.gateway} ordered segment 7 of movie`)
  expect(proven).toContain(`${vector.orchestrator} signed exactly these renditions`)
  expect(notProven).toContain('its signature covers the renditions alone')
})

test('a program reads the whole statement, with exact numbers', async () => {
  const json = JSON.parse(
    (await millrace('verify-evidence', await write('golden', golden()), '--no-look', '--json')).stdout,
  )
  expect(json).toMatchObject({
    address: vector.address,
    statement: {
      chainId: '31337',
      order: { seqNo: 7 },
      verdict: { scores: [{ micros: '500000' }, { micros: '-1' }] },
    },
    findings: { madeBy: vector.orchestrator, hasSource: true, hasRenditions: [true, true] },
  })
  expect(json.reportSignature).toBe(vector.reportSignature)
})

test('a key that the account has signed for is tied to its stake, another is not', async () => {
  const account = privateKeyToAccount(`0x${'44'.repeat(32)}`)
  const statement = await signedStatement()
  const facts = {
    chainId: 31337,
    orchestrator: account.address,
    nodeKey: orchestrator.address,
    validUntil: 2_000_000_000n,
  }
  const signature = hexToBytes(await account.signTypedData(nodeAuthorizationTypedData(facts)))
  const session = { ...statement.session, recipient: account.address }
  const authorization = { validUntil: facts.validUntil, signature }
  expect(await claimsOf({ ...statement, session: { ...session, authorization } })).toMatchObject({
    STAKE: true,
  })
  const longer = { validUntil: facts.validUntil + 1n, signature }
  expect(await claimsOf({ ...statement, session: { ...session, authorization: longer } })).toMatchObject({
    STAKE: false,
  })
  expect(await claimsOf({ ...statement, session })).toMatchObject({ STAKE: false, RENDITIONS: true })
})

test('off chain only hashes are proven', async () => {
  const file = await write(
    'off-chain',
    encodeEvidence(await createEvidence(unsignedStatement(), video, undefined)),
  )
  const { stdout: text } = await millrace('verify-evidence', file, '--no-look')
  expect(text.split('Not proven:')[1]).toContain('Nobody has signed the renditions.')
})

test('error: what is no evidence, or was changed, is said in a sentence', async () => {
  const refused = async (name: string, bytes: Uint8Array) =>
    millrace('verify-evidence', await write(name, bytes))
  await expect(refused('text', Buffer.from('hello, world'))).rejects.toThrow('This is no file of evidence.')
  await expect(refused('changed', golden().with(60, 1))).rejects.toThrow('not the one that the address is of')
  await expect(refused('cut', golden().slice(0, -1))).rejects.toThrow('ends before its time')
  await expect(millrace('verify-evidence', join(folder, 'missing'))).rejects.toThrow(
    'cannot be read as evidence',
  )
  const large = await write('large', new Uint8Array())
  await truncate(large, maxEvidenceBytes + 1)
  await expect(millrace('verify-evidence', large)).rejects.toThrow('more than')
})

describe('with video', () => {
  const profile = h264Profile({ name: '180p', widthPx: 320, heightPx: 180, bitrateBps: 500_000 })
  let pixelsOf = 0n
  let segment: Uint8Array
  let made: readonly Uint8Array[]
  beforeAll(async () => {
    segment = await makeSegment({ size: '640x360', seconds: 1 })
    await using pool = await TranscoderPool.create({ workers: 1, threads: 1 }, { log: silentLogger() })
    const job = { source: segment, profiles: [profile], timeoutMs: 60_000 }
    const { renditions: results } = await pool.transcode(job)
    made = results.map(({ bytes }) => bytes)
    pixelsOf = results[0]?.pixels ?? 0n
  })

  async function reportOf(source: Uint8Array, bytes: Uint8Array) {
    const statement = unsignedStatement()
    const reasons = statement.verdict.reasons.map((reason) => ({ ...reason, rendition: 0 }))
    const hashOf = (video: Uint8Array) => bytesToHex(keccak256(video))
    const evidence = await createEvidence(
      {
        ...statement,
        order: {
          ...statement.order,
          ...{ profiles: [profile], sourceHash: hashOf(source), sourceByteLength: source.length },
        },
        result: {
          ...statement.result,
          renditions: [{ hash: hashOf(bytes), byteLength: bytes.length, pixels: pixelsOf }],
        },
        verdict: { ...statement.verdict, reasons, scores: [] },
      },
      { source, renditions: [bytes] },
      undefined,
    )
    const file = await write('video', encodeEvidence(evidence))
    return JSON.parse((await millrace('verify-evidence', file, '--json')).stdout)
  }
  const verdictOf = ({ claims }: { claims: readonly { code: string }[] }) =>
    claims.find(({ code }) => code === 'VERDICT')

  test('a second look finds what is bad by itself', async () => {
    const [honest = new Uint8Array()] = made
    const flipped = await ffmpeg(
      [
        '-f',
        'mpegts',
        '-i',
        'pipe:0',
        '-vf',
        'hflip',
        '-c:v',
        'libx264',
        '-bf',
        '0',
        '-g',
        '999',
        '-copyts',
        '-muxdelay',
        '0',
        '-muxpreload',
        '0',
        '-f',
        'mpegts',
        'pipe:1',
      ],
      honest,
    )
    const report = await reportOf(segment, flipped)
    expect(verdictOf(report)).toMatchObject({ isProven: true, text: expect.stringContaining('180p (') })
    expect(report.look.verdicts[0].reasons.map(({ code }: { code: string }) => code)).toContain(
      'OTHER_PICTURE',
    )
  })

  test('a report of an honest result proves nothing bad', async () => {
    const report = await reportOf(segment, made[0] ?? new Uint8Array())
    expect(report.look.verdicts[0].outcome).toBe('good')
    expect(verdictOf(report)).toMatchObject({ isProven: false, text: expect.stringContaining('it is good') })
  })

  test('error: a source that is no video cannot be looked at, and is no proof', async () => {
    const report = await reportOf(new Uint8Array(5_000), made[0] ?? new Uint8Array())
    expect(verdictOf(report)).toMatchObject({
      isProven: false,
      text: expect.stringContaining('could not be looked at'),
    })
  })
})
