import type { Address } from '@millrace/crypto'
import type { z } from 'zod'
import type { Chain } from '../client/connect.ts'
import type { TxRequest } from '../tx/tx-sender.ts'
import { OperationParametersError } from './errors.ts'

/** Whose account an operation is for. */
export type AccountKind = 'staking account' | 'orchestrator' | 'gateway' | 'any account'

/** Something that the account's owner should know before agreeing. */
export interface OperationWarning {
  /** For programs, e.g. `REWARD_FORFEITED`. */
  readonly code: string
  readonly message: string
}

/** What an operation would do, made from the chain as it stands. */
export interface OperationPlan {
  /**
   * In the order in which they must be made. Only the last may move money: an operation that was cut between two calls is
   * planned anew, and would pay again otherwise.
   */
  readonly calls: readonly TxRequest[]
  /** One sentence. */
  readonly effect: string
  readonly warnings: readonly OperationWarning[]
}

export interface OperationContext {
  readonly chain: Chain
  /** The account that would send. */
  readonly from: Address
}

/** An entry of the catalogue, for callers that do not know its parameters' types. */
export interface Operation {
  readonly name: string
  readonly about: string
  readonly account: AccountKind
  /** Amounts come as decimal text, in wei or the token's smallest unit. */
  readonly parameters: z.ZodObject
  /** @throws {OperationParametersError} when the parameters do not fit, or not this account. */
  plan(parameters: unknown, context: OperationContext): Promise<OperationPlan>
}

interface OperationSpec<Schema extends z.ZodObject> extends Omit<Operation, 'plan' | 'parameters'> {
  readonly parameters: Schema
  readonly plan: (parameters: z.output<Schema>, context: OperationContext) => Promise<OperationPlan>
}

export function defineOperation<Schema extends z.ZodObject>(spec: OperationSpec<Schema>): Operation {
  const { name, parameters } = spec
  return {
    ...spec,
    async plan(given, context) {
      const parsed = parameters.safeParse(given)
      if (parsed.success) return spec.plan(parsed.data, context)
      const problem = parsed.error.issues
        .map(({ path, message }) => `${path.join('.') || 'the parameters'}: ${message}`)
        .join('; ')
      throw new OperationParametersError({ operation: name, problem, cause: parsed.error })
    },
  }
}
