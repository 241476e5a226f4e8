import { join } from 'node:path'
import { type Chain, TxSender } from '@millrace/chain'
import {
  OperationRecord,
  OperationSender,
  outcomeJson,
  previewJson,
  previewOperation,
  recordFileName,
} from '@millrace/chain/operations'
import { createLogger, systemClock } from '@millrace/common'
import { connectTo } from '../commands/protocol/connection.ts'
import type { Desk } from './desk.ts'
import { namedAccount, openKey } from './key.ts'
import type { AccountSettings } from './settings.ts'

const log = () => createLogger({ name: 'account', level: 'error' })

/** This command itself does operations, with a key and an RPC endpoint. */
export async function openDirectDesk(settings: AccountSettings): Promise<Desk> {
  const chain = await connectTo(settings)
  const { account, address } = await openKey(settings, '--data-dir or --unsigned')
  const { stateDir, maxFeeGwei } = settings
  const record = OperationRecord.open(join(stateDir, recordFileName(chain.chainId, address)))
  const maxFeePerGasWei = maxFeeGwei === undefined ? undefined : BigInt(Math.round(maxFeeGwei * 1e9))
  const sender = new TxSender({ maxFeePerGasWei }, { client: chain.client, account, log: log() })
  const operations = new OperationSender({ chain, sender, record, clock: systemClock, log: log() })
  return {
    tokenSymbol: await symbolOf(chain),
    preview: async (request) => previewJson(await operations.preview(request)),
    async settle(request) {
      const settled = await operations.settle(request)
      return settled && { ...settled, outcome: outcomeJson(settled.outcome) }
    },
    send: async (request) => outcomeJson(await operations.send(request)),
    async [Symbol.asyncDispose]() {
      await sender.close()
      record.close()
    },
  }
}

/** Shows operations of an account without its key. */
export async function openPreviewDesk(
  settings: AccountSettings,
): Promise<Pick<Desk, 'tokenSymbol' | 'preview'> & { readonly chain: Chain }> {
  const chain = await connectTo(settings)
  const from = await namedAccount(settings)
  return {
    chain,
    tokenSymbol: await symbolOf(chain),
    preview: async (request) => previewJson(await previewOperation(request, { chain, from })),
  }
}

function symbolOf({ client, contracts }: Chain): Promise<string> {
  return client.readContract({ ...contracts.token, functionName: 'symbol' })
}
