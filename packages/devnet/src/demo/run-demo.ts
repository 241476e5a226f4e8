import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { delay, Emitter } from '@millrace/common'
import { machineLadder } from '../ladder.ts'
import { Network, type NetworkEvents } from '../network.ts'
import { type DevnetSettings, devnetSettingsSchema } from '../settings.ts'
import { type Kill, OrchestratorKiller } from './kill-orchestrator.ts'
import { SegmentTally } from './segment-tally.ts'
import { type Settlement, settlementOf } from './settlement.ts'

export interface DemoOptions {
  /** How long the clip is pushed. */
  readonly seconds: number
  /** Kills, once, an orchestrator that holds an unanswered segment. */
  readonly killOrchestrator: boolean
  /** Settings that differ from a devnet's; ports and folder are the demo's own. */
  readonly settings?: Partial<DevnetSettings>
}

interface DemoDependencies {
  readonly pagesDir: string
  /** Told what happens, a line each. */
  readonly progress: (text: string) => void
  readonly signal?: AbortSignal
}

/** What a run of the whole network came to. Times in ms, amounts in wei. */
export interface DemoResult {
  readonly segmentsIn: number
  readonly segmentsOut: number
  /** Renditions of every segment. */
  readonly renditions: number
  readonly segmentsLost: number
  readonly orchestratorsUsed: number
  readonly ticketsSent: number
  readonly ticketsWon: number
  readonly ticketsRedeemed: number
  readonly feesRedeemedWei: bigint
  readonly senderSpentWei: bigint
  readonly medianSegmentLatencyMs: number
  readonly p95SegmentLatencyMs: number
  readonly startToFirstSegmentMs: number
  readonly killed?: Kill
  /** Why the run failed, a sentence each; empty when all is well. */
  readonly problems: readonly string[]
}

const firstSegmentTimeoutMs = 120_000
const settleTimeoutMs = 180_000

/** Runs a network of its own in a temporary folder on free ports, pushes the clip, waits until all is paid, and adds up. */
export async function runDemo(options: DemoOptions, dependencies: DemoDependencies): Promise<DemoResult> {
  const startedAt = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'millrace-demo-'))
  const events = new Emitter<NetworkEvents>()
  const tally = new SegmentTally()
  events.on('step', (step) => dependencies.progress(step))
  events.on('status', (event) => tally.take(event))
  let firstSegmentAt: number | undefined
  tally.onPublished = () => {
    firstSegmentAt ??= performance.now()
  }
  try {
    const settings = demoSettings(folder, options)
    await using network = await Network.create(settings, { ...dependencies, events }, dependencies.signal)
    const killer = options.killOrchestrator
      ? new OrchestratorKiller(network.parts, events, dependencies.progress)
      : undefined
    await until(() => firstSegmentAt !== undefined, {
      timeoutMs: firstSegmentTimeoutMs,
      what: 'the first transcoded segment',
      signal: dependencies.signal,
    })
    dependencies.progress(`live for ${options.seconds} s`)
    await delay(options.seconds * 1_000, dependencies.signal ? { signal: dependencies.signal } : {})
    await network.parts.source?.close()
    await until(() => tally.isComplete, {
      timeoutMs: firstSegmentTimeoutMs,
      what: 'the last segments',
      signal: dependencies.signal,
    })
    dependencies.progress('waiting until every winning ticket is redeemed')
    const tickets = await settle(network, dependencies.signal)
    const settlement = await settlementOf({
      rpcUrl: network.parts.rpcUrl,
      controller: network.parts.addresses.controller,
      sender: network.parts.gatewayAddress,
    })
    return judge({
      tally,
      tickets,
      settlement,
      killed: killer?.result(tally),
      wantsKill: options.killOrchestrator,
      startToFirstSegmentMs: Math.round((firstSegmentAt ?? startedAt) - startedAt),
    })
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

function demoSettings(folder: string, { settings = {} }: DemoOptions): DevnetSettings {
  const ports = {
    chainPort: 0,
    rtmpPort: 0,
    httpPort: 0,
    gatewayOperatorPort: 0,
    explorerPort: 0,
    orchestratorPort: 0,
    operatorPort: 0,
  }
  return { ...devnetSettingsSchema.parse({ ...ports, dataDir: folder }), ...settings }
}

interface TicketSums {
  readonly sent: number
  readonly won: number
}

/** Waits until no orchestrator has a winner left to redeem. */
async function settle({ parts: { observer } }: Network, signal?: AbortSignal): Promise<TicketSums> {
  await until(
    async () => {
      const { orchestrators } = await observer.refresh()
      return orchestrators.every(({ isRunning, winners, redeemed }) => isRunning && winners === redeemed)
    },
    { timeoutMs: settleTimeoutMs, what: 'the redemption of all winning tickets', signal, isFatal: false },
  )
  const { orchestrators, totals } = observer.view
  return { sent: totals?.ticketsSent ?? 0, won: orchestrators.reduce((sum, { winners }) => sum + winners, 0) }
}

async function until(
  condition: () => boolean | Promise<boolean>,
  {
    timeoutMs,
    what,
    signal,
    isFatal = true,
  }: { timeoutMs: number; what: string; signal?: AbortSignal | undefined; isFatal?: boolean },
): Promise<void> {
  const deadline = performance.now() + timeoutMs
  while (!(await condition())) {
    if (performance.now() > deadline) {
      if (!isFatal) return
      throw new Error(`Waited ${timeoutMs / 1_000} s for ${what} in vain.`)
    }
    await delay(250, signal ? { signal } : {})
  }
}

interface Evidence {
  readonly tally: SegmentTally
  readonly tickets: TicketSums
  readonly settlement: Settlement
  readonly killed: Kill | undefined
  readonly wantsKill: boolean
  readonly startToFirstSegmentMs: number
}

function judge({
  tally,
  tickets,
  settlement,
  killed,
  wantsKill,
  startToFirstSegmentMs,
}: Evidence): DemoResult {
  const {
    segmentsIn,
    segmentsOut,
    segmentsLost,
    fewestRenditions,
    orchestrators,
    medianLatencyMs,
    p95LatencyMs,
  } = tally.figures()
  const wanted = machineLadder().length
  const problems = [...settlement.discrepancies]
  const expect = (isTrue: boolean, sentence: string) => {
    if (!isTrue) problems.push(sentence)
  }
  expect(
    segmentsIn > 0 && segmentsOut === segmentsIn,
    `${segmentsIn} segments came in, ${segmentsOut} went out.`,
  )
  expect(segmentsLost === 0, `${segmentsLost} segments were lost.`)
  expect(fewestRenditions === wanted, `A segment has ${fewestRenditions} of ${wanted} renditions.`)
  expect(tickets.won > 0, 'No ticket won.')
  expect(tickets.sent > tickets.won, 'Every ticket won.')
  expect(
    settlement.ticketsRedeemed === tickets.won,
    `${tickets.won} tickets won, ${settlement.ticketsRedeemed} were redeemed.`,
  )
  if (wantsKill) expect(killed !== undefined, 'No orchestrator was killed while it held a segment.')
  return {
    segmentsIn,
    segmentsOut,
    renditions: fewestRenditions,
    segmentsLost,
    orchestratorsUsed: orchestrators,
    ticketsSent: tickets.sent,
    ticketsWon: tickets.won,
    ticketsRedeemed: settlement.ticketsRedeemed,
    feesRedeemedWei: settlement.feesRedeemedWei,
    senderSpentWei: settlement.senderSpentWei,
    medianSegmentLatencyMs: medianLatencyMs,
    p95SegmentLatencyMs: p95LatencyMs,
    startToFirstSegmentMs,
    ...(killed ? { killed } : {}),
    problems,
  }
}
