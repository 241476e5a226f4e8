/**
 * The indexer over the history of a seeded network of the live one's size: every event of every contract into PGlite on
 * disk, with all that is kept in case blocks are taken back; then every account, lock, pool and balance against the
 * contracts. CPU is that of this process, which holds reader, ledger and database; not the chain's.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connectChain } from '@millrace/chain'
import { silentLogger } from '@millrace/common'
import { type SeedName, startScratchChain } from '@millrace/devnet'
import { compare } from '../packages/indexer/src/check/contract-state.ts'
import { ledgerProbes } from '../packages/indexer/src/check/probes.ts'
import { type BlockRpc, BlockSource } from '../packages/indexer/src/source/block-source.ts'
import { openLedger } from '../packages/indexer/src/start/open-ledger.ts'
import { openIndexerDatabase } from '../packages/indexer/src/store/open-indexer-database.ts'
import { Follower } from '../packages/indexer/src/sync/follower.ts'
import type { BenchContext } from './main.ts'
import { seedChain } from './network/seeded-chain.ts'

const turns = 3
const log = silentLogger()

export default async function indexer({ args, log: say }: BenchContext): Promise<Record<string, unknown>> {
  const name = (args[0] ?? 'community') as SeedName
  await using chain = await startScratchChain({ chainId: 31_337 })
  const addresses = await seedChain(chain.rpcUrl, name, say)
  const connection = await connectChain({ rpcUrls: [chain.rpcUrl], ...addresses }, { log })
  const runs = []
  for (let turn = 1; turn <= turns; turn++) {
    const run = await follow(connection)
    say(`turn ${turn}: ${JSON.stringify(run)}`)
    runs.push(run)
  }
  const [first] = runs.toSorted((a, b) => a.eventsPerCpuSecond - b.eventsPerCpuSecond).slice(1)
  return { bench: 'indexer', profile: name, ...first }
}

async function follow(chain: Awaited<ReturnType<typeof connectChain>>) {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
  try {
    await using database = await openIndexerDatabase({ folder: join(folder, 'db') })
    const rpc: BlockRpc = { request: (request) => chain.client.request(request as never) }
    const source = new BlockSource({ readsAllHeaders: true, counting: 'own' }, rpc)
    const options = { feeBooking: 'run', undoBlocks: 256, confirmations: 12, maxPageBlocks: 10_000 } as const
    const follower = new Follower(options, { source, rpc, database, log })
    await openLedger({ firstBlock: 0, resync: false }, { chain, source, rpc, database, follower, log })
    const [cpu, start] = [process.cpuUsage(), performance.now()]
    while (!(await follower.step()));
    const { user, system } = process.cpuUsage(cpu)
    const cpuSeconds = (user + system) / 1e6
    const wallSeconds = (performance.now() - start) / 1_000
    const [row] = await database.query('select count(*) as events from "indexer"."event"')
    const events = Number(row?.['events'])
    const { addresses } = chain
    const probes = await ledgerProbes(database)
    const blockNumber = follower.position?.block ?? 0
    const mismatches = await compare(probes, { rpc, addresses, blockNumber })
    return {
      eventsPerCpuSecond: Math.round(events / cpuSeconds),
      events,
      blocks: blockNumber,
      cpuSeconds: Math.round(cpuSeconds * 100) / 100,
      wallSeconds: Math.round(wallSeconds * 100) / 100,
      compared: probes.length,
      mismatches: mismatches.length,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
