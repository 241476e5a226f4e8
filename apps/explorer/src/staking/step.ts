import type { Address } from 'viem'

/** What somebody wants to do with stake. Amounts in wei. */
export type Step =
  /** Bonds tokens; stake that stands with another orchestrator moves along. */
  | { readonly kind: 'bond'; readonly to: Address; readonly amountWei: bigint }
  /** Moves the whole stake, without a wait. */
  | { readonly kind: 'move'; readonly to: Address }
  | { readonly kind: 'unbond'; readonly amountWei: bigint }
  /** Bonds a lock's stake again: to the delegate, or to `to` when nothing is bonded any more. */
  | { readonly kind: 'rebond'; readonly lockId: bigint; readonly to?: Address | undefined }
  | { readonly kind: 'withdraw-stake'; readonly lockId: bigint }
  | { readonly kind: 'withdraw-fees'; readonly recipient: Address; readonly amountWei: bigint }
  /** Gives bonded stake to another account. */
  | { readonly kind: 'transfer'; readonly to: Address; readonly amountWei: bigint }
  | { readonly kind: 'claim' }
  | { readonly kind: 'set-cuts'; readonly rewardCutPpm: bigint; readonly feeSharePpm: bigint }
  | { readonly kind: 'set-service-uri'; readonly uri: string }
  /** The zero address: nobody but the orchestrator itself. */
  | { readonly kind: 'set-reward-caller'; readonly caller: Address }
  | { readonly kind: 'reward'; readonly orchestrator: Address }
  | { readonly kind: 'initialize-round' }

export type StepKind = Step['kind']

/** Steps that take funds out; a pause leaves them open unless exits are stopped too. */
export const exits: ReadonlySet<StepKind> = new Set(['unbond', 'withdraw-stake', 'withdraw-fees'])

/** Steps that the contracts allow in a round that is not initialised. */
export const needsNoRound: ReadonlySet<StepKind> = new Set([
  'set-service-uri',
  'set-reward-caller',
  'initialize-round',
])

/** Steps that claim what the account earned up to now before they do anything else. */
export const claims: ReadonlySet<StepKind> = new Set([
  'bond',
  'move',
  'unbond',
  'rebond',
  'withdraw-fees',
  'transfer',
  'claim',
])
