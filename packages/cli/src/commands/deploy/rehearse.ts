import type { Rpc } from '@millrace/chain'
import { fileDeploymentRecord, type Rehearsal, rehearseDeployment } from '@millrace/chain/deploy'
import { createLogger } from '@millrace/common'
import { SenderMissingError } from '../../errors.ts'
import { planLines } from '../../terminal/plan.ts'
import { printUnsigned } from '../../terminal/unsigned.ts'
import { toJson } from '../shared.ts'
import { type DeploySettings, deployOptionsOf, recordFileOf, unlock } from './settings.ts'

/** Prints what a deployment would send, without sending anything. */
export async function rehearse(
  settings: DeploySettings,
  { client, chainId }: Rpc,
  format: 'text' | 'json' | 'unsigned',
): Promise<void> {
  const from = settings.from ?? (await unlock(settings))?.address
  if (from === undefined) throw new SenderMissingError()
  const record = await fileDeploymentRecord(recordFileOf(settings)).load()
  const forkUrl = record && Object.keys(record.contracts).length > 0 ? settings.rpcUrl : undefined
  const { startScratchChain } = await import('@millrace/devnet')
  await using scratch = await startScratchChain({ chainId, forkUrl })
  const log = createLogger({ name: 'deploy', level: 'warn' })
  const rehearsal = await rehearseDeployment(deployOptionsOf(settings), {
    from,
    client,
    scratchUrl: scratch.rpcUrl,
    record,
    log,
  })
  const gasPriceWei = await client.getGasPrice()
  if (format === 'text') process.stdout.write(`${planLines(rehearsal, gasPriceWei).join('\n')}\n`)
  else if (format === 'json') printPlan(rehearsal, gasPriceWei)
  else printUnsignedDeployment(rehearsal)
}

function printPlan(rehearsal: Rehearsal, gasPriceWei: bigint): void {
  const totalGas = rehearsal.transactions.reduce((sum, { gasUsed }) => sum + gasUsed, 0n)
  process.stdout.write(
    `${toJson({ ...rehearsal, totalGas, gasPriceWei, costWei: totalGas * gasPriceWei })}\n`,
  )
}

function printUnsignedDeployment({ transactions, ...facts }: Rehearsal): void {
  const list = transactions.map(({ call, step: _, ...transaction }) => ({
    ...transaction,
    description: call,
  }))
  printUnsigned(list, facts)
}
