import { join } from 'node:path'
import { type Chain, TxSender, type UnlockedAccount } from '@millrace/chain'
import {
  type OperationPreview,
  OperationRecord,
  type OperationRequest,
  OperationSender,
  previewOperation,
} from '@millrace/chain/operations'
import type { Clock, Lifecycle, Logger } from '@millrace/common'
import type { Address } from '@millrace/crypto'

export interface NodeOperationsDependencies {
  readonly chain: Chain
  readonly account: UnlockedAccount
  /** The node's own sender, where it sends transactions anyway: nonces are counted in one place. */
  readonly sender?: TxSender | undefined
  readonly life: Lifecycle
  readonly clock: Clock
  readonly log: Logger
}

/** What a running node does on chain with its own account when it is told to. */
export interface NodeOperations {
  readonly address: Address
  readonly chainId: number
  /** @param from another account, such as a multisig, that would send. */
  preview(request: OperationRequest, from?: Address): Promise<OperationPreview>
  send: OperationSender['send']
}

/**
 * Opens the record of transactions in the data folder; what an earlier run left open is settled meanwhile.
 * @throws {OperationRecordError | OperationRecordBusyError}
 */
export function openNodeOperations(
  { dataDir }: { readonly dataDir: string },
  { chain, account, sender: own, life, clock, log }: NodeOperationsDependencies,
): NodeOperations {
  const record = life.use('operation record', OperationRecord.open(join(dataDir, 'operations.sqlite')))
  const sender =
    own ?? life.use('operations', new TxSender({}, { client: chain.client, account: account.account, log }))
  const operations = new OperationSender({ chain, sender, record, clock, log })
  const nothing = { name: '', parameters: {} }
  operations.settle(nothing).catch((err) => log.warn({ err }, 'operation of an earlier run is not settled'))
  return {
    address: account.address,
    chainId: chain.chainId,
    preview: (request, from = account.address) => previewOperation(request, { chain, from }),
    send: (request) => operations.send(request),
  }
}
