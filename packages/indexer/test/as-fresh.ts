import type { Protocol } from '@millrace/chain/testing'
import { expect } from 'vitest'
import type { BlockRpc } from '../src/source/block-source.ts'
import { openIndexerDatabase } from '../src/store/open-indexer-database.ts'
import type { Sql } from '../src/store/table-sql.ts'
import { fingerprint } from './fingerprint.ts'
import { beginLedger, catchUp, type FollowOptions } from './kit.ts'

type Fingerprint = Awaited<ReturnType<typeof fingerprint>>

/** A database says what one says that is filled anew from the same chain; a failure shows only where they differ. */
export async function assertAsFresh(
  protocol: Protocol,
  { database, rpc }: { readonly database: Sql; readonly rpc: BlockRpc },
  options: FollowOptions = {},
): Promise<void> {
  await using fresh = await openIndexerDatabase({ memory: true })
  await catchUp(await beginLedger(protocol, { database: fresh, rpc }, options))
  const [found, expected] = [await fingerprint(database), await fingerprint(fresh)]
  expect({ more: lacking(expected, found), less: lacking(found, expected) }).toEqual({ more: {}, less: {} })
}

/** What the second says and the first does not. */
function lacking(first: Fingerprint, second: Fingerprint): Fingerprint {
  const tables = Object.entries(second).map(([table, rows]) => {
    const known = new Set(first[table])
    return [table, rows.filter((row) => !known.has(row))] as const
  })
  return Object.fromEntries(tables.filter(([, rows]) => rows.length > 0))
}
