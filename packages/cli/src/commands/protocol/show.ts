import { readProtocol } from '@millrace/chain/protocol'
import type { Command } from 'commander'
import { reportLines } from '../../terminal/protocol-report.ts'
import { toJson } from '../shared.ts'
import { connectTo, loadProtocolSettings, protocolCommand } from './connection.ts'

/** `millrace protocol show`: a deployment as it stands. */
export function showCommand(): Command {
  return protocolCommand('show', { writes: false })
    .description(
      'Shows a deployment: parameters, addresses, round, stake, who controls it, and whose code it is. What it lacks is shown as “not there”.',
    )
    .option('--json', 'print one JSON object; what the deployment lacks is null')
    .action(async ({ json, ...flags }: { readonly json?: true; readonly [flag: string]: unknown }) => {
      const chain = await connectTo(loadProtocolSettings(flags))
      const report = await readProtocol(chain)
      const blockNumbers = chain.blockNumbers.kind
      if (json) process.stdout.write(`${toJson(withNulls({ ...report, blockNumbers }))}\n`)
      else process.stdout.write(`${reportLines(report, { blockNumbers }).join('\n')}\n`)
    })
}

/** JSON leaves undefined fields out; here they say something. */
function withNulls(value: unknown): unknown {
  if (value === undefined) return null
  if (Array.isArray(value)) return value.map(withNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withNulls(one)]))
}
