/**
 * Both engines of the shared services' database, on disk: rows of 8 columns in batches of 500 by arrays, and
 * transactions of one row, one after the other. CPU is that of this process and of all of the server's.
 */

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, type DatabasePlace, openDatabase } from '@millrace/database'
import { PostgresServer } from '@millrace/database/testing'
import type { BenchContext } from './main.ts'

const turns = 5
const batches = 20
const rowsInBatch = 500
const singles = 300
const migrations = { service: 'bench', folder: join(import.meta.dirname, 'database') }
/** Of `/proc/PID/stat`, on every Linux of x86 and ARM. */
const ticksPerSecond = 100

const insertBatch = `insert into bench.event select * from unnest($1::bigint[], $2::integer[], $3::text[], $4::text[],
  $5::text[], $6::numeric[], $7::bigint[], $8::boolean[])`
const insertOne = 'insert into bench.event values ($1, $2, $3, $4, $5, $6, $7, $8)'

export default async function database({ log }: BenchContext): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
  await using server = await PostgresServer.start()
  try {
    const pglite = await measure({ folder: join(folder, 'db') }, ownCpuSeconds)
    log(`pglite: ${JSON.stringify(pglite)}`)
    const postgresql = await measure(
      await server.createDatabase(),
      async () => (await ownCpuSeconds()) + (await cpuSecondsOf(server.pid)),
    )
    return { bench: 'database', pglite, postgresql }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(place: DatabasePlace, cpuSeconds: () => Promise<number>) {
  await using opened = await openDatabase(place, { migrations, schema: {} })
  const rates = { rows: [] as number[], transactions: [] as number[] }
  for (let turn = 0; turn <= turns; turn++) {
    const before = await cpuSeconds()
    for (let batch = 0; batch < batches; batch++) await addBatch(opened, turn * batches + batch)
    const cpu = (await cpuSeconds()) - before
    const transactions = await singlesPerSecond(opened, turn)
    // The first turn warms up.
    if (turn === 0) continue
    rates.rows.push((batches * rowsInBatch) / cpu)
    rates.transactions.push(transactions)
  }
  return {
    rowsPerCpuSecond: Math.round(median(rates.rows)),
    transactionsPerSecond: Math.round(median(rates.transactions)),
  }
}

async function addBatch(opened: Database, batch: number): Promise<void> {
  const rows = Array.from({ length: rowsInBatch }, (_, index) => rowOf(batch, index))
  const columns = Array.from({ length: 8 }, (_, column) => rows.map((row) => row[column]))
  await opened.transaction((session) => session.query(insertBatch, columns))
}

async function singlesPerSecond(opened: Database, turn: number): Promise<number> {
  const startMs = performance.now()
  for (let index = 0; index < singles; index++)
    await opened.transaction((session) => session.query(insertOne, rowOf(-1 - turn, index)))
  return singles / ((performance.now() - startMs) / 1_000)
}

function rowOf(block: number, index: number): readonly unknown[] {
  const hash = `0x${String(index).padStart(64, 'a')}`
  return [
    block,
    index,
    hash,
    'ticketBroker',
    hash.slice(0, 42),
    10n ** 18n + BigInt(index),
    1_790_000_000,
    true,
  ]
}

async function ownCpuSeconds(): Promise<number> {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Of a process and its children. */
async function cpuSecondsOf(pid: number): Promise<number> {
  let ticks = 0
  for (const name of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    // The program's name comes before, in brackets, and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (Number(name) === pid || Number(fields[1]) === pid) ticks += Number(fields[11]) + Number(fields[12])
  }
  return ticks / ticksPerSecond
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
