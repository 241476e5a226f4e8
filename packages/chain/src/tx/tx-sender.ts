import { Lifecycle, type Logger } from '@millrace/common'
import type { Address, Hex } from '@millrace/crypto'
import type { LocalAccount, PublicClient, TransactionReceipt } from 'viem'
import { SenderBusyError, SenderClosedError, TransactionDisplacedError } from '../errors.ts'
import { NonceBook } from './nonce-book.ts'
import { type Prepared, prepareTransaction } from './prepare.ts'
import { decodeFailure } from './revert.ts'
import { SerialQueue } from './serial-queue.ts'
import { settle } from './settle.ts'
import { preparedOf, repriced, type SignedTransaction, signedOf } from './signed-transaction.ts'

export interface TxSenderOptions {
  /** How long one version of a transaction may stay unmined before it is sent again with higher fees. */
  readonly replaceAfterMs?: number
  readonly maxReplacements?: number
  /** How often to ask for the receipt. */
  readonly pollIntervalMs?: number
  /** Blocks that must hold a transaction before it counts, its own included. */
  readonly confirmations?: number
  /** Never pay more; undefined: whatever the network asks. */
  readonly maxFeePerGasWei?: bigint | undefined
  /** Transactions that may wait to be submitted. */
  readonly maxQueued?: number
  /** Transactions that may be in flight at once. */
  readonly maxInFlight?: number
}

export interface TxSenderDependencies {
  readonly client: PublicClient
  readonly account: LocalAccount
  readonly log: Logger
}

/** One call to a contract, a plain transfer, or the creation of a contract. */
export interface TxRequest {
  /** What it does, for logs and errors, e.g. `bond`. */
  readonly label: string
  /** Left out where `data` creates a contract. */
  readonly to?: Address
  readonly data?: Hex
  readonly valueWei?: bigint
}

/** What actions need of a sender. */
export interface TransactionSender {
  readonly address: Address
  /** Resolves when the transaction is mined. */
  send(request: TxRequest): Promise<TransactionReceipt>
}

const defaults = {
  replaceAfterMs: 60_000,
  maxReplacements: 3,
  pollIntervalMs: 500,
  confirmations: 1,
  maxQueued: 200,
  maxInFlight: 8,
}

const attemptsWhenDisplaced = 3

/**
 * Sends the transactions of one account: each is simulated first, so that a refusal costs nothing and has a name; nonces
 * are counted here and asked for again whenever nothing is in flight; a transaction that is dropped is sent again, one
 * that is stuck is replaced with higher fees.
 */
export class TxSender implements TransactionSender {
  readonly #options: typeof defaults & Pick<TxSenderOptions, 'maxFeePerGasWei'>
  readonly #client: PublicClient
  readonly #account: LocalAccount
  readonly #log: Logger
  readonly #nonces: NonceBook
  readonly #queue: SerialQueue
  readonly #lifecycle = new Lifecycle()

  constructor(options: TxSenderOptions, { client, account, log }: TxSenderDependencies) {
    this.#options = { ...defaults, ...withoutUndefined(options) }
    this.#client = client
    this.#account = account
    this.#log = log.child({ module: 'chain/tx', account: account.address })
    this.#nonces = new NonceBook(() =>
      client.getTransactionCount({ address: account.address, blockTag: 'pending' }),
    )
    this.#queue = new SerialQueue({ maxInFlight: this.#options.maxInFlight })
  }

  get address(): Address {
    return this.#account.address
  }

  /** Transactions waiting or in flight. */
  get pending(): number {
    return this.#queue.size
  }

  /**
   * Sends a transaction and waits until it is mined.
   * @param keep called with each version of it before any node sees that; when it throws, nothing is sent.
   * @throws {ContractRevertError} when the contract refuses it, mostly before it costs anything.
   * @throws {InsufficientBalanceError | GasPriceTooHighError | TransactionTimeoutError | TransactionDisplacedError | SenderBusyError | SenderClosedError}
   */
  async send(request: TxRequest, keep?: (signed: SignedTransaction) => void): Promise<TransactionReceipt> {
    const { label } = request
    const keepPrepared = keep && ((prepared: Prepared) => keep(signedOf(prepared)))
    if (this.#lifecycle.isClosed) throw new SenderClosedError({ label })
    if (this.#queue.size >= this.#options.maxQueued)
      throw new SenderBusyError({ label, maxQueued: this.#options.maxQueued })
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#queue.run(
          () => this.#submit(request, keepPrepared),
          (prepared) => this.#wait(prepared, { keep: keepPrepared }),
        )
      } catch (error) {
        // Its nonce is gone, so it can never be mined any more: sending it again cannot do it twice.
        if (!(error instanceof TransactionDisplacedError) || attempt >= attemptsWhenDisplaced) throw error
        this.#log.warn({ err: error, label, attempt }, 'nonce taken by another transaction')
      }
    }
  }

  /**
   * Simulates and signs a transaction but sends nothing, for a caller that writes it down first. `keep` is called with it
   * before any other transaction gets a nonce; if it throws, the nonce is given back. Otherwise the nonce stays taken
   * until {@link TxSender.release}. Throws what {@link TxSender.send} throws before anything is sent, and what `keep` does.
   */
  async prepare(
    request: TxRequest,
    keep: (signed: SignedTransaction) => void = () => {},
  ): Promise<SignedTransaction> {
    return this.#queue.run(
      async () => signedOf(await this.#submit(request, (prepared) => keep(signedOf(prepared)))),
      async (signed) => signed,
    )
  }

  /**
   * Goes on waiting for a transaction of a former process, which is broadcast again and replaced while it is stuck.
   * @param versions of one nonce, oldest first.
   * @param keep called with each replacement before any node sees it.
   * @throws {TransactionDisplacedError} when none of them can be mined any more, and what {@link TxSender.send} throws
   * once a transaction was sent.
   */
  async resume(
    { label, versions }: { readonly label: string; readonly versions: readonly SignedTransaction[] },
    keep: (signed: SignedTransaction) => void,
  ): Promise<TransactionReceipt> {
    const [current, ...earlier] = versions.map(({ raw }) => preparedOf(raw, label)).toReversed()
    if (!current) throw new Error('There is no version of this transaction.')
    this.hold(current.nonce)
    const keepPrepared = (prepared: Prepared) => keep(signedOf(prepared))
    return this.#wait(current, { keep: keepPrepared, replaced: earlier.toReversed() })
  }

  /**
   * The same transaction with fees that nodes take as a replacement; nothing is sent.
   * @throws {GasPriceTooHighError} when that is above `maxFeePerGasWei`.
   */
  reprice(
    signed: SignedTransaction,
    options: { label: string; maxFeePerGasWei: bigint | undefined },
  ): Promise<SignedTransaction> {
    return repriced(signed, options, { client: this.#client, account: this.#account })
  }

  /** Tells a node of a transaction; one that it knows or has mined already does no harm. @returns whether it took it */
  async broadcast({ raw, hash }: SignedTransaction): Promise<boolean> {
    try {
      await this.#client.sendRawTransaction({ serializedTransaction: raw })
      return true
    } catch (err) {
      this.#log.debug({ err, txHash: hash }, 'broadcast refused')
      return false
    }
  }

  /** Keeps the nonce of a transaction of a former process, or of one that a reorganisation took out of the chain. */
  hold(nonce: number): void {
    this.#nonces.hold(nonce)
  }

  /** For a prepared or held nonce whose transaction was mined or given up. */
  release(nonce: number): void {
    this.#nonces.settle(nonce)
  }

  /** Gives up what waits; what is in flight may still be mined. */
  close(): Promise<void> {
    return this.#lifecycle.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #submit(request: TxRequest, keep: (prepared: Prepared) => void = () => {}): Promise<Prepared> {
    const { label } = request
    if (this.#lifecycle.isClosed) throw new SenderClosedError({ label })
    try {
      const nonce = await this.#nonces.take()
      try {
        const prepared = await prepareTransaction(
          { ...request, nonce },
          { client: this.#client, account: this.#account, maxFeePerGasWei: this.#options.maxFeePerGasWei },
        )
        keep(prepared)
        return prepared
      } catch (error) {
        this.#nonces.giveBack(nonce)
        throw error
      }
    } catch (error) {
      throw decodeFailure(error, { label, account: this.address })
    }
  }

  async #wait(
    prepared: Prepared,
    { keep, replaced }: { keep?: ((one: Prepared) => void) | undefined; replaced?: readonly Prepared[] },
  ): Promise<TransactionReceipt> {
    const { label } = prepared.request
    const startedMs = performance.now()
    try {
      const tools = { client: this.#client, account: this.#account, log: this.#log }
      const { signal } = this.#lifecycle
      const receipt = await settle(prepared, { ...this.#options, ...tools, label, signal, keep }, replaced)
      const waitedMs = Math.round(performance.now() - startedMs)
      this.#log.debug(
        { label, txHash: receipt.transactionHash, gasUsed: receipt.gasUsed, waitedMs },
        'transaction mined',
      )
      return receipt
    } catch (error) {
      throw decodeFailure(error, { label, account: this.address })
    } finally {
      this.#nonces.settle(prepared.nonce)
    }
  }
}

function withoutUndefined<T extends object>(value: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], undefined>
  }
}
