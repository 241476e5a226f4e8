import { type Address, type Hex, TransactionNotFoundError, TransactionReceiptNotFoundError } from 'viem'
import { getBlock, getTransaction, getTransactionReceipt } from 'viem/actions'
import type { Protocol } from '../../network/chain.ts'
import { type ChainFact, useChain } from '../../network/use-chain.ts'

/** A transaction as the chain knows it. Amounts in wei. */
export interface TransactionFacts {
  readonly succeeded: boolean
  readonly block: bigint
  /** ms since the Unix epoch. */
  readonly time: number
  readonly from: Address
  /** Null where it made a contract. */
  readonly to: Address | null
  readonly value: bigint
  /** What its gas was paid. */
  readonly cost: bigint
}

/** @returns null for a hash that the chain does not know, or does not know a block of yet */
export function useTransaction(hash: Hex): ChainFact<TransactionFacts | null> {
  return useChain('transaction', [hash], (protocol) => readTransaction(protocol, hash))
}

async function readTransaction({ client }: Protocol, hash: Hex): Promise<TransactionFacts | null> {
  try {
    const [{ value }, receipt] = await Promise.all([
      getTransaction(client, { hash }),
      getTransactionReceipt(client, { hash }),
    ])
    const { timestamp } = await getBlock(client, { blockHash: receipt.blockHash })
    const { status, blockNumber, from, to, gasUsed, effectiveGasPrice } = receipt
    return {
      succeeded: status === 'success',
      block: blockNumber,
      time: Number(timestamp) * 1_000,
      ...{ from, to, value },
      cost: gasUsed * effectiveGasPrice,
    }
  } catch (error) {
    if (error instanceof TransactionNotFoundError || error instanceof TransactionReceiptNotFoundError)
      return null
    throw error
  }
}
