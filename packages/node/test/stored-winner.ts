import type { StoredWinner } from '../src/redemption/winner-store.ts'

/** A winning ticket as it is kept, different for each number. */
export function storedWinner(number: number, ticket: Partial<StoredWinner['ticket']> = {}): StoredWinner {
  return {
    ticketHash: `0x${number.toString(16).padStart(64, '0')}`,
    receivedAtMs: 1_700_000_000_000 + number,
    ticket: {
      sender: '0x1111111111111111111111111111111111111111',
      recipient: '0x2222222222222222222222222222222222222222',
      faceValueWei: 10n ** 18n,
      winProb: 2n ** 256n - 1n,
      senderNonce: number,
      recipientRandHash: `0x${'ab'.repeat(32)}`,
      creationRound: 7n,
      creationRoundBlockHash: `0x${'cd'.repeat(32)}`,
      ...ticket,
    },
    signature: new Uint8Array(65).fill(0xef),
    recipientRand: 2n ** 255n + 1n,
    paramsExpirationBlock: 100n,
  }
}
