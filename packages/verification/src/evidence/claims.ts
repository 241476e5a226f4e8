import { isSameAddress } from '@millrace/crypto'
import type { Evidence } from './evidence.ts'
import type { SecondLook } from './look-again.ts'
import type { EvidenceFindings } from './verify-evidence.ts'

/** One thing that evidence may prove to somebody who trusts nobody. */
export interface Claim {
  readonly code:
    | 'REPORT'
    | 'ORDER'
    | 'SOURCE'
    | 'RENDITIONS'
    | 'RENDITION_BYTES'
    | 'STAKE'
    | 'RESULT_OF_ORDER'
    | 'SETTINGS'
    | 'TIME'
    | 'VERDICT'
  readonly isProven: boolean
  /** In a sentence. */
  readonly text: string
}

/** Whether the orchestrator's account has signed for the key that made the result. */
export type AuthorizationState = 'signed' | 'not-by-its-key' | 'missing'

/**
 * What a piece of evidence proves, and what is its gateway's word alone.
 * @param findings - of `verifyEvidence`
 * @param authorization - looked at only where account and key differ
 * @param look - undefined: nobody looked at the video
 */
export function claimsOf(
  evidence: Evidence,
  findings: EvidenceFindings,
  authorization: AuthorizationState,
  look: SecondLook | undefined,
): readonly Claim[] {
  return [
    ...signatureClaims(evidence, findings),
    ...videoClaims(findings),
    stakeClaim(evidence, findings, authorization),
    verdictClaim(evidence, look),
    ...wordsOnly,
  ]
}

function signatureClaims({ statement }: Evidence, findings: EvidenceFindings): readonly Claim[] {
  const { reportedBy, orderedBy, madeBy } = findings
  const { manifestId, seqNo, profiles } = statement.order
  const names = profiles.map(({ name }) => name).join(', ')
  const nobody = 'Nobody has signed'
  return [
    claim(
      'REPORT',
      reportedBy,
      `${reportedBy} answers for every word of this report.`,
      `${nobody} the report.`,
    ),
    claim(
      'ORDER',
      orderedBy,
      `${orderedBy} ordered segment ${seqNo} of ${manifestId} by its hash, in profiles named ${names}.`,
      `${nobody} the order.`,
    ),
    claim(
      'RENDITIONS',
      madeBy,
      `${madeBy} signed exactly these renditions, in this order.`,
      `${nobody} the renditions.`,
    ),
  ]
}

function videoClaims({ hasSource, hasRenditions }: EvidenceFindings): readonly Claim[] {
  const there = hasRenditions.filter((is) => is).length
  const count = `${there} of ${hasRenditions.length} renditions`
  return [
    claim(
      'SOURCE',
      hasSource,
      'The source is there, and is the one that was ordered.',
      'The source is not there: only its hash is known.',
    ),
    claim(
      'RENDITION_BYTES',
      there === hasRenditions.length,
      'All renditions are there, and are those that the result was signed for.',
      `There are ${count}: of the others only the hash is known.`,
    ),
  ]
}

function stakeClaim({ statement }: Evidence, { madeBy }: EvidenceFindings, state: AuthorizationState): Claim {
  const { recipient, authorization } = statement.session
  if (madeBy === undefined) return claim('STAKE', false, '', 'No account answers for the renditions.')
  if (isSameAddress(madeBy, recipient))
    return claim('STAKE', true, 'The key of the result is that of the orchestrator’s account.', '')
  const until = `until ${unixTime(authorization?.validUntil ?? 0n)}`
  const texts = {
    signed: `${recipient} has signed for the key of the result, ${until}.`,
    'not-by-its-key': `The word for the key is not by the key of ${recipient}; if that is a contract, ask it on its chain.`,
    missing: `Nothing ties the key of the result to the account ${recipient}.`,
  }
  return claim('STAKE', state === 'signed', texts[state], texts[state])
}

function verdictClaim({ statement }: Evidence, look: SecondLook | undefined): Claim {
  const claimed = 'That the video is bad'
  if (look === undefined) return claim('VERDICT', false, '', `${claimed}: nobody looked at it again here.`)
  if (look.type === 'failed')
    return claim('VERDICT', false, '', `${claimed}: it could not be looked at again (${look.reason}).`)
  const bad = look.verdicts.flatMap(({ outcome, reasons }, index) => {
    if (outcome !== 'bad') return []
    return `${statement.order.profiles[index]?.name} (${[...new Set(reasons.map(({ code }) => code))].join(', ')})`
  })
  return claim(
    'VERDICT',
    bad.length > 0,
    `By a second look here, this is not what the report says was ordered: ${bad.join(', ')}.`,
    `${claimed}: by a second look here it is good.`,
  )
}

function unixTime(seconds: bigint): string {
  const time = new Date(Number(seconds) * 1_000)
  return Number.isNaN(time.getTime()) ? `${seconds} s` : time.toISOString()
}

/** Nobody but the gateway says these; docs/slashing.md has what would prove them. */
const wordsOnly: readonly Claim[] = [
  claim(
    'RESULT_OF_ORDER',
    false,
    '',
    'That the result was given for this order: its signature covers the renditions alone, not what they were made of.',
  ),
  claim(
    'SETTINGS',
    false,
    '',
    'Sizes, bitrates, frame rates and duration as they were ordered: the order’s signature covers the names of profiles alone.',
  ),
  claim('TIME', false, '', 'When this was: signatures of orders and results have no time.'),
]

function claim(code: Claim['code'], holds: unknown, proven: string, notProven: string): Claim {
  const isProven = Boolean(holds)
  return { code, isProven, text: isProven ? proven : notProven }
}
