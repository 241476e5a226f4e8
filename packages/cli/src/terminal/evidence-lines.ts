import type { Claim, Evidence } from '@millrace/verification/evidence'
import { factLines } from './facts.ts'
import { printable } from './printable.ts'

/** What a person is told of evidence: what it is about, why the result is bad, what is proven and what is not. */
export function evidenceLines({
  evidence,
  claims,
}: {
  readonly evidence: Evidence
  readonly claims: readonly Claim[]
}): readonly string[] {
  const { address, statement } = evidence
  const { order, session, verdict } = statement
  const nameOf = (rendition: number) => printable(order.profiles[rendition]?.name ?? `rendition ${rendition}`)
  const listed = (isProven: boolean) =>
    claims.filter((claim) => claim.isProven === isProven).map(({ text }) => `  ${printable(text)}`)
  return [
    ...factLines([
      ['evidence', address],
      ['segment', `${order.seqNo} of ${printable(order.manifestId)}, ${order.durationMs} ms`],
      ['session', printable(session.sessionId)],
      ['chain', statement.chainId === 0n ? 'none' : statement.chainId.toString()],
      ['recorded', timeWords(statement.recordedAtMs)],
    ]),
    ...['', 'The gateway’s verdict:'],
    ...verdict.reasons.map(({ rendition, code, severity, message }) => {
      return `  ${nameOf(rendition)}: ${code} (${severity}). ${printable(message)}`
    }),
    ...['', 'Proven:', ...listed(true), '', 'Not proven:', ...listed(false)],
  ]
}

function timeWords(ms: number): string {
  const time = new Date(ms)
  return Number.isNaN(time.getTime()) ? `${ms} ms` : time.toISOString()
}
