import { silentLogger, systemClock } from '@millrace/common'
import { type Address, localSigner } from '@millrace/crypto'
import type { GatewayChain } from '@millrace/node/gateway'
import { gatewayConfigSchema } from '@millrace/node/gateway'
import { readLadder } from '../../packages/node/src/gateway/ladder.ts'
import { GatewayMetrics } from '../../packages/node/src/gateway/metrics.ts'
import { OrchestratorAccess } from '../../packages/node/src/gateway/orchestrator-access.ts'
import { GatewayObserver } from '../../packages/node/src/gateway/status/gateway-observer.ts'
import { StatusBoard } from '../../packages/node/src/gateway/status/status-board.ts'
import { GatewayState } from '../../packages/node/src/gateway/store/gateway-state.ts'
import { chainFacts, type HostedOrchestrator } from './facts.ts'

const signer = localSigner('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d')
const board: Address = '0x00000000000000000000000000000000000000c0'

export interface DiscoveryTimes {
  readonly coldMs: number
  readonly answers: number
  /** CPU time of all processes until then. */
  readonly cpuMs: number
  /** Streams that begin later, one after the other. */
  readonly warmMs: readonly number[]
}

/** A gateway's way to orchestrators as the product builds it, on chain, with nothing known; then streams begin. */
export async function discover(
  orchestrators: readonly HostedOrchestrator[],
  {
    dataDir,
    warmStreams,
    cpuOfAll,
  }: {
    readonly dataDir: string
    readonly warmStreams: number
    readonly cpuOfAll: () => Promise<number>
  },
): Promise<DiscoveryTimes> {
  // Whoever answers within ten seconds counts, so that a busy machine does not choose among fewer.
  const config = gatewayConfigSchema.parse({ dataDir, discoveryTimeoutMs: 10_000, infoTimeoutMs: 10_000 })
  const ladder = readLadder(config)
  const state = GatewayState.open(dataDir, silentLogger())
  const statusBoard = new StatusBoard(
    { maxSegments: 1, maxEvents: 1 },
    { clock: systemClock, gateway: { address: board, version: '', startedAt: 0, httpUrl: '' } },
  )
  const metrics = new GatewayMetrics({
    streams: () => 0,
    orchestrators: () => new Map(),
    scores: () => new Map(),
    playbackBytes: () => 0,
    subscribers: () => 0,
    funds: () => undefined,
    spending: () => undefined,
    floors: { depositWei: undefined, reserveWei: undefined },
    problems: () => [],
    isChainReachable: () => undefined,
    maxPriceWeiPerPixel: () => undefined,
    stored: () => ({ usedBytes: 0, queuedBytes: 0 }),
  })
  const observer = new GatewayObserver({ board: statusBoard, metrics, clock: systemClock })
  const cpuBeforeMs = await cpuOfAll()
  const startMs = performance.now()
  const access = await OrchestratorAccess.create(config, {
    chain: chainOf(orchestrators),
    ladder,
    state,
    observer,
    clock: systemClock,
    log: silentLogger(),
  })
  try {
    const begin = async (streamId: string) => {
      const sessions = access.openSessions({
        streamId,
        profiles: ladder,
        order: {},
        budget: undefined,
        store: undefined,
      })
      await sessions.current()
      return sessions
    }
    const first = await begin('cold')
    const coldMs = performance.now() - startMs
    const cpuMs = (await cpuOfAll()) - cpuBeforeMs
    const answers = statusBoard.status().orchestrators.filter(({ price }) => price !== undefined).length
    first.close()
    const warmMs: number[] = []
    for (let index = 0; index < warmStreams; index++) {
      const warmStartMs = performance.now()
      const sessions = await begin(`warm-${index}`)
      warmMs.push(performance.now() - warmStartMs)
      sessions.close()
    }
    return { coldMs, answers, cpuMs, warmMs }
  } finally {
    await access.close()
    await state.close()
  }
}

function chainOf(orchestrators: readonly HostedOrchestrator[]): GatewayChain {
  const { chainId, scheme, latestBlock, round, blockHash, depositWei, reserveWei } = chainFacts
  return {
    chainId,
    controller: `0x${'c'.repeat(40)}`,
    ticketBroker: scheme.contract,
    signer,
    isNodeAuthorized: async () => false,
    staking: {
      orchestrators: async () =>
        orchestrators.map(({ address, serviceUri, stakeWei }) => ({
          address,
          serviceUri,
          stakeWei: BigInt(stakeWei),
          isActive: true,
        })),
    },
    reads: {
      latestBlock: async () => latestBlock,
      round: async () => ({ number: round, lastInitialized: round }),
      ticketRound: async () => ({ round, blockHash }),
      senderInfo: async () => ({
        depositWei,
        withdrawRound: 0n,
        reserveWei,
        reserveClaimedInCurrentRoundWei: 0n,
      }),
    },
  }
}
