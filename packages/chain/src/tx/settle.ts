import { delay, type Logger } from '@millrace/common'
import {
  type LocalAccount,
  type PublicClient,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from 'viem'
import {
  ContractRevertError,
  GasPriceTooHighError,
  SenderClosedError,
  TransactionDisplacedError,
  TransactionTimeoutError,
} from '../errors.ts'
import { currentFees, type Prepared, raisedFees, signTransaction } from './prepare.ts'
import { decodeFailure } from './revert.ts'

export interface SettleOptions {
  readonly label: string
  readonly replaceAfterMs: number
  readonly maxReplacements: number
  readonly pollIntervalMs: number
  readonly confirmations: number
  readonly maxFeePerGasWei?: bigint | undefined
  readonly client: PublicClient
  readonly account: LocalAccount
  readonly log: Logger
  readonly signal: AbortSignal
  /** Called with a replacement before any node sees it. */
  readonly keep?: ((replacement: Prepared) => void) | undefined
}

/** A node that restarted has forgotten what waited in it; every so many polls it is told again. */
const pollsPerBroadcast = 6
/**
 * Polls in a row that must find the nonce used by another transaction before ours counts as lost: ten seconds by
 * default. Nodes behind one address may know the new nonce some blocks before they know our receipt.
 */
const pollsUntilDisplaced = 20

/**
 * Broadcasts a signed transaction and waits for its receipt, replacing it while it is stuck.
 * @param first with the versions that it has replaced already, oldest first, of which one may be mined as well.
 */
export async function settle(
  first: Prepared,
  options: SettleOptions,
  replaced: readonly Prepared[] = [],
): Promise<TransactionReceipt> {
  const { label, log, maxReplacements, replaceAfterMs } = options
  const versions = [...replaced, first]
  let current = first
  for (let replacement = 0; ; replacement++) {
    const receipt = await waitForOne(versions, options)
    if (receipt) return checked(receipt, current, options)
    if (replacement >= maxReplacements)
      throw new TransactionTimeoutError({
        label,
        txHash: current.hash,
        timeoutMs: replaceAfterMs * versions.length,
      })
    const next = await replace(current, options)
    if (!next) continue
    options.keep?.(next)
    log.warn(
      { label, txHash: current.hash, nonce: current.nonce, by: next.hash },
      'transaction replaced with higher fees',
    )
    current = next
    versions.push(next)
  }
}

/** @returns undefined when the current version was not mined in its time. */
async function waitForOne(
  versions: readonly Prepared[],
  options: SettleOptions,
): Promise<TransactionReceipt | undefined> {
  const { client, account, label, pollIntervalMs, replaceAfterMs, signal } = options
  const current = versions.at(-1)
  if (!current) throw new Error('There is no version of this transaction.')
  let endMs = performance.now() + replaceAfterMs
  let pollsAfterNonce = 0
  for (let poll = 0; performance.now() < endMs; poll++) {
    if (poll % pollsPerBroadcast === 0) await broadcast(current, options)
    const found = await findReceipt(versions, client)
    const receipt = found === 'unknown' ? undefined : found
    if (receipt && (await isDeepEnough(receipt, options))) return receipt
    // Mined, only not deep enough yet: nothing to replace.
    if (receipt) endMs = performance.now() + replaceAfterMs
    const mined = await client.getTransactionCount({ address: account.address }).catch(() => 0)
    // What a node failed to tell is no sign that ours was not mined: taken for lost, it would be sent a second time.
    pollsAfterNonce = found === undefined && mined > current.nonce ? pollsAfterNonce + 1 : 0
    if (pollsAfterNonce >= pollsUntilDisplaced)
      throw new TransactionDisplacedError({ label, account: account.address, nonce: current.nonce })
    await wait(pollIntervalMs, signal, label)
  }
  return undefined
}

async function isDeepEnough(
  { blockNumber }: TransactionReceipt,
  { client, confirmations }: SettleOptions,
): Promise<boolean> {
  if (confirmations <= 1) return true
  const head = await client.getBlockNumber().catch(() => blockNumber)
  return head - blockNumber + 1n >= BigInt(confirmations)
}

/** A node that knows it already, or has mined it, refuses it; what counts is whether a receipt comes. */
async function broadcast({ raw, hash }: Prepared, { client, label, log }: SettleOptions): Promise<void> {
  try {
    await client.sendRawTransaction({ serializedTransaction: raw })
  } catch (err) {
    log.debug({ err, label, txHash: hash }, 'broadcast refused')
  }
}

/** @returns undefined when no version has a receipt, 'unknown' when a node did not say so of each of them. */
async function findReceipt(
  versions: readonly Prepared[],
  client: PublicClient,
): Promise<TransactionReceipt | 'unknown' | undefined> {
  let isUnknown = false
  for (const { hash } of versions.toReversed()) {
    try {
      return await client.getTransactionReceipt({ hash })
    } catch (error) {
      isUnknown ||= !(error instanceof TransactionReceiptNotFoundError)
    }
  }
  return isUnknown ? 'unknown' : undefined
}

/** @returns undefined when fees may not rise further; the current version then stays. */
async function replace(current: Prepared, options: SettleOptions): Promise<Prepared | undefined> {
  const { client, log, label, maxFeePerGasWei } = options
  try {
    const fees = raisedFees(current.fees, await currentFees(client, maxFeePerGasWei))
    if (maxFeePerGasWei !== undefined && fees.maxFeePerGas > maxFeePerGasWei)
      throw new GasPriceTooHighError({ maxFeePerGasWei, neededWei: fees.maxFeePerGas })
    return await signTransaction({ ...current, fees }, options)
  } catch (err) {
    log.warn({ err, label, txHash: current.hash }, 'transaction could not be replaced')
    return undefined
  }
}

/** A mined refusal is asked for its reason by calling again; the state may have changed since, so it may have none. */
async function checked(
  receipt: TransactionReceipt,
  { request }: Prepared,
  { client, account, label }: SettleOptions,
): Promise<TransactionReceipt> {
  if (receipt.status === 'success') return receipt
  const txHash = receipt.transactionHash
  const { to, data, valueWei: value = 0n } = request
  try {
    await client.call({
      account: account.address,
      value,
      ...(to && { to }),
      ...(data === undefined ? {} : { data }),
    })
  } catch (error) {
    const decoded = decodeFailure(error, { label, account: account.address, txHash })
    if (decoded instanceof ContractRevertError) throw decoded
  }
  const sentence = 'it was mined but failed; the same call would succeed now.'
  throw new ContractRevertError({
    label,
    txHash,
    errorName: undefined,
    values: {},
    sentence,
    retryable: true,
  })
}

async function wait(ms: number, signal: AbortSignal, label: string): Promise<void> {
  try {
    await delay(ms, { signal })
  } catch {
    throw new SenderClosedError({ label })
  }
}
