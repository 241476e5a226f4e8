import type { Chain } from '@millrace/chain'
import type { Questions } from './questions.ts'

/** What is known once chain and key are. */
export interface SetupContext {
  readonly questions: Questions
  readonly chain: Chain
  readonly address: `0x${string}`
  readonly tokenWei: bigint
  /** Of the token. */
  readonly symbol: string
}
