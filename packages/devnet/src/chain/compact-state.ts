import { z } from 'zod'

const quantity = z.union([
  z.int().nonnegative(),
  z
    .string()
    .regex(/^0x[0-9a-f]+$/i)
    .transform(Number),
])

/** What we read of anvil's state; everything else passes through untouched. */
const stateSchema = z.looseObject({
  block: z.looseObject({ number: quantity }),
  accounts: z.record(z.string(), z.unknown()),
  blocks: z.array(
    z.looseObject({ header: z.looseObject({ number: quantity }), transactions: z.array(z.unknown()) }),
  ),
  transactions: z.array(z.looseObject({ info: z.looseObject({ traces: z.array(z.unknown()).optional() }) })),
})

export interface CompactState {
  readonly json: string
  readonly head: number
  /** Blocks kept, and blocks that there were. */
  readonly blocks: number
  readonly allBlocks: number
}

/**
 * Empty blocks are kept this far back: followers of the chain compare some dozens of headers, BLOCKHASH reaches 256.
 */
export const keptEmptyBlocks = 600

/**
 * Anvil's state without what grows for nothing: empty blocks of long ago (anvil answers reads around the gaps as if
 * those blocks had no logs) and call traces (receipts and logs are kept apart from them). One empty block is 1.5 kB,
 * a day of them 130 MB.
 * @throws {ZodError} when it is not a state of anvil 1.7.
 */
export function compactState(state: unknown): CompactState {
  // Parsed for its shape only: rewriting 86,400 checked copies would double the work.
  const { block, blocks } = stateSchema.parse(state)
  const source = state as z.input<typeof stateSchema>
  const isKept = blocks.map(
    ({ header, transactions }) =>
      transactions.length > 0 || header.number === 0 || header.number > block.number - keptEmptyBlocks,
  )
  const compact = {
    ...source,
    blocks: source.blocks.filter((_, index) => isKept[index]),
    transactions: source.transactions.map((transaction) => ({
      ...transaction,
      info: { ...transaction.info, traces: [] },
    })),
  }
  return {
    json: JSON.stringify(compact),
    head: block.number,
    blocks: compact.blocks.length,
    allBlocks: blocks.length,
  }
}
