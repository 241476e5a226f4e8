import { open } from 'node:fs/promises'
import { isNodeAuthorizationSignedByKey } from '@millrace/chain'
import { silentLogger } from '@millrace/common'
import { bytesToHex } from '@millrace/crypto'
import type {
  AuthorizationState,
  Claim,
  Evidence,
  EvidenceFindings,
  EvidenceStatement,
  SecondLook,
} from '@millrace/verification/evidence'
import { Command } from 'commander'
import { EvidenceFileError } from '../errors.ts'
import { evidenceLines } from '../terminal/evidence-lines.ts'
import { toJson } from './shared.ts'

/** What was found in a file of evidence that contradicts itself nowhere. */
interface EvidenceReport {
  readonly evidence: Evidence
  readonly findings: EvidenceFindings
  /** Undefined: nobody looked at the video again. */
  readonly look: SecondLook | undefined
  readonly claims: readonly Claim[]
}

/** `millrace verify-evidence`: what the evidence of a bad result proves, without a network. */
export function verifyEvidenceCommand(): Command {
  return new Command('verify-evidence')
    .description(
      'Checks the evidence that a gateway keeps of a bad result: hashes, signatures and the video itself, and what they prove. Needs no network.',
    )
    .argument('<file>', 'the evidence')
    .option('--no-look', 'does not decode the video, which takes some seconds')
    .option('--json', 'print one JSON object')
    .action(async (file: string, { look, json }: { readonly look: boolean; readonly json?: true }) => {
      const report = await check(file, look)
      const text = json ? toJson(jsonOf(report), { indent: 2 }) : evidenceLines(report).join('\n')
      process.stdout.write(`${text}\n`)
    })
}

async function check(file: string, mustLook: boolean): Promise<EvidenceReport> {
  // Loaded only now: other commands need none of it.
  const { claimsOf, decodeEvidence, verifyEvidence } = await import('@millrace/verification/evidence')
  const evidence = decodeEvidence(await readWhole(file))
  const findings = verifyEvidence(evidence)
  const authorization = await authorizationOf(evidence.statement)
  const look = mustLook ? await lookAt(evidence) : undefined
  return { evidence, findings, look, claims: claimsOf(evidence, findings, authorization, look) }
}

/** In a process that may die of it: the video is a stranger's. */
async function lookAt(evidence: Evidence): Promise<SecondLook> {
  const [{ lookAgain }, { TranscoderPool }] = await Promise.all([
    import('@millrace/verification/evidence'),
    import('@millrace/media'),
  ])
  await using pool = await TranscoderPool.create({ workers: 1 }, { log: silentLogger() })
  return await lookAgain(evidence, pool)
}

/** @throws {EvidenceFileError} when it cannot be read, or is larger than evidence may be. */
async function readWhole(file: string): Promise<Uint8Array> {
  const { maxEvidenceBytes } = await import('@millrace/verification/evidence')
  try {
    await using handle = await open(file)
    const { size } = await handle.stat()
    if (size <= maxEvidenceBytes) return await handle.readFile()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new EvidenceFileError({ file, why, cause })
  }
  throw new EvidenceFileError({ file, why: `it has more than ${maxEvidenceBytes} bytes.` })
}

async function authorizationOf({ chainId, session, result }: EvidenceStatement): Promise<AuthorizationState> {
  const { recipient: orchestrator, authorization } = session
  if (authorization === undefined) return 'missing'
  const { validUntil, signature } = authorization
  const facts = { chainId: Number(chainId), orchestrator, nodeKey: result.signer, validUntil }
  return (await isNodeAuthorizationSignedByKey(facts, bytesToHex(signature))) ? 'signed' : 'not-by-its-key'
}

/** Bytes as hexadecimal; of video there are only the hashes, which are in the statement. */
function jsonOf({ evidence, findings, look, claims }: EvidenceReport) {
  const { address, statement, reportSignature } = evidence
  return hexed({ address, statement, reportSignature, findings, look, claims })
}

function hexed(value: unknown): unknown {
  if (value instanceof Uint8Array) return bytesToHex(value)
  if (Array.isArray(value)) return value.map(hexed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, hexed(part)]))
}
