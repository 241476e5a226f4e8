import { BaseError } from '@millrace/common'

/** Thrown when an endpoint's answer contradicts itself or what it said before. */
export class ChainAnswerError extends BaseError {
  override name = 'ChainAnswerError'
  readonly code = 'CHAIN_ANSWER'
  override readonly retryable = true

  constructor({ fact, blockNumber }: { fact: string; blockNumber?: number | undefined }) {
    const where = blockNumber === undefined ? '' : ` about block ${blockNumber}`
    super(`The endpoint's answer${where} cannot be true: ${fact}.`, { meta: { fact, blockNumber } })
  }
}

/** Thrown when a block that was announced is not there, as after a reorganisation. */
export class BlockGoneError extends BaseError {
  override name = 'BlockGoneError'
  readonly code = 'BLOCK_GONE'
  override readonly retryable = true

  constructor({ blockNumber }: { blockNumber: number }) {
    super(`Block ${blockNumber} is not there, or no longer the one it was.`, { meta: { blockNumber } })
  }
}

/** Thrown when the chain has gone back further than what can be undone. */
export class ReorgTooDeepError extends BaseError {
  override name = 'ReorgTooDeepError'
  readonly code = 'REORG_TOO_DEEP'

  constructor({ blockNumber, undoBlocks }: { blockNumber: number; undoBlocks: number }) {
    super(
      `The chain has replaced block ${blockNumber} and more than ${undoBlocks} before it, as when another chain answers at this address. Check rpcUrls; to index the chain from its start, run: millrace indexer --resync true`,
      { meta: { blockNumber, undoBlocks } },
    )
  }
}

/** Thrown when the database holds another chain or deployment. */
export class OtherDeploymentError extends BaseError {
  override name = 'OtherDeploymentError'
  readonly code = 'OTHER_DEPLOYMENT'

  constructor(facts: { readonly known: string; readonly asked: string }) {
    super(
      `The database holds what was indexed of ${facts.known}, and the settings name ${facts.asked}. Use another database, or start anew with --resync true.`,
      { meta: facts },
    )
  }
}

/** Thrown when the block of the deployment is not set and cannot be found. */
export class FirstBlockUnknownError extends BaseError {
  override name = 'FirstBlockUnknownError'
  readonly code = 'FIRST_BLOCK_UNKNOWN'

  constructor({ address, blockNumber, cause }: { address: string; blockNumber: number; cause: unknown }) {
    super(
      `The endpoint does not say whether ${address} was there at block ${blockNumber}: it may keep no old state. Set firstBlock to the block of the deployment, or use an archive endpoint.`,
      { cause, meta: { address, blockNumber } },
    )
  }
}
