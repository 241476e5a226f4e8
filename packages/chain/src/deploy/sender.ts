import type { Logger } from '@millrace/common'
import type { Account, Address, Chain, Hex, PublicClient, Transport, WalletClient } from 'viem'
import { DeploymentStepFailedError } from './errors.ts'

/** What a deployment needs to reach the chain. The wallet's account must send nothing else meanwhile. */
export interface DeployClients {
  readonly publicClient: PublicClient
  readonly walletClient: WalletClient<Transport, Chain | undefined, Account>
  readonly log: Logger
}

/** A transaction to send, `to` left out for one that creates a contract. */
export interface StepTransaction {
  readonly step: string
  readonly to?: Address
  readonly data: Hex
  readonly nonce: number
}

export interface SentTransaction {
  readonly step: string
  readonly txHash: Hex
}

const receiptPollMs = 100
const receiptTimeoutMs = 180_000

/**
 * Sends a transaction without waiting for its block.
 * @throws {DeploymentStepFailedError} when the node refuses it
 */
export async function sendStep(
  { walletClient }: DeployClients,
  { step, to, data, nonce }: StepTransaction,
): Promise<SentTransaction> {
  try {
    const txHash = await walletClient.sendTransaction({
      account: walletClient.account,
      chain: walletClient.chain ?? null,
      data,
      nonce,
      ...(to ? { to } : {}),
    })
    return { step, txHash }
  } catch (cause) {
    throw new DeploymentStepFailedError({ step, cause })
  }
}

/**
 * Waits until transactions are mined.
 * @throws {DeploymentStepFailedError} when one reverts, or is not mined in three minutes
 */
export async function confirmSteps(
  { publicClient, log }: DeployClients,
  sent: readonly SentTransaction[],
): Promise<void> {
  await Promise.all(
    sent.map(async ({ step, txHash }) => {
      const receipt = await publicClient
        .waitForTransactionReceipt({
          hash: txHash,
          pollingInterval: receiptPollMs,
          timeout: receiptTimeoutMs,
        })
        .catch((cause: unknown) => {
          throw new DeploymentStepFailedError({ step, cause })
        })
      if (receipt.status !== 'success') throw new DeploymentStepFailedError({ step, txHash })
      log.debug({ step, txHash, gasUsed: receipt.gasUsed.toString() }, 'deployment step done')
    }),
  )
}

/** @returns the nonce of the account's next transaction, those not mined yet counted */
export function nextNonce({ publicClient, walletClient }: DeployClients): Promise<number> {
  return publicClient.getTransactionCount({ address: walletClient.account.address, blockTag: 'pending' })
}
