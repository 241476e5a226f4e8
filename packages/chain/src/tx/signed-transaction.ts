import type { Hex } from '@millrace/crypto'
import { keccak256, type LocalAccount, type PublicClient, parseTransaction } from 'viem'
import { GasPriceTooHighError } from '../errors.ts'
import { currentFees, type Prepared, raisedFees, signTransaction } from './prepare.ts'

/** A transaction that can be sent any number of times and is mined once at most. */
export interface SignedTransaction {
  readonly raw: Hex
  readonly hash: Hex
  readonly nonce: number
  /** Its limit. */
  readonly gas: bigint
  readonly maxFeePerGasWei: bigint
}

/** @throws what viem throws when the bytes are no transaction of a kind that this package signs. */
export function signedTransactionOf(raw: Hex): SignedTransaction {
  const { nonce = 0, gas = 0n, maxFeePerGas = 0n } = parseTransaction(raw)
  return { raw, hash: keccak256(raw), nonce, gas, maxFeePerGasWei: maxFeePerGas }
}

/** The same with what was asked for, as a sender waits for it. @throws what viem throws when the bytes are no transaction */
export function preparedOf(raw: Hex, label: string): Prepared {
  const parsed = parseTransaction(raw)
  const { to, data, value, nonce = 0, gas = 0n, maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = parsed
  const request = { label, ...(to && { to }), ...(data && { data }), ...(value && { valueWei: value }) }
  return { request, nonce, gas, fees: { maxFeePerGas, maxPriorityFeePerGas }, raw, hash: keccak256(raw) }
}

export function signedOf({ raw, hash, nonce, gas, fees }: Prepared): SignedTransaction {
  return { raw, hash, nonce, gas, maxFeePerGasWei: fees.maxFeePerGas }
}

/**
 * Signs the same transaction with fees that nodes take as a replacement.
 * @throws {GasPriceTooHighError} when that is above `maxFeePerGasWei`.
 */
export async function repriced(
  { raw }: SignedTransaction,
  { label, maxFeePerGasWei }: { label: string; maxFeePerGasWei: bigint | undefined },
  tools: { readonly client: PublicClient; readonly account: LocalAccount },
): Promise<SignedTransaction> {
  const last = preparedOf(raw, label)
  const current = await currentFees(tools.client, maxFeePerGasWei)
  const fees = raisedFees(last.fees, current)
  if (maxFeePerGasWei !== undefined && fees.maxFeePerGas > maxFeePerGasWei)
    throw new GasPriceTooHighError({ maxFeePerGasWei, neededWei: fees.maxFeePerGas })
  return signedOf(await signTransaction({ ...last, fees }, tools))
}
