import type { Address, Hex } from '@millrace/crypto'

/** A ticket that wins for certain. Round and block hash are those of the round in which it is redeemed. */
export interface SeedTicket {
  readonly sender: Address
  readonly senderKey: Hex
  readonly recipient: Address
  readonly faceValueWei: bigint
  readonly senderNonce: number
  readonly recipientRand: bigint
}

/** A treasury proposal to send tokens. */
export interface SeedProposal {
  readonly receiver: Address
  readonly amountWei: bigint
  readonly description: string
}

/** Support in a treasury vote, as the contract counts it. */
export const support = { against: 0, for: 1, abstain: 2 } as const

interface By {
  readonly from: Address
}

/** Actions that are said with who does them. */
type Plain<Kind extends string> = Kind extends string ? By & { readonly kind: Kind } : never

/**
 * One call of a contract. Amounts that depend on earnings are read when the call is made, as a client does; so are the
 * hints for the sorted pool, for which the delegate is named.
 */
export type SeedAction =
  | Plain<'initializeRound' | 'claimEarnings' | 'withdrawFees'>
  | { readonly kind: 'transferTokens'; readonly to: Address; readonly amountWei: bigint }
  | { readonly kind: 'setTreasuryCut'; readonly cutRate: bigint; readonly ceilingWei: bigint }
  | { readonly kind: 'growActiveSet'; readonly size: bigint }
  | { readonly kind: 'setRoundLength'; readonly blocks: bigint }
  | (By & { readonly kind: 'bond'; readonly to: Address; readonly amountWei: bigint })
  | (By & { readonly kind: 'move'; readonly delegate: Address; readonly to: Address })
  | (By & { readonly kind: 'unbond'; readonly delegate: Address; readonly amountWei: bigint | 'all' })
  | (By & { readonly kind: 'rebond'; readonly delegate: Address; readonly lockId: number })
  | (By & { readonly kind: 'rebondFromUnbonded'; readonly to: Address; readonly lockId: number })
  | (By & { readonly kind: 'withdrawStake'; readonly lockId: number })
  | (By & {
      readonly kind: 'transferBond'
      readonly delegate: Address
      readonly to: Address
      readonly receiverDelegate: Address
      readonly amountWei: bigint
    })
  | (By & { readonly kind: 'setCuts'; readonly rewardCutPpm: number; readonly feeSharePpm: number })
  | (By & { readonly kind: 'setServiceUri'; readonly uri: string })
  | (By & { readonly kind: 'setRewardCaller'; readonly caller: Address })
  | (By & { readonly kind: 'reward'; readonly orchestrator: Address })
  | (By & { readonly kind: 'fundGateway'; readonly depositWei: bigint; readonly reserveWei: bigint })
  | Plain<'unlock' | 'cancelUnlock' | 'withdraw'>
  | (By & { readonly kind: 'redeem'; readonly tickets: readonly SeedTicket[] })
  | (Plain<'propose' | 'queue' | 'execute'> & { readonly proposal: SeedProposal })
  | (By & {
      readonly kind: 'vote'
      readonly proposal: SeedProposal
      readonly support: number
      readonly reason: string
    })
  | (By & { readonly kind: 'createPoll'; readonly poll: number; readonly text: Hex })
  | (By & { readonly kind: 'setTexts'; readonly texts: Readonly<Record<string, string>> })
  | (By & { readonly kind: 'linkAccounts'; readonly linked: Address; readonly linkedKey: Hex })
  | (By & { readonly kind: 'votePoll'; readonly poll: number; readonly choice: bigint })

export type SeedActionOf<Kind extends SeedAction['kind']> = Extract<SeedAction, { kind: Kind }>
