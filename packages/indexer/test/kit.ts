import type { Protocol } from '@millrace/chain/testing'
import { type Logger, silentLogger } from '@millrace/common'
import { type BlockRpc, BlockSource } from '../src/source/block-source.ts'
import { openLedger } from '../src/start/open-ledger.ts'
import { Follower, type FollowerDatabase, type FollowerOptions } from '../src/sync/follower.ts'

export interface FollowOptions extends Partial<FollowerOptions> {
  readonly resync?: boolean
  readonly log?: Logger
}

/** The chain as it is. */
export function rpcOf(protocol: Protocol): BlockRpc {
  return { request: (args) => protocol.chain.client.request(args as never) as Promise<unknown> }
}

/** A follower of a database that begins with its next step. */
export function followerOf(
  { database, rpc }: { readonly database: FollowerDatabase; readonly rpc: BlockRpc },
  { log = silentLogger(), resync: _, ...options }: FollowOptions = {},
): Follower {
  const source = new BlockSource({ readsAllHeaders: true, counting: 'own' }, rpc)
  return new Follower(
    { feeBooking: 'run', undoBlocks: 256, confirmations: 6, maxPageBlocks: 300, ...options },
    { source, rpc, database, log },
  )
}

/** A follower of a database that holds nothing yet, or is to be filled anew. */
export async function beginLedger(
  protocol: Protocol,
  { database, rpc = rpcOf(protocol) }: { readonly database: FollowerDatabase; readonly rpc?: BlockRpc },
  options: FollowOptions = {},
): Promise<Follower> {
  const follower = followerOf({ database, rpc }, options)
  const source = new BlockSource({ readsAllHeaders: true, counting: 'own' }, rpc)
  const { log = silentLogger(), resync = false } = options
  await openLedger({ firstBlock: 0, resync }, { chain: protocol.chain, source, rpc, database, follower, log })
  return follower
}

/** Steps until the database stands at the head. */
export async function catchUp(follower: Follower): Promise<void> {
  while (!(await follower.step()));
}
