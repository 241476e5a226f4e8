import { type Chain, connectChain } from '@millrace/chain'
import { Emitter, Lifecycle, type Listenable, type Logger, silentLogger } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import { readSettings } from '@millrace/daemon'
import { HttpServer } from '@millrace/daemon/http'
import { indexerApp } from './api/app.ts'
import { type IndexerConfig, type IndexerConfigInput, indexerConfigSchema } from './config.ts'
import { IndexerMetrics } from './metrics.ts'
import { EnsNames } from './names/ens-names.ts'
import { describeNetwork } from './pages/description.ts'
import { pagesApp } from './pages/pages.ts'
import { type BlockRpc, BlockSource } from './source/block-source.ts'
import { feeBookingOf, openLedger } from './start/open-ledger.ts'
import { type IndexerDatabase, openIndexerDatabase } from './store/open-indexer-database.ts'
import { FollowLoop } from './sync/follow-loop.ts'
import { Follower, type Position } from './sync/follower.ts'

export interface IndexerDependencies {
  /** Nothing is logged by default. */
  readonly log?: Logger
}

/** What listeners are told of. */
export interface IndexerEvents {
  /** The database stands at another block. */
  readonly block: Position
}

interface Parts {
  readonly url: string
  readonly events: Emitter<IndexerEvents>
  readonly follower: Follower
  readonly loop: FollowLoop
  readonly database: IndexerDatabase
}

/** Follows one deployment of the protocol into a database and serves it. */
export class Indexer {
  readonly #parts: Parts
  readonly #life: Lifecycle

  private constructor(parts: Parts, life: Lifecycle) {
    this.#parts = parts
    this.#life = life
  }

  /**
   * Starts with settings as they are written in a file; when it returns, requests are served, at first of what the
   * database knows already.
   * @throws {SettingsError | ListenError | OtherDeploymentError | FirstBlockUnknownError | PagesMissingError |
   * BrowserRpcUrlError} and what the chain and the database throw.
   */
  static async create(
    settings: IndexerConfigInput,
    { log = silentLogger() }: IndexerDependencies = {},
  ): Promise<Indexer> {
    const config = readSettings(indexerConfigSchema, settings)
    const life = new Lifecycle()
    try {
      return new Indexer(await assemble(config, { log, life }), life)
    } catch (error) {
      await life.close().catch((err: unknown) => log.warn({ err }, 'closing after a failed start failed'))
      throw error
    }
  }

  /** Where the API is served. */
  get url(): string {
    return this.#parts.url
  }

  /** Where it answers how it is. */
  get operatorUrl(): string {
    return this.#parts.url
  }

  /** What the database stands at; undefined before the first step. */
  get position(): Position | undefined {
    return this.#parts.follower.position
  }

  get events(): Listenable<IndexerEvents> {
    return this.#parts.events
  }

  /** Rejects when indexing cannot go on. */
  get failed(): Promise<never> {
    return this.#parts.loop.failed
  }

  /** Idempotent; the database is left at a block's end. */
  close(): Promise<void> {
    return this.#life.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

async function assemble(
  config: IndexerConfig,
  { log, life }: { readonly log: Logger; readonly life: Lifecycle },
): Promise<Parts> {
  const { rpcUrls, chainId, controller, multicall } = config
  const chain = await connectChain(
    { rpcUrls, chainId, controller: controller as Address, multicall3: multicall as Address },
    { log },
  )
  const { databaseUrl: url, dataDir: folder } = config
  const { pagesDir: dir } = config
  const pages =
    dir === undefined ? undefined : pagesApp({ dir, network: await describeNetwork(config, chain) })
  const database = life.use('database', await openIndexerDatabase(url ? { url } : { folder }, { log }))
  const rpc: BlockRpc = { request: (args) => chain.client.request(args as never) }
  const counting = chain.blockNumbers.kind
  const source = new BlockSource({ readsAllHeaders: readsAllHeaders(config, chain), counting }, rpc)
  const feeBooking = config.feeBooking === 'auto' ? feeBookingOf(chain) : config.feeBooking
  const follower = new Follower({ ...config, feeBooking }, { source, rpc, database, log })
  const { firstBlock, resync, identityRegistry } = config
  await openLedger({ firstBlock, resync, identityRegistry }, { chain, source, rpc, database, follower, log })
  const events = new Emitter<IndexerEvents>((err) => log.error({ err }, 'listener failed'))
  const metrics = new IndexerMetrics({
    position: () => follower.position,
    endpoints: () => chain.endpoints(),
  })
  const { ensRpcUrl, ensUniversalResolver } = config
  const ens =
    ensRpcUrl === undefined
      ? undefined
      : new EnsNames({ rpcUrl: ensRpcUrl, universalResolver: ensUniversalResolver as Address }, { log })
  const app = indexerApp({
    ens,
    ...{ database, changes: events, log, metrics, staleAfterMs: config.staleAfterMs, pages },
    usage: { weiPerPixel: config.usageWeiPerPixel, pixelsPerMinute: config.usagePixelsPerMinute },
    steppedAtMs: () => metrics.steppedAtMs,
    position: () => follower.position,
  })
  const server = life.use(
    'server',
    await HttpServer.listen({ host: config.host, port: config.port, setting: 'port' }, { app }),
  )
  const loop = life.use(
    'following',
    FollowLoop.start(
      { pollIntervalMs: config.blockPollMs },
      { follower, log, onBlock: (position) => events.emit('block', position), metrics },
    ),
  )
  return { url: `http://${config.host}:${server.port}`, events, follower, loop, database }
}

/** Chains of Arbitrum's kind have a block each quarter of a second. */
function readsAllHeaders({ headers }: IndexerConfig, { blockNumbers }: Chain): boolean {
  return headers === 'all' || (headers === 'auto' && blockNumbers.kind === 'own')
}
