import type { Address, Hex } from 'viem'
import * as z from 'zod/mini'

const hex = z.custom<Hex>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]*$/.test(value))
const address = z.custom<Address>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value))

/**
 * How far a transaction is. `signing`: the wallet was asked, and whether it sent is not known yet. `dropped`: no node
 * knows it any more. The last five are ends.
 */
const states = ['signing', 'pending', 'confirmed', 'failed', 'cancelled', 'replaced', 'dropped'] as const

export const recordSchema = z.object({
  id: z.string(),
  chainId: z.int(),
  account: address,
  /** What it does, in words for people. */
  label: z.string(),
  to: address,
  data: hex,
  /** The account's transactions before it; its own once it is known. */
  nonce: z.int().check(z.nonnegative()),
  /** Block when it was begun: it is in a later one. */
  fromBlock: z.int().check(z.nonnegative()),
  /** ms since the Unix epoch. */
  createdAt: z.number(),
  state: z.enum(states),
  hash: z.optional(hex),
  /** Sent again by its owner with a higher fee. */
  isSpedUp: z.optional(z.boolean()),
  /** Went in one transaction with calls ahead of it, by the wallet's own way. */
  isBundle: z.optional(z.boolean()),
  /** Why it failed, in a sentence. */
  reason: z.optional(z.string()),
})

/** A transaction that was begun here; kept by the browser until it has an end that was read. */
export type TransactionRecord = z.output<typeof recordSchema>

export function isOpen({ state }: TransactionRecord): boolean {
  return state === 'signing' || state === 'pending'
}
