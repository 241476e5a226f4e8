import type { Client, Hex } from 'viem'
import {
  estimateFeesPerGas,
  estimateGas,
  getBalance,
  getBlockNumber,
  getTransaction,
  getTransactionCount,
} from 'viem/actions'
import type { ContractCall } from '../staking/calls.ts'
import { isRejection, type Wallet } from '../wallet/wallet.ts'
import { type Failure, failureOf } from './failure.ts'
import { checkAsked, checkTransaction } from './follow.ts'
import type { TransactionRecord } from './record.ts'
import type { TransactionStore } from './transaction-store.ts'
import { tryTogether } from './try-together.ts'

/** Why nothing was sent. */
export type NotSent =
  | { readonly kind: 'wrong-network' }
  | { readonly kind: 'another-open'; readonly label: string }
  | ({ readonly kind: 'refused' } & Failure)
  | { readonly kind: 'no-ether'; readonly neededWei: bigint }
  | { readonly kind: 'rejected' }

interface SendOptions {
  readonly wallet: Wallet
  readonly call: ContractCall
  /** Calls that go ahead of it in the same transaction, for wallets that can send them together. */
  readonly before?: readonly ContractCall[]
  /** What it does, for people. */
  readonly label: string
  readonly onAsk: () => void
}

interface SendDependencies {
  readonly client: Client
  readonly chainId: number
  readonly store: TransactionStore
}

/** State may change between estimate and block. */
const gasMarginPercent = 25n

/**
 * Tries a call, then has the wallet sign and send it, once: as long as an earlier one of the account is open nothing is
 * sent.
 * @returns the record to follow, or why there is none.
 */
export async function sendCall(
  { wallet, call, before = [], label, onAsk }: SendOptions,
  { client, chainId, store }: SendDependencies,
): Promise<TransactionRecord | NotSent> {
  if (wallet.chainId !== chainId) return { kind: 'wrong-network' }
  const open = await openOf(wallet.address, { client, store })
  if (open) return { kind: 'another-open', label: open.label }
  const tried = await (before.length > 0
    ? bundleTrial(client, wallet, [...before, call])
    : trial(client, wallet, call))
  if ('kind' in tried) return tried
  const record = await begin(client, { chainId, wallet, call, before, label })
  store.put(record)
  onAsk()
  try {
    const hash = await tried.send()
    store.put({ ...record, state: 'pending', hash })
    const sent = await getTransaction(client, { hash }).catch(() => undefined)
    if (sent) store.update(record.id, { nonce: sent.nonce })
    return store.get(record.id) ?? record
  } catch (error) {
    if (isRejection(error)) {
      store.remove(record.id)
      return { kind: 'rejected' }
    }
    return afterFailure(error, record, { client, store })
  }
}

/** The account's transaction that is on its way, by what the chain says now: who follows it may not have looked yet. */
async function openOf(
  account: string,
  { client, store }: Pick<SendDependencies, 'client' | 'store'>,
): Promise<TransactionRecord | undefined> {
  const open = store.openOf(account)
  const change = open && (await checkTransaction(client, open, Date.now()).catch(() => undefined))
  if (!open || !change) return open
  store.update(open.id, change)
  return store.openOf(account)
}

/** A wallet that fails may have sent all the same: the chain is asked before anybody tries again. */
async function afterFailure(
  error: unknown,
  record: TransactionRecord,
  { client, store }: Pick<SendDependencies, 'client' | 'store'>,
): Promise<TransactionRecord | NotSent> {
  const change = await checkAsked(client, record)
  if (change === 'unsent') {
    store.remove(record.id)
    return { kind: 'refused', ...failureOf(error) }
  }
  store.update(record.id, change)
  return store.get(record.id) ?? record
}

/** What was tried and can be sent. */
interface Tried {
  readonly send: () => Promise<Hex>
}

async function bundleTrial(
  client: Client,
  { address, sendTogether }: Wallet,
  calls: readonly ContractCall[],
): Promise<Tried | NotSent> {
  if (!sendTogether) throw new Error('This wallet sends no calls together.')
  const sentence = await tryTogether(client, address, calls)
  if (sentence !== undefined) return { kind: 'refused', sentence }
  return { send: () => sendTogether(calls.map(({ to, data }) => ({ to, data }))) }
}

async function trial(
  client: Client,
  { address, send }: Wallet,
  { to, data }: ContractCall,
): Promise<Tried | NotSent> {
  try {
    const [used, { maxFeePerGas }, balanceWei] = await Promise.all([
      // As in the next block, which may be the first of a round.
      estimateGas(client, { account: address, to, data, blockTag: 'pending' }),
      estimateFeesPerGas(client),
      getBalance(client, { address }),
    ])
    const gas = (used * (100n + gasMarginPercent)) / 100n
    const neededWei = gas * maxFeePerGas
    return neededWei > balanceWei ? { kind: 'no-ether', neededWei } : { send: () => send({ to, data, gas }) }
  } catch (error) {
    return { kind: 'refused', ...failureOf(error) }
  }
}

async function begin(
  client: Client,
  {
    chainId,
    wallet,
    call,
    before = [],
    label,
  }: Omit<SendOptions, 'onAsk'> & Pick<SendDependencies, 'chainId'>,
): Promise<TransactionRecord> {
  const [nonce, block] = await Promise.all([
    getTransactionCount(client, { address: wallet.address, blockTag: 'pending' }),
    getBlockNumber(client, { cacheTime: 0 }),
  ])
  return {
    ...{ id: newId(), chainId, account: wallet.address, label, to: call.to, data: call.data },
    ...{ nonce, fromBlock: Number(block), createdAt: Date.now(), state: 'signing' },
    ...(before.length > 0 ? { isBundle: true } : {}),
  }
}

/** `crypto.randomUUID` is not there on pages that came without TLS. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}
