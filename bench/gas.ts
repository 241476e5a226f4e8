import { writeFile } from 'node:fs/promises'
import { measureIdentity } from './gas/identity.ts'
import { batchSize, liveGas, type Operation } from './gas/live.ts'
import { startGasNetwork } from './gas/network.ts'
import { measure } from './gas/scenario.ts'
import type { BenchContext } from './main.ts'

interface Figure {
  /** From the receipt of our contracts. */
  readonly gas: number
  /** On the live protocol. */
  readonly live: number
  readonly ratio: number
}

/** What a test compares with: every change of a figure is seen in review. */
const snapshotFile = new URL('./gas/snapshot.json', import.meta.url)

/** Gas of every operation of the contracts, beside the live protocol's. `--save` writes the snapshot that a test checks. */
export default async function gas({ json, args, log }: BenchContext): Promise<Record<string, unknown>> {
  await using network = await startGasNetwork()
  const measured = await measure(network, log)
  const own = await measureIdentity(network)
  const operations: Record<string, Figure> = {}
  for (const operation of Object.keys(liveGas) as Operation[]) {
    const used = measured.get(operation)
    if (used === undefined) throw new Error(`"${operation}" was not measured.`)
    const live = liveGas[operation]
    operations[operation] = { gas: used, live, ratio: rounded(used / live) }
    if (!json)
      log(
        `${operation.padEnd(52)} ${String(used).padStart(9)} ${String(live).padStart(9)} ${rounded(used / live)}`,
      )
  }
  if (!json)
    for (const [operation, used] of own) log(`${operation.padEnd(52)} ${String(used).padStart(9)}         –`)
  if (args.includes('--save')) {
    const snapshot = Object.fromEntries<number>([...measured, ...own])
    await writeFile(snapshotFile, `${JSON.stringify(snapshot, undefined, 2)}\n`)
  }
  const ratios = Object.values(operations).map(({ gas: used, live }) => used / live)
  const logs = ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0)
  const batch = measured.get('batchRedeemWinningTickets: ten, deposit') ?? Number.NaN
  return {
    ...(json ? { operations } : {}),
    geomeanRatio: rounded(Math.exp(logs / ratios.length)),
    worstRatio: rounded(Math.max(...ratios)),
    batchRedeemPerTicket: Math.round(batch / batchSize),
  }
}

function rounded(ratio: number): number {
  return Number(ratio.toFixed(3))
}
