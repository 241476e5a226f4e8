export { type AuthorizationState, type Claim, claimsOf } from './claims.ts'
export { EvidenceError, type EvidenceErrorCode } from './errors.ts'
export type {
  Evidence,
  EvidenceStatement,
  OrderEvidence,
  ReasonEvidence,
  RenditionEvidence,
  ResultEvidence,
  ScoreEvidence,
  SessionEvidence,
  VerdictEvidence,
} from './evidence.ts'
export { createEvidence, decodeEvidence, type EvidenceVideo, encodeEvidence } from './file.ts'
export { evidenceVersion, maxEvidenceBytes } from './limits.ts'
export { lookAgain, type SecondLook } from './look-again.ts'
export { verdictEvidence } from './verdict-evidence.ts'
export { type EvidenceFindings, verifyEvidence } from './verify-evidence.ts'
