import type { Address, Hex } from 'viem'
import { z } from 'zod'

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
  nonce: z.int().nonnegative(),
  /** Block when it was begun: it is in a later one. */
  fromBlock: z.int().nonnegative(),
  /** ms since the Unix epoch. */
  createdAt: z.number(),
  state: z.enum(states),
  hash: hex.optional(),
  /** Sent again by its owner with a higher fee. */
  isSpedUp: z.boolean().optional(),
  /** Went in one transaction with calls ahead of it, by the wallet's own way. */
  isBundle: z.boolean().optional(),
  /** Why it failed, in a sentence. */
  reason: z.string().optional(),
})

/** A transaction that was begun here; kept by the browser until it has an end that was read. */
export type TransactionRecord = z.output<typeof recordSchema>

export function isOpen({ state }: TransactionRecord): boolean {
  return state === 'signing' || state === 'pending'
}
