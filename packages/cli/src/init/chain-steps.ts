import { join } from 'node:path'
import { type Chain, TxSender, type UnlockedAccount } from '@millrace/chain'
import { OperationRecord, OperationSender, outcomeJson, previewJson } from '@millrace/chain/operations'
import { BaseError, createLogger, formatEther, systemClock } from '@millrace/common'
import { outcomeLines, previewLines } from '../terminal/preview-lines.ts'
import type { Questions } from './questions.ts'

export interface ChainSteps extends AsyncDisposable {
  /** Shows an operation, asks, and does it. @returns whether it was done */
  offer(name: string, parameters: Readonly<Record<string, string>>): Promise<boolean>
}

/** Operations of the node's account, one after the other, by its own key. */
export function openChainSteps(
  { chain, account, dataDir }: { chain: Chain; account: UnlockedAccount; dataDir: string },
  questions: Questions,
): ChainSteps {
  const log = createLogger({ name: 'init', level: 'fatal' })
  const sender = new TxSender({}, { client: chain.client, account: account.account, log })
  // The node goes on with this record.
  const record = OperationRecord.open(join(dataDir, 'operations.sqlite'))
  const operations = new OperationSender({ chain, sender, record, clock: systemClock, log })
  return {
    async offer(name, parameters) {
      for (;;) {
        const problem = await tryOnce({ operations, name, parameters }, questions)
        if (problem === undefined) return true
        if (problem === 'declined') return false
        questions.say(`  ${problem}`)
        if (!(await questions.agree(`Try ${name} again?`, true))) return false
      }
    },
    async [Symbol.asyncDispose]() {
      await sender.close()
      record.close()
    },
  }
}

interface Attempt {
  readonly operations: OperationSender
  readonly name: string
  readonly parameters: Readonly<Record<string, string>>
}

/** @returns undefined when it was done, else why not */
async function tryOnce(
  { operations, name, parameters }: Attempt,
  questions: Questions,
): Promise<string | undefined> {
  const request = { name, parameters }
  try {
    const settled = await operations.settle(request)
    if (settled) questions.say(...outcomeLines(outcomeJson(settled.outcome)))
    if (settled?.isThisOne) return undefined
    const preview = previewJson(await operations.preview(request))
    questions.say(...previewLines(preview))
    if (preview.refusal) return 'It would fail now; nothing was sent.'
    if (!(await questions.agree('Send it?', false))) return 'declined'
    questions.say(...outcomeLines(outcomeJson(await operations.send(request))))
    return undefined
  } catch (error) {
    if (error instanceof BaseError) return error.message
    throw error
  }
}

/** Shows what the account has, and waits for its owner to send some while there is nothing. */
export async function showBalances(
  questions: Questions,
  { chain, address }: { chain: Chain; address: `0x${string}` },
): Promise<{ readonly etherWei: bigint; readonly tokenWei: bigint; readonly symbol: string }> {
  const { client, contracts, staking } = chain
  const symbol = await client.readContract({ ...contracts.token, functionName: 'symbol' })
  for (;;) {
    const [etherWei, tokenWei] = await Promise.all([
      client.getBalance({ address }),
      staking.tokenBalanceWei(address),
    ])
    questions.say(`  ${address} has ${formatEther(etherWei)} ETH and ${formatEther(tokenWei)} ${symbol}.`)
    const poor = 'It cannot pay for transactions. Send ether to it; look again?'
    if (etherWei > 0n || !(await questions.agree(poor, true))) return { etherWei, tokenWei, symbol }
  }
}
