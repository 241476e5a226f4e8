import { delay, Lifecycle, type Logger } from '@millrace/common'
import { z } from 'zod'
import { orchestratorId } from '../../ordering/orchestrator-source.ts'
import { PerformanceScoresError } from '../errors.ts'
import { readBody } from '../ingest/read-body.ts'

export interface PerformanceScoresOptions {
  readonly url: string
  /** Where they are to be from; empty: from anywhere. */
  readonly region: string
  /** From 0 to 1: whoever scores less gets no work, as long as others do better. */
  readonly minScore: number
}

/** As the network's leaderboards tell them, account → region → score; more may stand beside each score. */
const scoresSchema = z.record(z.string(), z.record(z.string(), z.object({ score: z.number().finite() })))

const refreshMs = 10 * 60_000
/** After a failure the scores that are known stay, and it is tried again sooner. */
const retryMs = 60_000
const timeoutMs = 10_000
const maxBytes = 5_000_000

/** What testers found of orchestrators, read from one URL again and again. */
export class PerformanceScores {
  readonly #options: PerformanceScoresOptions
  readonly #log: Logger
  readonly #life = new Lifecycle()
  #scores: ReadonlyMap<string, number> = new Map()

  constructor(options: PerformanceScoresOptions, log: Logger) {
    this.#options = options
    this.#log = log
  }

  /** Reads them now, and goes on until it is closed. */
  start(): void {
    void this.#follow()
  }

  close(): Promise<void> {
    return this.#life.close()
  }

  /** @param id account or service URI; undefined: nobody measured it. */
  scoreOf(id: string): number | undefined {
    return this.#scores.get(orchestratorId(id))
  }

  /** Those that score enough, or that nobody measured; all of them when none does. */
  goodEnough<One>(candidates: readonly One[], idOf: (one: One) => string): readonly One[] {
    const good = candidates.filter((one) => (this.scoreOf(idOf(one)) ?? 1) >= this.#options.minScore)
    return good.length > 0 ? good : candidates
  }

  async #follow(): Promise<void> {
    while (!this.#life.isClosed) {
      const waitMs = await this.#refresh()
      await delay(waitMs, { signal: this.#life.signal, unref: true }).catch(() => {})
    }
  }

  /** @returns ms until the next one. */
  async #refresh(): Promise<number> {
    try {
      this.#scores = await this.#read()
      return refreshMs
    } catch (err) {
      if (!this.#life.isClosed)
        this.#log.warn({ err }, 'performance scores cannot be read, the last ones stay')
      return retryMs
    }
  }

  async #read(): Promise<ReadonlyMap<string, number>> {
    const { url, region } = this.#options
    const signal = AbortSignal.any([this.#life.signal, AbortSignal.timeout(timeoutMs)])
    const { ok, status, body } = await fetch(url, { redirect: 'error', signal })
    if (!ok) {
      await body?.cancel()
      throw new PerformanceScoresError({ problem: `it answers ${status}` })
    }
    return readPerformanceScores(
      new TextDecoder().decode(await readBody(body, { maxBytes, announcedBytes: undefined })),
      region,
    )
  }
}

/**
 * Scores by account in lower case, or by service URI: of `region` where it was measured from there, else the mean of all
 * regions. Those out of 0 to 1 are taken for the nearer end.
 * @throws {PerformanceScoresError} for a text that is none.
 */
export function readPerformanceScores(text: string, region: string): ReadonlyMap<string, number> {
  const parsed = scoresSchema.safeParse(parseJson(text))
  if (!parsed.success)
    throw new PerformanceScoresError({ problem: 'it is no JSON of account → region → {score}' })
  const scores = new Map<string, number>()
  for (const [id, byRegion] of Object.entries(parsed.data)) {
    const own = Object.hasOwn(byRegion, region) ? byRegion[region] : undefined
    const counted = (own ? [own] : Object.values(byRegion)).map(({ score }) =>
      Math.min(1, Math.max(0, score)),
    )
    if (counted.length > 0)
      scores.set(orchestratorId(id), counted.reduce((sum, one) => sum + one, 0) / counted.length)
  }
  return scores
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
