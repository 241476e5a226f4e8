import { randomBytes } from 'node:crypto'
import { Emitter, Lifecycle, silentLogger, systemClock } from '@millrace/common'
import { bytesToHex, localSigner, type Signer } from '@millrace/crypto'
import type { TranscodeJob, TranscodeResult } from '@millrace/media'
import {
  Balances,
  type RecipientHead,
  type SenderFacts,
  TicketRecipient,
  type TicketSettings,
  ticketBrokerScheme,
  zeroHash,
} from '@millrace/payments'
import { AuthTokens, OrchestratorServer } from '@millrace/wire'
import type { Registry } from 'prom-client'
import type { OrchestratorEvents } from '../../src/orchestrator/events.ts'
import { createHandlers } from '../../src/orchestrator/handlers/handlers.ts'
import { createMetrics } from '../../src/orchestrator/operator/metrics.ts'
import { PaidWork } from '../../src/orchestrator/payments/paid-work.ts'
import { PaymentLedger } from '../../src/orchestrator/payments/payment-ledger.ts'
import { PriceList } from '../../src/orchestrator/payments/price-list.ts'
import { Admission } from '../../src/orchestrator/sessions/admission.ts'
import { OverloadGuard } from '../../src/orchestrator/sessions/overload-guard.ts'
import { ResultStore } from '../../src/orchestrator/sessions/result-store.ts'
import { SessionRegistry } from '../../src/orchestrator/sessions/session-registry.ts'
import { openOrchestratorDatabase } from '../../src/orchestrator/store/schema.ts'
import { WinnerStore } from '../../src/redemption/winner-store.ts'
import { SettingsStore } from '../../src/state/settings-store.ts'

const ether = 10n ** 18n
export const scheme = ticketBrokerScheme({ contract: `0x${'b'.repeat(40)}`, chainId: 31337n })
export const pixelsPerSegment = 1_000n
export const ticketExpiryBlocks = 40n
export const ticketEvWei = 8_000n
export const usualGasPriceWei = 10n

/** The chain as this node sees it; a test changes what it likes. */
export class SeenChain {
  latestBlock = 1_000n
  currentRound = 5n
  gasPriceWei = usualGasPriceWei
  isRecipientActive = true
  creationRounds: RecipientHead['creationRounds'] = [
    { creationRound: 5n, creationRoundBlockHash: `0x${'cd'.repeat(32)}` },
  ]
  depositWei = ether
  reserveRemainingWei = ether
  reserveClaimedInRoundWei = 0n
  withdrawRound = 0n
  claimedByRecipientWei = 0n
  poolSize = 1n
  pendingWei = 0n

  /** A round that an L2 has no block hash for. */
  forgetBlockHash(): void {
    this.creationRounds = [{ creationRound: 6n, creationRoundBlockHash: zeroHash }]
  }

  head(): RecipientHead {
    return { ...this }
  }

  async senderFacts(): Promise<SenderFacts> {
    return { ...this }
  }
}

export interface PaidNodeOptions {
  readonly dataDir: string
  readonly chain: SeenChain
  readonly priceWei?: bigint
  readonly settings?: Partial<TicketSettings>
}

/** All of an orchestrator that payments pass through, over the real wire and disk; the pictures are not looked at. */
export class PaidNode {
  readonly events = new Emitter<OrchestratorEvents>((error) => {
    throw error
  })
  readonly #life = new Lifecycle()
  #server: OrchestratorServer | undefined
  #metrics: Registry | undefined

  static async start(options: PaidNodeOptions): Promise<PaidNode> {
    const node = new PaidNode()
    await node.#open(options)
    return node
  }

  get serviceUri(): string {
    return `https://127.0.0.1:${this.#server?.port}`
  }

  /** The value of a counter with a label `code`. */
  async count(name: string, code: string): Promise<number> {
    const metric = await this.#metrics?.getSingleMetric(`millrace_orchestrator_${name}`)?.get()
    const found = metric?.values.find(({ labels }) => 'code' in labels && labels.code === code)
    return found?.value ?? 0
  }

  close(): Promise<void> {
    return this.#life.close()
  }

  async #open({ dataDir, chain, priceWei = 2n, settings }: PaidNodeOptions): Promise<void> {
    const { events } = this
    const database = this.#life.use('database', openOrchestratorDatabase(dataDir))
    const kept = new SettingsStore(database)
    const balances = new Balances()
    const ledger = this.#life.use(
      'ledger',
      new PaymentLedger({
        database,
        winners: new WinnerStore(database),
        balances,
        toStored: (winner) => ({
          ...winner,
          ticketHash: bytesToHex(scheme.hash(winner.ticket)),
          receivedAtMs: 0,
        }),
      }),
    )
    const signer = localSigner(bytesToHex(kept.secret('key of this test')))
    const recipient = new TicketRecipient(
      {
        scheme,
        recipient: signer.address,
        secret: kept.secret('tickets'),
        settings: { ...usualSettings, ...settings },
      },
      { chain, nonces: ledger, balances, book: ledger, randomBytes: (length) => randomBytes(length) },
    )
    const pricePerPixel = { wei: priceWei, pixels: 1n }
    const prices = new PriceList({ pricePerPixel, pricePerGateway: {} }, new SettingsStore(database))
    const clock = systemClock
    const payments = new PaidWork(
      { addsRedemptionCost: false },
      { recipient, balances, ledger, prices, scheme, events, clock },
    )
    await this.#serve({ signer, payments, token: kept.secret('auth-token') })
  }

  async #serve({ signer, payments, token }: Serving): Promise<void> {
    const { events } = this
    const node = this
    const admission = new Admission({ capacityPixelsPerSecond: 1e9 })
    const results = new ResultStore({ maxBytes: 1e6 })
    const sessions = new SessionRegistry(
      { maxSessions: 100, maxSessionsPerGateway: 100, idleMs: 60_000, parallel: 8, queueLimit: 64 },
      { clock: systemClock, admission, onOpened: () => {}, onClosed: () => {} },
    )
    this.#metrics = createMetrics(events, noFigures)
    const handlers = createHandlers(
      { region: '', nodeAuthorization: undefined },
      {
        service: {
          get uri() {
            return node.serviceUri
          },
        },
        signer,
        payments,
        transcoder: { transcode },
        tokens: new AuthTokens({ secret: token }, { randomBytes: (length) => randomBytes(length) }),
        sessions,
        guard: new OverloadGuard({ holdMs: 10_000 }),
        results,
        uploader: { put: () => Promise.reject(new Error('Nothing is uploaded here.')) },
        events,
        clock: systemClock,
        log: silentLogger(),
      },
    )
    this.#server = this.#life.use(
      'server',
      await OrchestratorServer.create(
        { host: '127.0.0.1', port: 0, limits: { closeGraceMs: 1 } },
        { handlers, log: silentLogger() },
      ),
    )
  }
}

interface Serving {
  readonly signer: Signer
  readonly payments: PaidWork
  readonly token: Uint8Array
}

const usualSettings: TicketSettings = {
  ticketEvWei,
  txCostMultiplier: 100,
  redeemGas: 100n,
  averageGasPriceWei: usualGasPriceWei,
  maxFaceValueWei: 0n,
  ticketExpiryBlocks,
}

const zero = () => 0
const noFigures = {
  draining: () => 0,
  priceWeiPerPixel: () => 0,
  chainSilentSeconds: () => 0,
  rewardDue: () => 0,
  deviceSegments: () => 0,
  pools: () => [],
  deviceFailures: () => 0,
  devicesOut: () => 0,
  segmentTimeRatio: () => 0,
  capacityFactor: () => 1,
  shedSessions: () => 0,
  usdPerEther: () => Number.NaN,
  usdRateAgeSeconds: () => Number.NaN,
  sessions: zero,
  capacityPixelsPerSecond: zero,
  usedPixelsPerSecond: zero,
  resultStoreBytes: zero,
  redemption: {
    totals: () => ({
      ticketsWon: 0,
      ticketsWaiting: 0,
      ticketsRedeemed: 0,
      ticketsLost: 0,
      waitingWei: 0n,
      redeemedWei: 0n,
    }),
    averageGasPriceWei: () => undefined,
    latestGasPriceWei: () => undefined,
    openRedemptions: zero,
    endpointsUp: zero,
    endpoints: zero,
  },
  transcoders: zero,
  transcodersReady: zero,
  transcoderCapacityPixelsPerSecond: zero,
  transcoderSegmentsInFlight: zero,
  transcoderWorkers: zero,
  transcoderWorkersLost: zero,
  transcoderCpuSeconds: zero,
}

async function transcode({ profiles }: TranscodeJob): Promise<TranscodeResult> {
  const renditions = profiles.map((profile) => ({
    profile,
    bytes: new Uint8Array(100),
    pixels: pixelsPerSegment,
    widthPx: profile.widthPx,
    heightPx: profile.heightPx,
  }))
  return { renditions, decodedPixels: pixelsPerSegment }
}
