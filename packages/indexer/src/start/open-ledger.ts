import { protocolAddresses } from '@millrace/abi'
import type { Chain } from '@millrace/chain'
import type { Hex } from '@millrace/crypto'
import { OtherDeploymentError } from '../errors.ts'
import type { FeeBooking } from '../projection/payments.ts'
import type { BlockRpc, BlockSource } from '../source/block-source.ts'
import { clearLedger, readCheckpoint } from '../store/ledger-store.ts'
import type { Sql } from '../store/table-sql.ts'
import type { Follower, FollowerDatabase, Genesis } from '../sync/follower.ts'
import { findFirstBlock } from './first-block.ts'

export interface LedgerOptions {
  /** Undefined: found by asking the chain. */
  readonly firstBlock: number | undefined
  /** Forgets what was indexed, but for what consumers of the outbox were told. */
  readonly resync: boolean
  /** Where accounts say who they are, if the Controller does not know it. */
  readonly identityRegistry?: string | undefined
}

export interface LedgerDependencies {
  readonly chain: Chain
  readonly source: BlockSource
  readonly rpc: BlockRpc
  readonly database: FollowerDatabase
  readonly follower: Follower
}

/**
 * Sees that the database holds this deployment, and begins it in an empty one.
 * @throws {OtherDeploymentError | FirstBlockUnknownError}
 */
export async function openLedger(options: LedgerOptions, dependencies: LedgerDependencies): Promise<void> {
  const { chain, database, follower } = dependencies
  const controller = lower(chain.addresses.controller)
  if (options.resync) await database.transaction(clearLedger)
  const checkpoint = await readCheckpoint(database)
  if (!checkpoint) return follower.begin(await genesisOf(options, dependencies))
  if (checkpoint.chainId !== chain.chainId || checkpoint.controller !== controller)
    throw new OtherDeploymentError({
      known: nameOf(checkpoint.chainId, checkpoint.controller),
      asked: nameOf(chain.chainId, controller),
    })
  const { identityRegistry } = options
  if (identityRegistry && !(await isWatched(lower(identityRegistry), database)))
    throw new OtherDeploymentError({
      known: nameOf(checkpoint.chainId, controller),
      asked: `the identityRegistry ${identityRegistry} besides`,
    })
}

async function isWatched(address: Hex, sql: Sql): Promise<boolean> {
  return (await sql.query('select 1 from "indexer"."contract" where address = $1', [address])).length > 0
}

async function genesisOf(
  { firstBlock, identityRegistry }: LedgerOptions,
  { chain, source, rpc }: LedgerDependencies,
): Promise<Genesis> {
  const { controller, token, governor, pollCreator } = chain.addresses
  const { number: head } = await source.head()
  const created = (address: Hex) => findFirstBlock({ address, head }, rpc)
  return {
    chainId: chain.chainId,
    controller: lower(controller),
    // A token may be older than the protocol, and its first transfers count.
    firstBlock: firstBlock ?? Math.min(...(await Promise.all([controller, token].map(created)))),
    // The token's first transfers come before the Controller knows it; a governor and, on Arbitrum, the polls it never does.
    contracts: [
      { address: lower(controller), name: 'controller' },
      { address: lower(token), name: 'token' },
      ...(governor ? [{ address: lower(governor), name: 'governor' }] : []),
      ...(identityRegistry ? [{ address: lower(identityRegistry), name: 'identityRegistry' }] : []),
      ...(pollCreator ? [{ address: lower(pollCreator), name: 'pollCreator' }] : []),
    ],
  }
}

/** The live deployment books each ticket's fees by itself. */
export function feeBookingOf({ chainId, addresses }: Chain): FeeBooking {
  const isLive = Object.entries(protocolAddresses).some(
    ([id, { controller }]) => Number(id) === chainId && lower(controller) === lower(addresses.controller),
  )
  return isLive ? 'ticket' : 'run'
}

function nameOf(chainId: number, controller: string): string {
  return `the deployment ${controller} on chain ${chainId}`
}

function lower(address: string): Hex {
  return address.toLowerCase() as Hex
}
