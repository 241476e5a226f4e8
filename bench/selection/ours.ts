import { silentLogger } from '@millrace/common'
import { zeroAddress } from '@millrace/crypto'
import type { Segment } from '@millrace/media'
import { createPrice } from '@millrace/payments'
import { createCapabilities, type OrchestratorTerms } from '@millrace/wire'
import { type GatewayConfig, gatewayConfigSchema } from '../../packages/node/src/gateway/config.ts'
import { Discovery } from '../../packages/node/src/gateway/discovery/discovery.ts'
import { OrchestratorBook } from '../../packages/node/src/gateway/discovery/orchestrator-book.ts'
import { Bottleneck } from '../../packages/node/src/gateway/dispatch/bottleneck.ts'
import { Dispatcher } from '../../packages/node/src/gateway/dispatch/dispatcher.ts'
import { HedgeBudget } from '../../packages/node/src/gateway/dispatch/hedge-budget.ts'
import { SegmentLane } from '../../packages/node/src/gateway/dispatch/segment-lane.ts'
import type { SegmentResult } from '../../packages/node/src/gateway/dispatch/types.ts'
import { AttemptError, type AttemptFailure } from '../../packages/node/src/gateway/errors.ts'
import { asAttemptError } from '../../packages/node/src/gateway/sessions/attempt-failure.ts'
import { type OpenSession, StreamSessions } from '../../packages/node/src/gateway/sessions/stream-sessions.ts'
import type { KnownOrchestrator } from '../../packages/node/src/ordering/orchestrator-source.ts'
import type { NewRule, Rule, RuleStream } from './run.ts'
import {
  gatewayRegion,
  maxPriceWeiPerPixel,
  type SimulatedOrchestrator,
  segmentDurationMs,
  segmentPixels,
} from './scenarios.ts'
import type { SimulatedTime } from './simulated-time.ts'
import type { WorkEnd, World } from './world.ts'

const failures: Readonly<Record<Exclude<WorkEnd, 'done'>, AttemptFailure>> = {
  failed: 'TRANSCODE_FAILED',
  timeout: 'TIMEOUT',
  busy: 'BUSY',
  unreachable: 'UNREACHABLE',
  aborted: 'CANCELLED',
}
/** Prices are given in parts of a wei. */
const priceUnit = 1_000
const noCapabilities = createCapabilities({ capabilities: [], version: '' })

interface OursFacts {
  readonly world: World
  readonly time: SimulatedTime
  readonly random: () => number
  readonly config: GatewayConfig
}

/** The gateway's own discovery, book, sessions, dispatcher and lanes, at work in a simulated world. */
export function oursWith(settings: Partial<GatewayConfig> = {}): NewRule {
  const config = { ...gatewayConfigSchema.parse({ region: gatewayRegion }), ...settings }
  return (facts) => new Ours({ ...facts, config })
}

class Ours implements Rule {
  readonly #facts: OursFacts
  readonly #book: OrchestratorBook
  readonly #discovery: Discovery
  readonly #bottleneck: Bottleneck
  readonly #connected = new Set<string>()

  constructor(facts: OursFacts) {
    const { world, time, random, config } = facts
    this.#facts = facts
    const maxPrice = createPrice(BigInt(maxPriceWeiPerPixel), 1n)
    this.#book = new OrchestratorBook({ ...config, maxPrice }, { clock: time, random, onChange: () => {} })
    this.#bottleneck = new Bottleneck({ clock: time, machine: { isSaturated: false } })
    this.#discovery = new Discovery(config, {
      source: { list: async () => world.orchestrators().map(knownOf) },
      book: this.#book,
      requestTerms: (orchestrator) => this.#requestTerms(orchestrator),
      asAttemptError,
      clock: time,
      delay: time.delay,
      random,
      log: silentLogger(),
    })
  }

  async start(): Promise<void> {
    this.#discovery.start()
    await this.#discovery.refresh()
  }

  openStream(): RuleStream {
    const { time, config } = this.#facts
    const sessions = new StreamSessions(
      {
        turnSegments: config.sessionTurnSegments,
        trialSegments: config.trialSegments,
        maxRatio: config.sessionTurnMaxRatio,
      },
      {
        book: this.#book,
        open: (orchestrator) => this.#open(orchestrator),
        discover: () => this.#discovery.prepare(),
        clock: time,
        log: silentLogger(),
      },
    )
    const dispatcher = new Dispatcher(config, {
      sessions,
      hedges: new HedgeBudget(config.hedgeShare),
      bottleneck: this.#bottleneck,
      clock: time,
      delay: time.delay,
      log: silentLogger(),
    })
    return new OurStream(dispatcher, sessions, config)
  }

  close(): Promise<void> {
    return this.#discovery.close()
  }

  async #requestTerms({ id, serviceUri }: KnownOrchestrator): Promise<OrchestratorTerms> {
    const { world } = this.#facts
    const isConnected = this.#connected.has(id)
    if (!(await world.askForTerms(id, { isConnected }))) {
      this.#connected.delete(id)
      throw new AttemptError({ failure: 'UNREACHABLE', detail: 'no answer' })
    }
    this.#connected.add(id)
    const facts = world.orchestrators().find((one) => one.id === id)
    return {
      serviceUri,
      address: zeroAddress,
      price: priceOf(facts?.priceWeiPerPixel ?? 0),
      ticketParams: undefined,
      capabilities: noCapabilities,
      authToken: { $typeName: 'net.AuthToken', token: new Uint8Array(), sessionId: id, expiration: 0n },
      nodes: [],
      region: facts?.region ?? '',
    }
  }

  async #open(orchestrator: KnownOrchestrator): Promise<OpenSession> {
    const { world } = this.#facts
    const terms = await this.#requestTerms(orchestrator)
    let isFirst = true
    return {
      orchestratorId: orchestrator.id,
      address: zeroAddress,
      sessionId: terms.authToken.sessionId,
      terms,
      release: () => {},
      transcode: async (_, signal) => {
        const request = { orchestratorId: orchestrator.id, isFirst, signal }
        isFirst = false
        const end = await world.transcode(request)
        if (end !== 'done') throw new AttemptError({ failure: failures[end], detail: end })
        return resultOf(terms)
      },
    }
  }
}

class OurStream implements RuleStream {
  readonly #lane: SegmentLane<Waiting, boolean>
  readonly #sessions: StreamSessions

  constructor(dispatcher: Dispatcher, sessions: StreamSessions, config: GatewayConfig) {
    this.#sessions = sessions
    this.#lane = new SegmentLane<Waiting, boolean>(
      { maxInFlight: config.maxSegmentsInFlight, maxWaiting: config.maxSegmentsWaiting },
      {
        work: async ({ segment, done }, signal) => {
          const { kind } = await dispatcher.dispatch(segment, signal)
          done(kind === 'done')
          return kind === 'done'
        },
        giveUp: ({ done }) => {
          done(false)
          return false
        },
        publish: () => {},
      },
    )
  }

  dispatch(seqNo: number): Promise<boolean> {
    return new Promise((done) => this.#lane.add({ segment: segmentOf(seqNo), done }))
  }

  async close(): Promise<void> {
    await this.#lane.idle()
    this.#sessions.close()
  }
}

interface Waiting {
  readonly segment: Segment
  readonly done: (isBack: boolean) => void
}

/** Each on a host of its own: that several belong together does not show. */
function knownOf({ id, stakeWei }: SimulatedOrchestrator): KnownOrchestrator {
  return { id, recipient: zeroAddress, serviceUri: `https://${id}.example:8935`, stakeWei, region: '' }
}

function priceOf(weiPerPixel: number) {
  return createPrice(BigInt(Math.round(weiPerPixel * priceUnit)), BigInt(priceUnit))
}

function resultOf(terms: OrchestratorTerms): SegmentResult {
  const { price } = terms
  const nothing = new Uint8Array()
  return {
    renditions: [],
    pixels: BigInt(segmentPixels),
    price: price ?? priceOf(0),
    feeWei: 0n,
    tickets: 0,
    exchange: { terms, recipient: zeroAddress, orderSignature: nothing, resultSignature: nothing },
  }
}

function segmentOf(seqNo: number): Segment {
  return {
    seqNo,
    bytes: new Uint8Array(),
    startMs: seqNo * segmentDurationMs,
    durationMs: segmentDurationMs,
    discontinuity: false,
    video: undefined,
    audio: undefined,
  }
}
