import {
  type Client,
  type Hex,
  type Transaction,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
} from 'viem'
import {
  call,
  getBlock,
  getBlockNumber,
  getTransaction,
  getTransactionCount,
  getTransactionReceipt,
} from 'viem/actions'
import type { TransactionRecord } from './record.ts'

/** A node may need this long to hear of a transaction, in ms. */
const patienceMs = 60_000

type Change = Partial<TransactionRecord>

/** What the chain says of a transaction now; undefined when nothing is new. `nowMs` since the Unix epoch. */
export async function checkTransaction(
  client: Client,
  record: TransactionRecord,
  nowMs: number,
): Promise<Change | undefined> {
  const ended = record.hash && (await endOf(client, record, record.hash))
  if (ended) return ended
  const { account, nonce } = record
  const mined = await getTransactionCount(client, { address: account })
  if (mined > nonce) return replacedBy(client, record)
  const isKnown = record.hash !== undefined && (await isInPool(client, record.hash))
  const isOld = nowMs - record.createdAt > patienceMs
  return isKnown || !isOld || record.state === 'signing' ? undefined : { state: 'dropped' }
}

/**
 * What became of a transaction that a wallet was asked for before the page was left: sent, or never.
 * @returns 'unsent' when the account has sent nothing since.
 */
export async function checkAsked(client: Client, record: TransactionRecord): Promise<Change | 'unsent'> {
  const { account, nonce } = record
  const [mined, pending] = await Promise.all([
    getTransactionCount(client, { address: account }),
    getTransactionCount(client, { address: account, blockTag: 'pending' }),
  ])
  if (mined > nonce) return (await replacedBy(client, record)) ?? 'unsent'
  return pending > nonce ? { state: 'pending' } : 'unsent'
}

async function endOf(client: Client, record: TransactionRecord, hash: Hex): Promise<Change | undefined> {
  try {
    const { status, blockNumber } = await getTransactionReceipt(client, { hash })
    if (status === 'success') return { state: 'confirmed', hash }
    return { state: 'failed', hash, ...(await reasonOf(client, record, blockNumber)) }
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined
    throw error
  }
}

/** Runs the call again as it was, to hear why it was refused; as it is now, of chains that keep no history. */
async function reasonOf(
  client: Client,
  { account, to, data, isBundle }: TransactionRecord,
  blockNumber: bigint,
): Promise<Pick<TransactionRecord, 'reason'>> {
  // By itself it would fail for want of what went ahead of it.
  if (isBundle) return {}
  const { failureOf } = await import('./failure.ts')
  for (const block of [{ blockNumber: blockNumber - 1n }, { blockTag: 'latest' }] as const) {
    const error: unknown = await call(client, { account, to, data, ...block }).catch((cause) => cause)
    const failure = error instanceof Error ? failureOf(error) : undefined
    if (failure?.revert !== undefined) return { reason: failure.sentence }
  }
  return {}
}

/** Another transaction of the account has taken the place of this one. */
async function replacedBy(client: Client, record: TransactionRecord): Promise<Change | undefined> {
  const found = await findTransaction(client, record)
  if (!found) return undefined
  if (found.hash === record.hash) return endOf(client, record, found.hash)
  const isSame = found.to?.toLowerCase() === record.to.toLowerCase() && found.input === record.data
  if (isSame) return { ...(await endOf(client, record, found.hash)), ...(record.hash && { isSpedUp: true }) }
  // Whatever it was, it is not what the wallet was asked for.
  if (record.state === 'signing') return undefined
  const isCancel = found.to?.toLowerCase() === record.account.toLowerCase() && found.input === '0x'
  return { state: isCancel ? 'cancelled' : 'replaced', hash: found.hash }
}

/** The account's transaction of a number, looked for by halving the blocks since it was begun. */
async function findTransaction(
  client: Client,
  { account, nonce, fromBlock }: TransactionRecord,
): Promise<Transaction | undefined> {
  let [low, high] = [BigInt(fromBlock), await getBlockNumber(client, { cacheTime: 0 })]
  while (low < high) {
    const middle = (low + high) / 2n
    const count = await getTransactionCount(client, { address: account, blockNumber: middle })
    if (count > nonce) high = middle
    else low = middle + 1n
  }
  const { transactions } = await getBlock(client, { blockNumber: high, includeTransactions: true })
  return transactions.find((one) => one.from.toLowerCase() === account.toLowerCase() && one.nonce === nonce)
}

async function isInPool(client: Client, hash: Hex): Promise<boolean> {
  try {
    await getTransaction(client, { hash })
    return true
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return false
    throw error
  }
}
