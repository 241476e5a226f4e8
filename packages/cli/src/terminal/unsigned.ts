import { toJson } from '../commands/shared.ts'

/** A transaction for somebody else to sign. */
export interface UnsignedTransaction {
  /** Undefined where it creates a contract. */
  readonly to?: `0x${string}` | undefined
  readonly data: `0x${string}`
  /** Ether that goes with it. */
  readonly valueWei?: bigint | undefined
  readonly description: string
}

/** Prints transactions as JSON, in the order in which they must be made. */
export function printUnsigned(
  transactions: readonly UnsignedTransaction[],
  facts: Readonly<Record<string, unknown>>,
): void {
  const list = transactions.map(({ to = null, data, valueWei = 0n, ...rest }) => ({
    to,
    value: valueWei.toString(),
    data,
    ...rest,
  }))
  process.stdout.write(`${toJson({ ...facts, transactions: list }, { indent: 2 })}\n`)
}
