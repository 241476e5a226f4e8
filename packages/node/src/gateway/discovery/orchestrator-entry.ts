import type { Price } from '@millrace/payments'
import type { OrchestratorTerms } from '@millrace/wire'
import type { KnownOrchestrator } from '../../ordering/orchestrator-source.ts'
import { type CheckRecord, uncheckedRecord } from '../checking/check-record.ts'
import type { AttemptFailure } from '../errors.ts'
import { operatorOf } from '../selection/operators.ts'
import { type Quality, unknownQuality } from '../selection/quality.ts'
import { type FailureWeight, noSuspension, type Suspension } from '../selection/suspension.ts'

/** What this gateway has come to know of one orchestrator. */
export interface OrchestratorEntry {
  readonly known: KnownOrchestrator
  /** Whose it is, as far as that shows. */
  readonly operator: string
  readonly isActive: boolean
  /** From its last good answer. */
  readonly terms: OrchestratorTerms | undefined
  readonly price: Price | undefined
  /** Why it cannot be asked now. */
  readonly refusal: { readonly failure: AttemptFailure; readonly detail: string } | undefined
  readonly suspension: Suspension
  /** It lied: not asked while suspended, even when nobody else is left. */
  readonly isDistrusted: boolean
  readonly quality: Quality
  readonly checks: CheckRecord
  /** Of session requests, smoothed. */
  readonly roundTripMs: number | undefined
  readonly sessions: number
  readonly segmentsDone: number
  readonly segmentsFailed: number
  readonly medianLatencyMs: number | undefined
  readonly ticketsSent: number
  readonly ticketValueWei: bigint
}

/** Failures by which a suspension grows; those missing say nothing against the orchestrator. */
export const suspensionWeights: Partial<Record<AttemptFailure, FailureWeight>> = {
  UNREACHABLE: 'accident',
  TIMEOUT: 'accident',
  TRANSCODE_FAILED: 'accident',
  REFUSED: 'accident',
  BUSY: 'busy',
  BAD_RESULT: 'lie',
}

/** Failures that hold until the next answer to discovery. */
export const refusals: ReadonlySet<AttemptFailure> = new Set([
  'PRICE_TOO_HIGH',
  'BAD_INFO',
  'FUNDS_BELOW_TERMS',
])

export function newEntry(known: KnownOrchestrator): OrchestratorEntry {
  return {
    known,
    operator: operatorOf(known),
    isActive: true,
    terms: undefined,
    price: undefined,
    refusal: undefined,
    suspension: noSuspension,
    isDistrusted: false,
    quality: unknownQuality,
    checks: uncheckedRecord,
    roundTripMs: undefined,
    sessions: 0,
    segmentsDone: 0,
    segmentsFailed: 0,
    medianLatencyMs: undefined,
    ticketsSent: 0,
    ticketValueWei: 0n,
  }
}

export function isSameOrchestrator(a: KnownOrchestrator, b: KnownOrchestrator): boolean {
  return (
    JSON.stringify([a.serviceUri, `${a.stakeWei}`, a.region]) ===
    JSON.stringify([b.serviceUri, `${b.stakeWei}`, b.region])
  )
}

/** The setting's word counts more than what an orchestrator says of itself. */
export function regionOf(known: KnownOrchestrator, terms: OrchestratorTerms | undefined): string {
  return known.region || (terms?.region ?? '')
}
