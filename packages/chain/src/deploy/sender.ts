import { delay, type Logger } from '@millrace/common'
import {
  type Account,
  type Address,
  type Chain,
  type Hex,
  type PublicClient,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
  type Transport,
  type WalletClient,
} from 'viem'
import { decodeFailure } from '../tx/revert.ts'
import { DeploymentStepFailedError } from './errors.ts'

/** What a deployment needs to reach the chain. The wallet's account must send nothing else meanwhile. */
export interface DeployClients {
  readonly publicClient: PublicClient
  readonly walletClient: WalletClient<Transport, Chain | undefined, Account>
  readonly log: Logger
  /** Called when a wave is sent, to have it mined at once on a chain whose blocks may be made at will. */
  readonly mine?: (() => Promise<void>) | undefined
  /** Told each transaction when it is mined. */
  readonly onTransaction?: ((transaction: MinedTransaction) => void) | undefined
}

/** A transaction to send; one that creates a contract has no `to`. */
export interface StepTransaction {
  readonly step: string
  readonly to?: Address
  readonly data: Hex
  readonly nonce: number
  /** Address of the contract that it creates. */
  readonly creates?: Address
}

export interface SentTransaction extends StepTransaction {
  readonly txHash: Hex
}

export interface MinedTransaction extends SentTransaction {
  readonly gasUsed: bigint
}

const receiptPollMs = 100
const receiptTimeoutMs = 180_000

/**
 * Sends a transaction without waiting for its block.
 * @throws {DeploymentStepFailedError} when the node refuses it
 */
export async function sendStep(
  { walletClient }: DeployClients,
  transaction: StepTransaction,
): Promise<SentTransaction> {
  const { step, to, data, nonce } = transaction
  const { account, chain } = walletClient
  try {
    const txHash = await walletClient.sendTransaction({
      account,
      chain: chain ?? null,
      data,
      nonce,
      ...(to ? { to } : {}),
    })
    return { ...transaction, txHash }
  } catch (error) {
    const cause = decodeFailure(error, { label: step, account: account.address })
    throw new DeploymentStepFailedError({ step, cause })
  }
}

/**
 * Waits until transactions are mined.
 * @throws {DeploymentStepFailedError} when one reverts, or is not mined in three minutes
 */
export async function confirmSteps(clients: DeployClients, sent: readonly SentTransaction[]): Promise<void> {
  if (sent.length > 0) await clients.mine?.()
  for (const transaction of sent) {
    const { step, txHash } = transaction
    const { status, gasUsed } = await receiptOf(clients, transaction)
    if (status !== 'success') throw new DeploymentStepFailedError({ step, txHash })
    clients.log.debug({ step, txHash, gasUsed: gasUsed.toString() }, 'deployment step done')
    clients.onTransaction?.({ ...transaction, gasUsed })
  }
}

async function receiptOf(
  { publicClient }: DeployClients,
  { step, txHash }: SentTransaction,
): Promise<TransactionReceipt> {
  for (const endMs = performance.now() + receiptTimeoutMs; ; await delay(receiptPollMs)) {
    try {
      return await publicClient.getTransactionReceipt({ hash: txHash })
    } catch (cause) {
      const isWaiting = cause instanceof TransactionReceiptNotFoundError
      if (!isWaiting || performance.now() > endMs)
        throw new DeploymentStepFailedError({ step, txHash, cause })
    }
  }
}

/** @returns the nonce of the account's next transaction, those not mined yet counted */
export function nextNonce(clients: DeployClients): Promise<number> {
  return transactionCount(clients, 'pending')
}

/**
 * Waits until what the account has sent before is mined: a run that was killed may have left transactions behind, and
 * sending those a second time would do them twice.
 * @throws {DeploymentStepFailedError} when they are not mined in three minutes
 */
export async function settleEarlier(clients: DeployClients): Promise<void> {
  const wanted = await nextNonce(clients)
  const step = 'wait for earlier transactions of the account'
  for (const endMs = performance.now() + receiptTimeoutMs; ; await delay(receiptPollMs)) {
    if ((await transactionCount(clients, 'latest')) >= wanted) return
    if (performance.now() > endMs) throw new DeploymentStepFailedError({ step })
    await clients.mine?.()
  }
}

function transactionCount(
  { publicClient, walletClient }: DeployClients,
  blockTag: 'latest' | 'pending',
): Promise<number> {
  return publicClient.getTransactionCount({ address: walletClient.account.address, blockTag })
}

/** @returns false for a transaction that reverted or was never sent, or that the chain has lost, as after a reset */
export async function hasSucceeded(
  { publicClient }: DeployClients,
  txHash: Hex | undefined,
): Promise<boolean> {
  if (txHash === undefined) return false
  try {
    return (await publicClient.getTransactionReceipt({ hash: txHash })).status === 'success'
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return false
    throw error
  }
}
