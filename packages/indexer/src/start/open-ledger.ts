import { protocolAddresses } from '@millrace/abi'
import type { Chain } from '@millrace/chain'
import type { Logger } from '@millrace/common'
import type { Hex } from '@millrace/crypto'
import { OtherDeploymentError } from '../errors.ts'
import type { FeeBooking } from '../projection/payments.ts'
import { ledgerVersion } from '../projection/projection.ts'
import type { BlockRpc, BlockSource } from '../source/block-source.ts'
import { type CheckpointRow, clearLedger, readCheckpoint } from '../store/ledger-store.ts'
import { nextSeq, readToldBlocks, retract, retractProvisional } from '../store/outbox-store.ts'
import type { Sql } from '../store/table-sql.ts'
import type { Follower, FollowerDatabase, Genesis } from '../sync/follower.ts'
import { findFirstBlock } from './first-block.ts'
import { lastKeptBlock } from './last-kept-block.ts'

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
  readonly log: Logger
}

/**
 * Sees that the database holds this deployment, and begins it in an empty one and in one that an earlier version filled.
 * @throws {OtherDeploymentError | FirstBlockUnknownError}
 */
export async function openLedger(options: LedgerOptions, dependencies: LedgerDependencies): Promise<void> {
  const { database, follower, log } = dependencies
  const checkpoint = options.resync ? undefined : await readCheckpoint(database)
  if (checkpoint) {
    assertSameDeployment(checkpoint, dependencies.chain)
    if (checkpoint.ledgerVersion === ledgerVersion) return assertSameRegistry(options, dependencies)
  }
  const genesis = await genesisOf(options, dependencies)
  const keptBlock = options.resync
    ? await lastKeptBlock(await readToldBlocks(database), dependencies.source)
    : undefined
  const wasTold = await database.transaction(async (sql) => {
    await clearLedger(sql)
    // The chain may be another one since; what it does not hold is taken back, confirmed or not.
    if (keptBlock !== undefined) await retract(sql, { seq: await nextSeq(sql), afterBlock: keptBlock })
    return retractProvisional(sql)
  })
  // Migrations empty tables as well, and leave the outbox alone of a database in use.
  if (!options.resync && (checkpoint || wasTold))
    log.info('another version filled this database: all blocks are read anew, and the outbox is kept')
  await follower.begin(genesis)
}

function assertSameDeployment(known: CheckpointRow, { chainId, addresses }: Chain): void {
  const controller = lower(addresses.controller)
  if (known.chainId !== chainId || known.controller !== controller)
    throw new OtherDeploymentError({
      known: nameOf(known.chainId, known.controller),
      asked: nameOf(chainId, controller),
    })
}

async function assertSameRegistry(
  { identityRegistry }: LedgerOptions,
  { chain, database }: LedgerDependencies,
): Promise<void> {
  if (identityRegistry && !(await isWatched(lower(identityRegistry), database)))
    throw new OtherDeploymentError({
      known: nameOf(chain.chainId, lower(chain.addresses.controller)),
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
