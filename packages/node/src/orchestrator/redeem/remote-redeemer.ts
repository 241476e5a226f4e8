import type { Clock, Logger } from '@millrace/common'
import { CallRefusedError, type RedeemerClient } from '@millrace/wire'
import type { ChainView } from '../../chain/chain-view.ts'
import { BackOff } from '../../redemption/back-off.ts'
import { RepeatedRun } from '../../redemption/repeated-run.ts'
import type { WinnerLookup } from '../../redemption/winner-lookup.ts'
import type { StoredWinner, WinnerStore } from '../../redemption/winner-store.ts'

export interface RemoteRedeemerOptions {
  readonly ticketValidityRounds: bigint
  /** A round's end must be so many blocks deep before its tickets count as expired. */
  readonly confirmations: bigint
}

export interface RemoteRedeemerDependencies {
  readonly client: Pick<RedeemerClient, 'queueTicket'>
  readonly view: Pick<ChainView, 'block' | 'round'>
  readonly winners: WinnerStore
  readonly lookup: WinnerLookup
  readonly clock: Clock
  readonly log: Logger
}

/** Winners handed over or looked up at one block, at the most. */
const maxAtOnce = 200
/** One that was not redeemed for so long is handed over again: whoever took it may have lost it. */
const handOverAgainMs = 600_000

/**
 * Hands winners to a redeemer for several orchestrators. While it cannot be reached they stay here, and after that the
 * chain is asked what became of them, so that the node's own books are right whatever happens over there.
 */
export class RemoteRedeemer {
  readonly #options: RemoteRedeemerOptions
  readonly #deps: RemoteRedeemerDependencies
  readonly #backOff = new BackOff()
  readonly #runs: RepeatedRun
  #isUnreachable = false

  constructor(options: RemoteRedeemerOptions, deps: RemoteRedeemerDependencies) {
    this.#options = options
    this.#deps = deps
    const work = async (signal: AbortSignal) => {
      await this.#handOver(signal)
      await this.#lookUp(signal)
    }
    this.#runs = new RepeatedRun({ work, log: deps.log, complaint: 'hand-over run failed' })
  }

  /** To be called at each block. A call during a run makes one more run after it. */
  run(): Promise<void> {
    return this.#runs.run()
  }

  /** What was not handed over waits for the next start. */
  close(grace?: { graceMs?: number }): Promise<void> {
    return this.#runs.close(grace)
  }

  async #handOver(signal: AbortSignal): Promise<void> {
    const { winners, client, clock, log } = this.#deps
    const waiting = winners.notHandedOver(clock.nowMs() - handOverAgainMs, maxAtOnce)
    for (const winner of waiting) {
      if (signal.aborted) return
      try {
        await client.queueTicket(winner)
        winners.markHandedOver(winner.ticketHash, clock.nowMs())
        this.#noteAnswer()
      } catch (err) {
        if (!(err instanceof CallRefusedError)) return this.#noteSilence(err)
        // Another one may be taken all the same.
        log.warn({ err, ticketHash: winner.ticketHash }, 'redeemer refused a ticket')
      }
    }
  }

  /** Said once, when it begins. */
  #noteSilence(err: unknown): void {
    const { log, winners } = this.#deps
    const { ticketsWaiting } = winners.totals()
    if (this.#isUnreachable) log.debug({ err }, 'redeemer does not answer')
    else log.warn({ err, ticketsWaiting }, 'redeemer does not answer, tickets wait here')
    this.#isUnreachable = true
  }

  #noteAnswer(): void {
    if (this.#isUnreachable) this.#deps.log.info('redeemer answers again')
    this.#isUnreachable = false
  }

  async #lookUp(signal: AbortSignal): Promise<void> {
    const { view, winners } = this.#deps
    const { block, round } = view
    if (!round.isInitialized) return
    const due = winners
      .due(block, maxAtOnce * 5)
      .filter(({ ticketHash }) => this.#backOff.isOver(ticketHash, block))
    for (const winner of due.slice(0, maxAtOnce)) {
      if (signal.aborted) return
      await this.#lookUpOne(winner)
    }
  }

  async #lookUpOne(winner: StoredWinner): Promise<void> {
    const { view, lookup } = this.#deps
    const { ticketHash } = winner
    const result = this.#isExpired(winner)
      ? await lookup.loseUnlessUsed(winner, {
          cause: 'expired',
          reason: 'its redeemer did not redeem it in time',
        })
      : await lookup.settleWhenUsed(winner)
    if (result === 'ended') this.#backOff.forget(ticketHash)
    else this.#backOff.fail(ticketHash, view.block)
  }

  #isExpired({ ticket }: StoredWinner): boolean {
    const { block, round } = this.#deps.view
    const { ticketValidityRounds, confirmations } = this.#options
    const isOver = round.number >= ticket.creationRound + ticketValidityRounds
    return isOver && block >= round.startBlock + confirmations
  }
}
