import { type Address, bigintToBytes32, keccak256, localSigner } from '@millrace/crypto'
import {
  type Balances,
  type CreationRound,
  type PaymentBook,
  type PaymentEntry,
  type RecipientHead,
  type SenderFacts,
  type SenderFunds,
  type TicketSettings,
  ticketBrokerScheme,
  type WinningTicket,
} from '../src/index.ts'

export const ether = 10n ** 18n
export const gwei = 10n ** 9n

export const gatewaySigner = localSigner('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80')
export const strangerSigner = localSigner(
  '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
)
export const recipientAddress: Address = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
export const scheme = ticketBrokerScheme({
  contract: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
  chainId: 31337n,
})

export const round: CreationRound = { creationRound: 5n, creationRoundBlockHash: `0x${'41'.repeat(32)}` }

/** Tickets of 0.01 ether with one win in twenty. */
export const settings: TicketSettings = {
  ticketEvWei: ether / 2000n,
  txCostMultiplier: 50,
  redeemGas: 200_000n,
  averageGasPriceWei: gwei,
  maxFaceValueWei: 0n,
  ticketExpiryBlocks: 40n,
}

export const secret = keccak256(new TextEncoder().encode('a secret of a test'))

/** Different bytes with each call, and the same ones in each run. */
export function countingBytes(): (length: number) => Uint8Array {
  let count = 0n
  return (length) => {
    count += 1n
    return keccak256(bigintToBytes32(count)).subarray(0, length)
  }
}

export function senderFunds(changes: Partial<SenderFunds> = {}): SenderFunds {
  return {
    depositWei: 10n * ether,
    reserveRemainingWei: 6n * ether,
    reserveClaimedInRoundWei: 0n,
    withdrawRound: 0n,
    ...changes,
  }
}

export function senderFacts(changes: Partial<SenderFacts> = {}): SenderFacts {
  return { ...senderFunds(), claimedByRecipientWei: 0n, poolSize: 3n, pendingWei: 0n, ...changes }
}

export function recipientHead(changes: Partial<RecipientHead> = {}): RecipientHead {
  return {
    latestBlock: 1000n,
    currentRound: 5n,
    gasPriceWei: gwei,
    creationRounds: [round],
    isRecipientActive: true,
    ...changes,
  }
}

/** A book in memory; `fail` makes the next `record` a failing disk, `hold` makes it wait. */
export class TestPaymentBook implements PaymentBook {
  readonly winners: WinningTicket[] = []
  fail: Error | undefined
  hold: Promise<void> | undefined
  readonly #balances: Balances

  constructor(balances: Balances) {
    this.#balances = balances
  }

  async record({ account, creditWei, winners, nowMs }: PaymentEntry): Promise<void> {
    await this.hold
    if (this.fail !== undefined) throw this.fail
    this.winners.push(...winners)
    if (creditWei.isPositive()) this.#balances.credit(account, creditWei, nowMs)
  }
}
