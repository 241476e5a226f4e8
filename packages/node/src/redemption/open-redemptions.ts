import { GasPriceTooHighError } from '@millrace/chain'
import type { Clock, Logger } from '@millrace/common'
import { isSameAddress } from '@millrace/crypto'
import type { BackOff } from './back-off.ts'
import type { RedemptionEmitter } from './events.ts'
import type { MinedRedemption, RedemptionChain } from './redemption-chain.ts'
import type { OpenRedemption, RedemptionStore, RedemptionVersion } from './redemption-store.ts'
import type { WinnerBook } from './winner-book.ts'

export interface OpenRedemptionsOptions {
  /** Blocks that must hold a transaction before it counts as final, its own included. */
  readonly confirmations: bigint
  /** How long one version may stay unmined before it is sent again with higher fees. */
  readonly replaceAfterMs: number
  /** No replacement pays more for gas; 0 is no limit but what the tickets bring. */
  readonly maxGasPriceWei: bigint
}

export interface OpenRedemptionsDependencies {
  readonly chain: RedemptionChain
  readonly redemptions: RedemptionStore
  readonly book: WinnerBook
  readonly backOff: BackOff
  readonly block: () => bigint
  /** Whether tickets have no time left, so that only their value bounds the price of gas. */
  readonly isUrgent: (redemption: OpenRedemption) => boolean
  readonly events: RedemptionEmitter
  readonly clock: Clock
  readonly log: Logger
}

/** A transaction counts as displaced when so many looks in a row find its nonce used and none of its versions mined. */
const looksUntilDisplaced = 3
/** A node that restarted has forgotten what waited in it. */
const rebroadcastAfterMs = 5_000
const maxVersions = 50

/**
 * Follows transactions that redeem winners until they are final: sends them again while nodes have forgotten them, with
 * higher fees when they are stuck, and notices when a reorganisation takes them back. All it knows is on disk, so it goes
 * on in the next process where this one ends.
 */
export class OpenRedemptions {
  readonly #options: OpenRedemptionsOptions
  readonly #deps: OpenRedemptionsDependencies
  readonly #displacedLooks = new Map<number, number>()
  readonly #broadcastAtMs = new Map<number, number>()

  constructor(options: OpenRedemptionsOptions, deps: OpenRedemptionsDependencies) {
    this.#options = options
    this.#deps = deps
    const { chain, redemptions } = deps
    for (const { account, nonce, mined } of redemptions.open())
      if (!mined && isSameAddress(account, chain.account)) chain.hold(nonce)
  }

  /** Looks at all. @returns how many are open afterwards */
  async follow(signal: AbortSignal): Promise<number> {
    const { redemptions, log } = this.#deps
    for (const redemption of redemptions.open()) {
      if (signal.aborted) break
      try {
        await this.#followOne(redemption)
      } catch (err) {
        log.warn({ err, nonce: redemption.nonce }, 'redemption could not be looked at')
      }
    }
    return redemptions.open().length
  }

  async #followOne(redemption: OpenRedemption): Promise<void> {
    const { chain } = this.#deps
    const hashes = redemption.versions.map(({ hash }) => hash).toReversed()
    const mined = await chain.findMined(hashes)
    if (mined) return this.#followMined(redemption, mined)
    if (redemption.mined) return this.#followVanished(redemption)
    if (await this.#isDisplaced(redemption))
      return this.#giveUp(redemption, 'nonce taken by another transaction')
    await this.#push(redemption)
  }

  async #followMined(redemption: OpenRedemption, found: MinedRedemption): Promise<void> {
    const { chain, redemptions } = this.#deps
    const { id, nonce, mined } = redemption
    if (mined?.blockHash !== found.blockHash) {
      if (mined) this.#tellReorged(redemption)
      redemptions.noteMined(id, found)
      this.#release(redemption)
    }
    const height = await chain.height()
    if (height - found.height + 1n < this.#options.confirmations) return
    // Asked last, so that a block that was replaced meanwhile never counts.
    if (!(await chain.hasBlock(found)) || !(await this.#areUsed(redemption, found))) return
    this.#settle(redemption, found)
    this.#deps.log.debug({ txHash: found.txHash, nonce, height: found.height }, 'redemption is final')
  }

  async #areUsed({ winners }: OpenRedemption, found: MinedRedemption): Promise<boolean> {
    const paid = winners.filter((winner) => found.paidWei(winner) !== undefined)
    const used = await Promise.all(paid.map(({ ticketHash }) => this.#deps.chain.isTicketUsed(ticketHash)))
    return used.every(Boolean)
  }

  #settle(redemption: OpenRedemption, found: MinedRedemption): void {
    const { redemptions, book, backOff, block } = this.#deps
    const { txHash } = found
    const outcomes = redemption.winners.map((winner) => ({ winner, paidWei: found.paidWei(winner) }))
    for (const { winner, paidWei = 0n } of redemptions.settle(redemption.id, txHash, outcomes)) {
      backOff.forget(winner.ticketHash)
      book.tellRedeemed(winner, { txHash, paidWei })
    }
    for (const { winner, paidWei } of outcomes)
      if (paidWei === undefined) backOff.fail(winner.ticketHash, block())
  }

  /** A node that is behind does not know it either, so only another block in its place tells of a reorganisation. */
  async #followVanished(redemption: OpenRedemption): Promise<void> {
    const { chain, redemptions } = this.#deps
    const { id, account, nonce, mined } = redemption
    if (mined === undefined) return
    const isThere = await chain.hasBlock(mined)
    if (isThere) return
    if (isThere === false) {
      this.#tellReorged(redemption)
      redemptions.noteUnmined(id)
      if (isSameAddress(account, chain.account)) chain.hold(nonce)
    }
    await this.#rebroadcast(redemption)
  }

  async #isDisplaced({ id, account, nonce }: OpenRedemption): Promise<boolean> {
    const { chain } = this.#deps
    const isUsed = (await chain.minedNonces(account)) > nonce
    const looks = isUsed ? (this.#displacedLooks.get(id) ?? 0) + 1 : 0
    this.#displacedLooks.set(id, looks)
    return looks >= looksUntilDisplaced
  }

  /** Its winners are redeemed anew; should it be mined all the same, the contract pays none of them twice. */
  #giveUp(redemption: OpenRedemption, reason: string): void {
    const { redemptions, log } = this.#deps
    redemptions.giveUp(redemption.id)
    this.#release(redemption)
    log.warn({ nonce: redemption.nonce, reason }, 'redemption given up, its tickets wait again')
  }

  #release({ id, account, nonce }: OpenRedemption): void {
    this.#displacedLooks.delete(id)
    this.#broadcastAtMs.delete(id)
    if (isSameAddress(account, this.#deps.chain.account)) this.#deps.chain.release(nonce)
  }

  async #push(redemption: OpenRedemption): Promise<void> {
    const { chain, clock } = this.#deps
    const last = newest(redemption)
    const isOurs = isSameAddress(redemption.account, chain.account)
    const isStuck = clock.nowMs() - last.signedAtMs >= this.#options.replaceAfterMs
    if (!isOurs && isStuck) return this.#giveUp(redemption, 'sent by an account that is no longer used')
    if (isStuck && redemption.versions.length < maxVersions && (await this.#replace(redemption))) return
    await this.#rebroadcast(redemption)
  }

  /** @returns whether another version was sent. */
  async #replace(redemption: OpenRedemption): Promise<boolean> {
    const { chain, redemptions, clock, events, log } = this.#deps
    const { id, nonce } = redemption
    const maxFeePerGasWei = this.#feeLimit(redemption)
    try {
      const signed = await chain.reprice(newest(redemption), { maxFeePerGasWei })
      redemptions.addVersion(id, signed, clock.nowMs())
      log.info({ txHash: signed.hash, nonce, replaced: newest(redemption).hash }, 'redemption replaced')
      events.emit('redemptionReplaced', {
        txHash: signed.hash,
        nonce,
        maxFeePerGasWei: signed.maxFeePerGasWei,
      })
      this.#broadcastAtMs.set(id, clock.nowMs())
      await chain.broadcast(signed)
      return true
    } catch (err) {
      if (!(err instanceof GasPriceTooHighError)) throw err
      log.debug({ err, nonce, maxFeePerGasWei }, 'redemption waits for cheaper gas')
      return false
    }
  }

  /** Never more than the tickets bring; the setting bounds it while they have time. */
  #feeLimit(redemption: OpenRedemption): bigint {
    const { maxGasPriceWei } = this.#options
    const faceValueWei = redemption.winners.reduce((sum, { ticket }) => sum + ticket.faceValueWei, 0n)
    const worthWei = faceValueWei / newest(redemption).gas
    const isBounded = maxGasPriceWei > 0n && maxGasPriceWei < worthWei && !this.#deps.isUrgent(redemption)
    return isBounded ? maxGasPriceWei : worthWei
  }

  async #rebroadcast(redemption: OpenRedemption): Promise<void> {
    const { chain, clock } = this.#deps
    const { id } = redemption
    const nowMs = clock.nowMs()
    if (nowMs - (this.#broadcastAtMs.get(id) ?? 0) < rebroadcastAfterMs) return
    this.#broadcastAtMs.set(id, nowMs)
    await chain.broadcast(newest(redemption))
  }

  #tellReorged({ mined, winners }: OpenRedemption): void {
    const { events, log } = this.#deps
    if (mined === undefined) return
    const { txHash } = mined
    log.warn({ txHash, tickets: winners.length }, 'redemption was taken back by a reorganisation')
    events.emit('redemptionReorged', { txHash, tickets: winners.length })
  }
}

function newest({ versions }: OpenRedemption): RedemptionVersion {
  return versions.at(-1) ?? versions[0]
}
