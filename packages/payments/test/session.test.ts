import type { Address } from '@millrace/crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Account,
  Balances,
  type CreationRound,
  createPrice,
  estimateFeeWei,
  expectedValueWei,
  Fraction,
  feeWei,
  MemoryNonceStore,
  type Payment,
  type PricedProfile,
  planRedemptions,
  SenderNonces,
  SpendingLedger,
  type TicketParams,
  TicketRecipient,
  TicketSender,
  ticketOf,
  type WinningTicket,
} from '../src/index.ts'
import {
  countingBytes,
  ether,
  gatewaySigner,
  gwei,
  recipientAddress,
  scheme,
  secret,
  settings,
  TestPaymentBook,
} from './fixtures.ts'
import { TicketBrokerModel } from './ticket-broker-model.ts'

const price = createPrice(100_000_000n, 1n)
const profiles: readonly PricedProfile[] = [
  { widthPx: 426, heightPx: 240, fps: 30, fpsDen: 1 },
  { widthPx: 640, heightPx: 360, fps: 0, fpsDen: 1 },
]
const sessionId = '5e55104d'
const gatewayAccount: Account = { peer: recipientAddress, sessionId }
const orchestratorAccount: Account = { peer: gatewaySigner.address, sessionId }

/** How a segment goes: done, lost before any answer, or lost after one; and whether its payment is sent twice. */
interface SegmentPlan {
  readonly end: 'done' | 'never-arrived' | 'answer-lost'
  readonly isReplayed: boolean
  readonly madePixelsPercent: number
  readonly blocks: number
}

/** A gateway, an orchestrator and the contract between them. Money meets nowhere but in tickets. */
class Network {
  readonly broker = new TicketBrokerModel({ depositWei: 10n * ether, reserveWei: 6n * ether })
  readonly credits = new Balances()
  readonly store = new TestPaymentBook(this.credits)
  readonly gatewayBalances = new Balances()
  readonly spending = new SpendingLedger(this.gatewayBalances)
  readonly recipient: TicketRecipient
  readonly sender: TicketSender
  readonly payments: Payment[] = []
  latestBlock = 1000n
  #round: CreationRound

  constructor() {
    this.#round = this.#begin(5n)
    const funds = () => ({
      depositWei: this.broker.depositWei,
      reserveRemainingWei: this.broker.reserveWei,
      reserveClaimedInRoundWei: 0n,
      withdrawRound: 0n,
    })
    this.recipient = new TicketRecipient(
      { scheme, recipient: recipientAddress, secret, settings },
      {
        chain: {
          head: () => ({
            latestBlock: this.latestBlock,
            currentRound: this.broker.currentRound,
            gasPriceWei: gwei,
            creationRounds: [this.#round],
            isRecipientActive: true,
          }),
          senderFacts: async () => this.#facts(),
        },
        book: this.store,
        nonces: new MemoryNonceStore(),
        balances: this.credits,
        randomBytes: countingBytes(),
      },
    )
    this.sender = new TicketSender(
      {
        scheme,
        settings: { maxTicketEvWei: ether / 1000n, maxTotalEvWei: ether / 10n, depositMultiplier: 1 },
      },
      {
        signer: gatewaySigner,
        nonces: new SenderNonces(),
        chain: {
          head: () => ({
            latestBlock: this.latestBlock,
            currentRound: this.broker.currentRound,
            creationRound: this.#round,
          }),
          funds: async () => funds(),
        },
      },
    )
  }

  nextRound(): void {
    this.#round = this.#begin(this.broker.currentRound + 1n)
  }

  /** One segment, as the gateway and the orchestrator do it. @returns the params for the next one */
  async segment(params: TicketParams, plan: SegmentPlan): Promise<TicketParams> {
    const ticketEvWei = await this.sender.validateParams({ params, recipient: recipientAddress })
    const feeEstimate = estimateFeeWei({ profiles, durationMs: 2000 }, price)
    const staged = this.spending.stage({
      account: gatewayAccount,
      feeWei: feeEstimate,
      ticketEvWei,
      nowMs: 0,
    })
    const { ticketCount } = staged
    const payment = await this.sender.createBatch({ params, ticketCount, expectedPrice: price })
    if (plan.end === 'never-arrived') {
      staged.refund(0)
      return this.recipient.issueParams(gatewaySigner.address, price)
    }
    const copies = plan.isReplayed ? [payment, payment] : [payment]
    const receipts = await Promise.all(
      copies.map((copy) => this.recipient.receive(copy, { sessionId, nowMs: 0 })),
    )
    this.payments.push(payment)
    expect(receipts[0]?.error).toBeUndefined()
    expect(receipts[1]?.creditedTickets ?? 0).toBe(0)
    this.recipient.assertFunded(orchestratorAccount, { quotedPrice: price, nowMs: 0 })
    const pixels = (BigInt(plan.madePixelsPercent) * 426n * 240n * 60n) / 100n
    this.recipient.debit(orchestratorAccount, { pixels, quotedPrice: price, nowMs: 0 })
    if (plan.end === 'done') staged.settle(feeWei(price, pixels), 0)
    else staged.forfeit()
    this.latestBlock += BigInt(plan.blocks)
    return this.recipient.issueParams(gatewaySigner.address, price)
  }

  /** Redeems what may be redeemed now. @returns those that were */
  redeem(waiting: readonly WinningTicket[]): readonly WinningTicket[] {
    const chain = {
      latestBlock: this.latestBlock,
      currentRound: this.broker.currentRound,
      ticketValidityRounds: this.broker.ticketValidityRounds,
      isRecipientActive: true,
      txCostWei: settings.redeemGas * gwei,
    }
    const plan = planRedemptions(waiting, chain, () => this.#facts())
    const redeemable = plan.filter(({ decision }) => decision.action === 'redeem')
    for (const { winner } of redeemable) expect(this.broker.redeem(scheme.redemption(winner))).toBeUndefined()
    return redeemable.map(({ winner }) => winner)
  }

  ticketsSent(): Fraction {
    const values = this.payments.map(({ params, tickets }) =>
      params === undefined ? Fraction.zero : expectedValueWei(params).times(BigInt(tickets.length)),
    )
    return values.reduce((sum, value) => sum.plus(value), Fraction.zero)
  }

  #begin(round: bigint): CreationRound {
    return { creationRound: round, creationRoundBlockHash: this.broker.initializeRound(round) }
  }

  #facts() {
    return {
      depositWei: this.broker.depositWei,
      reserveRemainingWei: this.broker.reserveWei,
      reserveClaimedInRoundWei: 0n,
      withdrawRound: 0n,
      claimedByRecipientWei: 0n,
      poolSize: 3n,
      pendingWei: 0n,
    }
  }
}

const segmentPlans = fc.record<SegmentPlan>({
  end: fc.constantFrom('done', 'done', 'done', 'never-arrived', 'answer-lost'),
  isReplayed: fc.boolean(),
  madePixelsPercent: fc.integer({ min: 0, max: 400 }),
  blocks: fc.integer({ min: 0, max: 3 }),
})

test('a whole session: both sides count alike, and the contract pays each winner once and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(segmentPlans, { minLength: 1, maxLength: 25 }), async (plans) => {
      const network = new Network()
      let params = await network.recipient.issueParams(gatewaySigner.address, price)
      for (const plan of plans) params = await network.segment(params, plan)

      // What the orchestrator credits is what was sent, to the last fraction of a wei.
      const debited = debits(plans)
      const credit = network.credits.balance(orchestratorAccount, 0)
      expect(credit.plus(debited).equals(network.ticketsSent())).toBe(true)
      // The gateway never counts on more than it has; with no lost answer both sides agree exactly.
      const counted = network.gatewayBalances.balance(gatewayAccount, 0)
      const isLossless = plans.every(({ end }) => end !== 'answer-lost')
      if (isLossless) expect(counted.equals(credit)).toBe(true)

      expectWinnersAreTheContracts(network)
      const { winners } = network.store
      // Those of params that are still good may not be redeemed yet.
      const early = network.redeem(winners)
      for (const { paramsExpirationBlock } of early)
        expect(paramsExpirationBlock < network.latestBlock).toBe(true)
      network.latestBlock += 100n
      network.redeem(winners.filter((winner) => !early.includes(winner)))
      const earned = network.broker.paidWei.get(recipientAddress) ?? 0n
      expect(earned).toBe(winners.reduce((sum, { ticket }) => sum + ticket.faceValueWei, 0n))
      expect(network.broker.depositWei).toBe(10n * ether - earned)
      for (const winner of winners)
        expect(network.broker.redeem(scheme.redemption(winner))).toBe('ticket is used')
    }),
    { numRuns: 40 },
  )
})

test('over many tickets about one in twenty wins, and fees come near what was credited', async () => {
  const network = new Network()
  const ticketCount = 50
  let sent = Fraction.zero
  for (let batch = 0; batch < 60; batch++) {
    const params = await network.recipient.issueParams(gatewaySigner.address, price)
    const payment = await network.sender.createBatch({ params, ticketCount, expectedPrice: price })
    const receipt = await network.recipient.receive(payment, { sessionId, nowMs: 0 })
    sent = sent.plus(receipt.creditedWei)
  }
  // Keys, seeds and so the draws are the same in each run: 3,000 tickets, of which 150 should win.
  const { winners } = network.store
  expect(winners.length).toBeGreaterThan(110)
  expect(winners.length).toBeLessThan(190)
  network.latestBlock += 100n
  expect(network.redeem(winners).length).toBe(winners.length)
  const earned = network.broker.paidWei.get(recipientAddress) ?? 0n
  expect(Number(earned) / Number(sent.floor())).toBeCloseTo(winners.length / 150, 6)
})

test('a winner of an old round is dropped exactly when the contract would refuse it', async () => {
  const network = new Network()
  while (network.store.winners.length === 0) {
    const params = await network.recipient.issueParams(gatewaySigner.address, price)
    const payment = await network.sender.createBatch({ params, ticketCount: 20, expectedPrice: price })
    await network.recipient.receive(payment, { sessionId, nowMs: 0 })
  }
  const [winner] = network.store.winners
  if (winner === undefined) throw new Error('a winner')
  network.latestBlock += 100n
  network.nextRound()
  expect(network.redeem([winner]).length).toBe(1)
  const late = new TicketBrokerModel({ depositWei: ether, reserveWei: ether })
  for (const round of [5n, 6n, 7n]) late.initializeRound(round)
  expect(late.redeem(scheme.redemption(winner))).toBe('ticket is expired')
  network.nextRound()
  expect(network.redeem([winner])).toEqual([])
})

function debits(plans: readonly SegmentPlan[]): Fraction {
  let sum = Fraction.zero
  for (const { end, madePixelsPercent } of plans) {
    if (end === 'never-arrived') continue
    sum = sum.plus(feeWei(price, (BigInt(madePixelsPercent) * 426n * 240n * 60n) / 100n))
  }
  return sum
}

/** Every ticket that was taken is judged by the contract's rule with the secret number that the winners reveal. */
function expectWinnersAreTheContracts(network: Network): void {
  const rands = new Map(
    network.store.winners.map(({ ticket, recipientRand }) => [ticket.recipientRandHash, recipientRand]),
  )
  const stored = new Set(
    network.store.winners.map(({ ticket }) => `${ticket.recipientRandHash}/${ticket.senderNonce}`),
  )
  const judge = new TicketBrokerModel({ depositWei: 1000n * ether, reserveWei: 0n })
  judge.initializeRound(5n)
  for (const { params, tickets, sender } of network.payments) {
    const recipientRand = params && rands.get(params.recipientRandHash)
    if (params === undefined || recipientRand === undefined) continue
    for (const { senderNonce, signature } of tickets) {
      const ticket = ticketOf(params, sender as Address, senderNonce)
      const call = scheme.redemption({ ticket, signature, recipientRand, paramsExpirationBlock: 0n })
      const isStored = stored.has(`${params.recipientRandHash}/${senderNonce}`)
      expect(judge.redeem(call)).toBe(isStored ? undefined : 'ticket did not win')
    }
  }
}
