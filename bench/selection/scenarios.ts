import { logNormal, randomFor } from './random.ts'

/** One orchestrator as it is, which no gateway knows. */
export interface SimulatedOrchestrator {
  readonly id: string
  /** Whoever owns it; several may belong to one. */
  readonly operator: string
  readonly stakeWei: bigint
  readonly priceWeiPerPixel: number
  readonly region: string
  readonly roundTripMs: number
  /** To send one segment when nothing else is sent. */
  readonly uploadMs: number
  /** To transcode one segment alone. */
  readonly workMs: number
  /** Spread of the work from segment to segment. */
  readonly workSpread: number
  /** More for the first segment of a session. */
  readonly sessionStartMs: number
  /** Segments it does side by side without getting slower. */
  readonly slots: number
  /** Beyond so many at a time it refuses. */
  readonly maxSegments: number
  /** Part of segments that fail at once, after the upload. */
  readonly failShare: number
  /** Part of segments that never come back. */
  readonly hangShare: number
  /** Other people's load makes it slower for a while, again and again. */
  readonly spells:
    | { readonly everyMs: number; readonly lengthMs: number; readonly factor: number }
    | undefined
  readonly joinsAtMs: number
  readonly outages: readonly Outage[]
}

interface Outage {
  readonly fromMs: number
  readonly toMs: number
  /** Whether connections are refused at once or nothing is heard. */
  readonly kind: 'refuses' | 'silent'
}

export interface Scenario {
  readonly name: string
  readonly what: string
  /** Made so that go-livepeer's rule should do at least as well. */
  readonly favoursTheirs?: boolean
  readonly streams: number
  readonly segmentsPerStream: number
  /** The gateway's own line, slower by this factor for a time. */
  readonly ownLine?: { readonly fromMs: number; readonly toMs: number; readonly factor: number }
  readonly change: (plain: SimulatedOrchestrator, facts: ChangeFacts) => Partial<SimulatedOrchestrator>
}

interface ChangeFacts {
  /** 0 has most stake. */
  readonly index: number
  readonly random: () => number
}

/** Both rules are judged with these. */
export const judgedSeeds = ['judged-1', 'judged-2', 'judged-3'] as const
/** Settings may be tried out with these, and with these only. */
export const tuningSeeds = ['tuning-1', 'tuning-2'] as const

export const gatewayRegion = 'eu'
export const segmentDurationMs = 2_000
/** Output of one segment: a ladder of four up to 720p30. */
export const segmentPixels = 110_000_000
/** A segment that is not back by then comes too late for the viewers. */
export const deadlineMs = 8_000
export const maxPriceWeiPerPixel = 2_000
const orchestratorCount = 100
const usual = { streams: 24, segmentsPerStream: 90 } as const

const better = (random: () => number) => ({ workMs: logNormal(random, 450, 0.2), failShare: 0.001 })
const worse = (random: () => number) => ({ workMs: logNormal(random, 2_400, 0.4), failShare: 0.05 })

/** Fixed before anything was tuned. */
export const scenarios: readonly Scenario[] = [
  {
    ...usual,
    name: 'ordinary',
    what: 'speed, price, stake and region independent of each other',
    change: () => ({}),
  },
  {
    ...usual,
    name: 'stake-tells-quality',
    what: 'the more stake, the quicker and the more reliable: following stake is right',
    favoursTheirs: true,
    change: (_, { index, random }) => (index < 25 ? better(random) : worse(random)),
  },
  {
    ...usual,
    name: 'calm',
    what: 'all alike, quick, never failing; a new session is slow to start: staying is right',
    favoursTheirs: true,
    change: () => ({ ...alike, workMs: 500, sessionStartMs: 1_500 }),
  },
  {
    ...usual,
    name: 'last-sample-is-right',
    what: 'speeds differ much and never change: one sample says it all',
    favoursTheirs: true,
    change: (_, { random }) => ({ ...alike, workMs: logNormal(random, 1_100, 0.6), workSpread: 0 }),
  },
  {
    ...usual,
    name: 'quality-costs',
    what: 'the quick and reliable are dear, the cheap are slow: looking at price is wrong',
    favoursTheirs: true,
    change: (_, { random }) =>
      random() < 0.4
        ? { ...better(random), priceWeiPerPixel: 1_500 }
        : { ...worse(random), priceWeiPerPixel: 300 },
  },
  {
    ...usual,
    name: 'own-line',
    what: 'the gateway’s own line is full for a minute: a second attempt only costs',
    favoursTheirs: true,
    ownLine: { fromMs: 60_000, toMs: 120_000, factor: 8 },
    change: () => ({ failShare: 0.002, hangShare: 0 }),
  },
  {
    ...usual,
    name: 'spells',
    what: 'everybody is slowed down by other people’s load now and then',
    change: () => ({ spells: { everyMs: 60_000, lengthMs: 20_000, factor: 5 } }),
  },
  {
    ...usual,
    name: 'wide-prices',
    what: 'prices differ twentyfold and say nothing of quality',
    change: (_, { random }) => ({ priceWeiPerPixel: 90 * 20 ** random() }),
  },
  {
    ...usual,
    name: 'far-away',
    what: 'two thirds are in other regions, with long round trips and slow uploads',
    change: (_, { random }) =>
      random() < 0.66
        ? { region: random() < 0.5 ? 'us' : 'asia', roundTripMs: 180, uploadMs: logNormal(random, 900, 0.3) }
        : { region: 'eu', roundTripMs: 25, uploadMs: logNormal(random, 150, 0.3) },
  },
  {
    ...usual,
    name: 'outages',
    what: 'a third go down for a minute in the middle, half of them without a word',
    change: (_, { index, random }) =>
      index % 3 === 0
        ? {
            outages: [
              {
                fromMs: 70_000,
                toMs: 130_000,
                kind: random() < 0.5 ? ('silent' as const) : ('refuses' as const),
              },
            ],
          }
        : {},
  },
  {
    ...usual,
    name: 'black-holes',
    what: 'one in six takes many segments and never answers',
    change: (_, { random }) => (random() < 1 / 6 ? { hangShare: 0.3 } : {}),
  },
  {
    ...usual,
    name: 'quick-ping-slow-work',
    what: 'those that answer discovery first are slow at work',
    change: (_, { random }) =>
      random() < 0.4 ? { ...worse(random), roundTripMs: 3 } : { ...better(random), roundTripMs: 90 },
  },
  {
    ...usual,
    name: 'newcomers',
    what: 'thirty good ones with little stake join after a minute, the old ones are mediocre',
    change: (_, { index, random }) =>
      index >= 70
        ? { ...better(random), joinsAtMs: 60_000 }
        : { workMs: logNormal(random, 1_700, 0.4), failShare: 0.02 },
  },
  {
    ...usual,
    name: 'split-whale',
    what: 'forty of the hundred belong to one operator, whose machines are slow',
    change: (_, { index, random }) => (index % 5 < 2 ? { ...worse(random), operator: 'whale' } : {}),
  },
  {
    ...usual,
    name: 'short-streams',
    what: 'many streams of half a minute: what a stream learns is soon lost',
    streams: 120,
    segmentsPerStream: 15,
    change: () => ({}),
  },
  {
    ...usual,
    name: 'tight',
    what: 'as many streams as the whole network can just carry',
    streams: 60,
    segmentsPerStream: 60,
    change: () => ({ slots: 1, maxSegments: 2 }),
  },
]

const alike = {
  failShare: 0,
  hangShare: 0,
  spells: undefined,
  region: gatewayRegion,
  roundTripMs: 30,
  uploadMs: 150,
}

/** The hundred orchestrators of a scenario; the same for both rules. */
export function orchestratorsOf(scenario: Scenario, seed: string): readonly SimulatedOrchestrator[] {
  return Array.from({ length: orchestratorCount }, (_, index) => {
    const random = randomFor(`${seed}/${scenario.name}/${index}`)
    const plain = plainOrchestrator(index, random)
    return { ...plain, ...scenario.change(plain, { index, random }) }
  })
}

/** Stakes fall as 1 / √rank does, roughly as in a long-lived active set. */
function plainOrchestrator(index: number, random: () => number): SimulatedOrchestrator {
  const id = `o${String(index).padStart(2, '0')}`
  const isNear = random() < 0.6
  return {
    id,
    operator: id,
    stakeWei: BigInt(Math.round(1e6 / Math.sqrt(index + 1))) * 10n ** 18n,
    priceWeiPerPixel: logNormal(random, 600, 0.4),
    region: isNear ? gatewayRegion : 'us',
    roundTripMs: isNear ? 30 : 120,
    uploadMs: logNormal(random, isNear ? 150 : 400, 0.3),
    workMs: logNormal(random, 800, 0.5),
    workSpread: 0.2,
    sessionStartMs: 300,
    slots: 3,
    maxSegments: 10,
    failShare: random() < 0.2 ? 0.03 : 0.002,
    hangShare: random() < 0.1 ? 0.02 : 0.0005,
    spells: random() < 0.3 ? { everyMs: 90_000, lengthMs: 20_000, factor: 4 } : undefined,
    joinsAtMs: 0,
    outages: [],
  }
}
