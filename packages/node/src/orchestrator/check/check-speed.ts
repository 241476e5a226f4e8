import type { Logger } from '@millrace/common'
import { ladderFor, measureCapacity, type Profile, TranscoderPool } from '@millrace/media'
import { BandwidthRefusedError, OrchestratorClient } from '@millrace/wire'
import { type Finding, good } from './finding.ts'
import { type Suggestion, suggest } from './suggestion.ts'

/** Renditions of the usual ladder, whatever the machine. */
const usualLadder: readonly Profile[] = ladderFor({ cores: Number.POSITIVE_INFINITY })
/** A source and its renditions of one session of the usual ladder, in bits a second each way. */
const bitsPerSession = {
  in: 6_000_000,
  out: usualLadder.reduce((sum, { bitrateBps }) => sum + bitrateBps, 0),
}

export interface BenchmarkOptions {
  readonly share: number
  readonly costPerHourUsd: number | undefined
  readonly utilisation: number
}

/** Transcodes a sample for a moment on all processes that a node would have, and says what that suggests. */
export async function benchmark(
  options: BenchmarkOptions,
  { log }: { log: Logger },
): Promise<{
  readonly finding: Finding
  readonly measuredPixelsPerSecond: number
  readonly suggestion: Suggestion
}> {
  const pool = await TranscoderPool.create({}, { log })
  try {
    const measuredPixelsPerSecond = await measureCapacity(pool)
    const suggestion = suggest({ ...options, measuredPixelsPerSecond, ladder: usualLadder })
    const text = `${(measuredPixelsPerSecond / 1e6).toFixed(1)} million pixels a second are transcoded`
    const isEnough = suggestion.sessions > 0
    const finding: Finding = isEnough
      ? good('benchmark', text)
      : {
          subject: 'benchmark',
          state: 'warning',
          text: `${text}, too few for one session of the usual ladder`,
          advice: 'Take a machine with more cores, or add transcoders on others (transcoderSecretFile).',
        }
    return { finding, measuredPixelsPerSecond, suggestion }
  } finally {
    await pool.close()
  }
}

/**
 * How fast bytes go to whoever answers at a service URI, and come back.
 * @param token - see {@link createProbeToken}; without one nothing is sent.
 */
export async function checkBandwidth(serviceUri: string, token: string | undefined): Promise<Finding> {
  if (token === undefined) {
    return {
      subject: 'bandwidth',
      state: 'warning',
      text: 'bandwidth was not measured: the node wants a token for that',
      advice: 'On its machine: millrace check probe-token. Give it here as --probe-token.',
    }
  }
  await using client = new OrchestratorClient()
  try {
    const { upBps, downBps } = await client.measureBandwidth(serviceUri, token)
    const text = `${megabits(upBps)} Mbit/s to it, ${megabits(downBps)} Mbit/s back`
    if (upBps > bitsPerSession.in && downBps > bitsPerSession.out) return good('bandwidth', text)
    return {
      subject: 'bandwidth',
      state: 'warning',
      text: `${text}: less than one session of the usual ladder takes`,
      advice: 'Look for a faster line, or set a smaller capacityPixelsPerSecond.',
    }
  } catch (error) {
    const isRefused = error instanceof BandwidthRefusedError
    return {
      subject: 'bandwidth',
      state: 'warning',
      text: `bandwidth was not measured: ${error instanceof Error ? error.message : String(error)}`,
      advice: isRefused
        ? 'The token is too old or another node’s, somebody measures already, or it is no Millrace node: try again in a minute with a new token.'
        : 'See reach.',
    }
  }
}

function megabits(bps: number): string {
  return (bps / 1e6).toFixed(1)
}
