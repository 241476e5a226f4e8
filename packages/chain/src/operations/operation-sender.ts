import { randomUUID } from 'node:crypto'
import type { Clock, Logger } from '@millrace/common'
import type { Address, Hex } from '@millrace/crypto'
import type { TransactionReceipt } from 'viem'
import type { Chain } from '../client/connect.ts'
import { ContractRevertError, TransactionDisplacedError } from '../errors.ts'
import { type SignedTransaction, signedTransactionOf } from '../tx/signed-transaction.ts'
import type { TxRequest, TxSender } from '../tx/tx-sender.ts'
import { operationOf } from './catalogue.ts'
import { OperationIdReusedError, OperationPendingError, OperationRefusedError } from './errors.ts'
import { type OperationEvent, readEvents } from './events.ts'
import type { OperationContext } from './operation.ts'
import { type OperationPreview, previewPlan } from './preview.ts'
import type { OperationRecord, RecordedOperation } from './record.ts'
import { canonical, isRequestOf, isSame, withoutLast, withVersion } from './recorded-operation.ts'

export interface OperationRequest {
  readonly name: string
  /** As text, the way it travels. */
  readonly parameters: unknown
  /** Of the request; repeated with the same id it is answered from the record. */
  readonly id?: string | undefined
}

export interface MinedCall {
  readonly label: string
  readonly txHash: Hex
  readonly blockNumber: bigint
  readonly gasUsed: bigint
  readonly feeWei: bigint
}

export interface OperationOutcome {
  readonly id: string
  readonly operation: string
  readonly from: Address
  readonly mined: readonly MinedCall[]
  /** What the contracts said. */
  readonly events: readonly OperationEvent[]
  /** Whether it had been sent before, by a request whose answer was lost. */
  readonly wasSentBefore: boolean
}

export interface OperationSenderDependencies {
  readonly chain: Chain
  readonly sender: TxSender
  readonly record: OperationRecord
  readonly clock: Clock
  readonly log: Logger
}

/**
 * Does operations of one account, one at a time. Every signed transaction is in the record before a node hears of it. An
 * operation that was cut short is settled before anything else is sent; asked for again, it is finished and not repeated.
 */
export class OperationSender {
  readonly #deps: OperationSenderDependencies
  #turn: Promise<unknown> = Promise.resolve()

  constructor(dependencies: OperationSenderDependencies) {
    const log = dependencies.log.child({ module: 'chain/operations', account: dependencies.sender.address })
    this.#deps = { ...dependencies, log }
  }

  get address(): Address {
    return this.#deps.sender.address
  }

  /** Throws as {@link previewOperation} does. */
  async preview({ name, parameters }: OperationRequest): Promise<OperationPreview> {
    const plan = await operationOf(name).plan(parameters, this.#context())
    return previewPlan({ name, plan }, this.#context())
  }

  /**
   * Makes the calls of an operation and waits until each is mined.
   * @throws {OperationRefusedError} when it would fail as things stand; nothing was sent then.
   * @throws {OperationPendingError} when an earlier transaction, or this one, may still be mined.
   * @throws {OperationIdReusedError | UnknownOperationError | OperationParametersError}
   */
  send(request: OperationRequest): Promise<OperationOutcome> {
    const turn = this.#turn.then(() => this.#sendNow(request))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /**
   * Settles what an earlier process left open, before anybody is asked about something new.
   * @returns what was mined of it, and whether it is what is asked for now.
   * @throws {OperationPendingError} when it may still be mined.
   */
  settle(
    request: OperationRequest,
  ): Promise<{ readonly outcome: OperationOutcome; readonly isThisOne: boolean } | undefined> {
    const turn = this.#turn.then(async () => {
      const open = this.#deps.record.open()
      const outcome = await this.#settleOpen()
      return outcome && open && { outcome, isThisOne: isRequestOf(open, request) }
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #sendNow({ name, parameters, id }: OperationRequest): Promise<OperationOutcome> {
    const { record } = this.#deps
    const wanted = { operation: name, parameters: canonical(parameters) }
    const known = id === undefined ? undefined : record.finished(id)
    if (id !== undefined && known) {
      if (!isSame(known, wanted)) throw new OperationIdReusedError({ id, operation: known.operation })
      return this.#outcome(id, known, { wasSentBefore: true })
    }
    const open = record.open()
    const settled = await this.#settleOpen()
    const isRepeated = open !== undefined && isRequestOf(open, { name, parameters, id })
    if (settled && !isRepeated && settled.id === id)
      throw new OperationIdReusedError({ id, operation: settled.operation })
    return settled && isRepeated ? settled : this.#begin(id ?? randomUUID(), wanted, parameters)
  }

  async #begin(
    id: string,
    wanted: Pick<RecordedOperation, 'operation' | 'parameters'>,
    parameters: unknown,
  ): Promise<OperationOutcome> {
    const { record, clock, log } = this.#deps
    const { operation } = wanted
    const { refusal, calls } = await this.preview({ name: operation, parameters })
    if (refusal) {
      const { message: problem, retryable } = refusal
      throw new OperationRefusedError({ operation, problem, retryable })
    }
    const entry = { ...wanted, startedAtMs: clock.nowMs(), calls: calls.length, steps: [] }
    log.info({ id, operation, calls: calls.length }, 'operation begins')
    const done = await this.#makeAll(id, entry, calls)
    record.save(id, done, { isOpen: false })
    return this.#outcome(id, done, { wasSentBefore: false })
  }

  async #makeAll(
    id: string,
    begun: RecordedOperation,
    calls: readonly TxRequest[],
  ): Promise<RecordedOperation> {
    let entry = begun
    for (const call of calls) {
      const before = entry
      const keep = (signed: SignedTransaction) => {
        const next = withVersion(before, entry.steps.at(before.steps.length), { call, signed })
        this.#deps.record.save(id, next, { isOpen: true })
        entry = next
      }
      try {
        const receipt = await this.#deps.sender.send(call, keep)
        entry = this.#mined(id, entry, receipt)
      } catch (error) {
        throw this.#failed(id, entry, error)
      }
    }
    return entry
  }

  /** What was mined of an operation that was cut short; what can never be mined any more is forgotten. */
  async #settleOpen(): Promise<OperationOutcome | undefined> {
    const { record, sender, log } = this.#deps
    const open = record.open()
    if (open === undefined) return undefined
    const { id } = open
    let { entry } = open
    const step = entry.steps.at(-1)
    if (step && !step.mined) {
      log.warn({ id, operation: entry.operation }, 'operation of an earlier run is settled first')
      const versions = step.versions.map((version) => signedTransactionOf(version.raw))
      const keep = (signed: SignedTransaction) => {
        entry = withVersion(withoutLast(entry), entry.steps.at(-1), { call: step, signed })
        record.save(id, entry, { isOpen: true })
      }
      try {
        entry = this.#mined(id, entry, await sender.resume({ label: step.label, versions }, keep))
      } catch (error) {
        const failure = this.#failed(id, entry, error)
        if (failure instanceof OperationPendingError) throw failure
        return undefined
      }
    }
    // One that was cut between two calls is planned anew when it is asked for again: what it has made already shows.
    if (entry.steps.length < entry.calls) return void record.forget(id)
    record.save(id, entry, { isOpen: false })
    return this.#outcome(id, entry, { wasSentBefore: true })
  }

  #mined(id: string, entry: RecordedOperation, receipt: TransactionReceipt): RecordedOperation {
    const { transactionHash: txHash, blockNumber, gasUsed, effectiveGasPrice } = receipt
    const last = entry.steps.at(-1)
    if (!last) throw new Error('A call was mined that is not in the record.')
    const mined = {
      txHash,
      blockNumber: String(blockNumber),
      gasUsed: String(gasUsed),
      feeWei: String(gasUsed * effectiveGasPrice),
    }
    const next = { ...entry, steps: [...withoutLast(entry).steps, { ...last, mined }] }
    this.#deps.record.save(id, next, { isOpen: true })
    this.#deps.log.info({ id, operation: entry.operation, label: last.label, txHash }, 'call mined')
    return next
  }

  /** @returns what to throw: as long as a signed transaction may still be mined, the operation stays open. */
  #failed(id: string, { operation, steps }: RecordedOperation, error: unknown): unknown {
    const last = steps.at(-1)
    const isOver = error instanceof ContractRevertError || error instanceof TransactionDisplacedError
    const txHash = last?.versions.at(-1)?.hash
    if (txHash === undefined || last?.mined || isOver) {
      this.#deps.record.forget(id)
      return error
    }
    return new OperationPendingError({ operation, txHash, from: this.address, cause: error })
  }

  async #outcome(
    id: string,
    { operation, steps }: RecordedOperation,
    { wasSentBefore }: { wasSentBefore: boolean },
  ): Promise<OperationOutcome> {
    const mined = steps.flatMap(({ label, mined: one }) =>
      one
        ? [
            {
              label,
              txHash: one.txHash,
              blockNumber: BigInt(one.blockNumber),
              gasUsed: BigInt(one.gasUsed),
              feeWei: BigInt(one.feeWei),
            },
          ]
        : [],
    )
    const { client, contracts } = this.#deps.chain
    const receipts = await Promise.all(
      mined.map(({ txHash: hash }) => client.getTransactionReceipt({ hash }).catch(() => undefined)),
    )
    const events = readEvents(
      receipts.flatMap((receipt) => receipt?.logs ?? []),
      contracts,
    )
    return { id, operation, from: this.address, mined, events, wasSentBefore }
  }

  #context(): OperationContext {
    return { chain: this.#deps.chain, from: this.address }
  }
}
