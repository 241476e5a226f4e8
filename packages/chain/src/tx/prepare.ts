import type { Hex } from '@millrace/crypto'
import { keccak256, type LocalAccount, type PublicClient } from 'viem'
import { GasPriceTooHighError, InsufficientBalanceError } from '../errors.ts'
import type { TxRequest } from './tx-sender.ts'

export interface Fees {
  readonly maxFeePerGas: bigint
  readonly maxPriorityFeePerGas: bigint
}

/** A signed transaction that has not been mined yet; its hash is known before any node is asked. */
export interface Prepared {
  readonly request: TxRequest
  readonly nonce: number
  readonly gas: bigint
  readonly fees: Fees
  readonly raw: Hex
  readonly hash: Hex
}

interface Tools {
  readonly client: PublicClient
  readonly account: LocalAccount
  readonly maxFeePerGasWei: bigint | undefined
}

/** Room for state that changes between the estimate and the block, in percent. */
const gasMarginPercent = 25n

/** Simulates the call, estimates gas and fees, and signs. Throws what the simulation threw, or {@link InsufficientBalanceError}. */
export async function prepareTransaction(
  request: TxRequest & { readonly nonce: number },
  { client, account, maxFeePerGasWei }: Tools,
): Promise<Prepared> {
  const { to, data, valueWei: value = 0n, nonce, label } = request
  const call = { account: account.address, value, ...(to && { to }), ...(data === undefined ? {} : { data }) }
  await client.call(call)
  const [estimate, fees, balanceWei] = await Promise.all([
    client.estimateGas(call),
    currentFees(client, maxFeePerGasWei),
    client.getBalance(account),
  ])
  const gas = estimate + (estimate * gasMarginPercent) / 100n
  if (balanceWei < value + gas * fees.maxFeePerGas)
    throw new InsufficientBalanceError({ account: account.address, label })
  return signTransaction({ request, nonce, gas, fees }, { client, account })
}

export async function signTransaction(
  unsigned: Pick<Prepared, 'request' | 'nonce' | 'gas' | 'fees'>,
  { client, account }: Pick<Tools, 'client' | 'account'>,
): Promise<Prepared> {
  const { request, nonce, gas, fees } = unsigned
  const chainId = client.chain?.id ?? (await client.getChainId())
  const raw = await account.signTransaction({
    type: 'eip1559',
    chainId,
    nonce,
    gas,
    ...fees,
    value: request.valueWei ?? 0n,
    ...(request.to && { to: request.to }),
    ...(request.data === undefined ? {} : { data: request.data }),
  })
  return { ...unsigned, raw, hash: keccak256(raw) }
}

/** @throws {GasPriceTooHighError} when the network asks more than allowed. */
export async function currentFees(client: PublicClient, maxFeePerGasWei: bigint | undefined): Promise<Fees> {
  const { maxFeePerGas, maxPriorityFeePerGas } = await client.estimateFeesPerGas()
  if (maxFeePerGasWei !== undefined && maxFeePerGas > maxFeePerGasWei)
    throw new GasPriceTooHighError({ maxFeePerGasWei, neededWei: maxFeePerGas })
  return { maxFeePerGas, maxPriorityFeePerGas }
}

/** Nodes take a replacement only if both fees rise by a tenth. */
const bumpPercent = 12n

/** Fees for a replacement: at least 12 % above the last ones, or the network's if they are higher. */
export function raisedFees(last: Fees, current: Fees): Fees {
  const raise = (before: bigint, now: bigint): bigint => {
    const bumped = before + (before * bumpPercent) / 100n + 1n
    return bumped > now ? bumped : now
  }
  return {
    maxFeePerGas: raise(last.maxFeePerGas, current.maxFeePerGas),
    maxPriorityFeePerGas: raise(last.maxPriorityFeePerGas, current.maxPriorityFeePerGas),
  }
}
