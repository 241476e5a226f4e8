import type { Clock, Logger } from '@millrace/common'
import type { Price } from '@millrace/payments'
import type { OrchestratorTerms } from '@millrace/wire'
import type { GatewayLedger } from '../store/gateway-ledger.ts'
import type { KeptSession, SessionKey } from '../store/session-table.ts'
import type { SessionDependencies } from './terms.ts'

/** What a session begins with. */
export interface Beginning extends Pick<KeptSession, 'terms' | 'initialPrice' | 'price'> {
  /** Of an earlier run: the orchestrator may have forgotten it. */
  readonly isTakenUp: boolean
}

type RecordDependencies = Pick<SessionDependencies, 'ledger' | 'clock' | 'log'>

/** The session that an earlier run, which was cut off, left at this orchestrator. */
export function takeUpSession(
  key: SessionKey,
  { ledger, clock }: RecordDependencies,
): KeptSession | undefined {
  return ledger?.sessions.takeUp(key, clock.nowMs())
}

/** Undefined off chain, where nothing is lost with a session. */
export function recordOf(
  facts: SessionKey & Pick<KeptSession, 'initialPrice'>,
  { ledger, clock, log }: RecordDependencies,
): SessionRecord | undefined {
  return ledger && new SessionRecord(facts, { ledger, clock, log })
}

/** A paid session in the gateway's ledger, for the case that this process ends without closing it. */
export class SessionRecord {
  readonly #facts: SessionKey & Pick<KeptSession, 'initialPrice'>
  readonly #ledger: Pick<GatewayLedger, 'sessions' | 'save'>
  readonly #clock: Clock
  readonly #log: Logger

  constructor(
    facts: SessionKey & Pick<KeptSession, 'initialPrice'>,
    deps: {
      readonly ledger: Pick<GatewayLedger, 'sessions' | 'save'>
      readonly clock: Clock
      readonly log: Logger
    },
  ) {
    this.#facts = facts
    this.#ledger = deps.ledger
    this.#clock = deps.clock
    this.#log = deps.log
  }

  /** Written with the next payment, or by {@link SessionRecord.save}. */
  keep(terms: OrchestratorTerms, price: Price): void {
    this.#ledger.sessions.keep({ ...this.#facts, terms, price, usedAtMs: this.#clock.nowMs() })
  }

  end(): void {
    this.#ledger.sessions.end(this.#facts)
    this.save()
  }

  /** Nobody waits for it: credit that is missing after a crash only counts as spent. */
  save(): void {
    this.#ledger.save().catch((err: unknown) => {
      this.#log.error({ err }, 'credit of a segment was not written')
    })
  }
}
