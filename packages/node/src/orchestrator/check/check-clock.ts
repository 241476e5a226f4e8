import { z } from 'zod'
import { type Finding, good } from './finding.ts'

export interface ClockFacts {
  readonly nowMs: number
  /** What the endpoint's own clock said at that moment. */
  readonly endpointMs: number | undefined
  /** Of the newest block. */
  readonly blockMs: number | undefined
}

const tolerated = { warningMs: 5_000, problemMs: 30_000, blockAheadMs: 15_000, blockBehindMs: 600_000 }
const timeoutMs = 10_000
const replySchema = z.object({ result: z.object({ timestamp: z.string().regex(/^0x[0-9a-f]{1,12}$/i) }) })

/** Asks a chain's endpoint for its time and for the newest block's, and compares both with this machine's clock. */
export async function checkClock(rpcUrl: string, now: () => number = Date.now): Promise<Finding> {
  const startMs = now()
  const body = { jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: ['latest', false] }
  try {
    const reply = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const nowMs = (startMs + now()) / 2
    const parsed = replySchema.safeParse(await reply.json())
    const blockMs = parsed.success ? Number(parsed.data.result.timestamp) * 1_000 : undefined
    return judgeClock({ nowMs, endpointMs: readDate(reply.headers.get('date')), blockMs })
  } catch {
    return {
      subject: 'clock',
      state: 'warning',
      text: 'the clock could not be compared: the chain’s endpoint does not answer',
      advice: 'Check rpcUrls.',
    }
  }
}

/** A block that is old may be a quiet chain’s; one of a time to come is not. */
export function judgeClock({ nowMs, endpointMs, blockMs }: ClockFacts): Finding {
  const advice = 'Have the clock set by NTP (timedatectl set-ntp true).'
  const aheadMs = endpointMs === undefined ? 0 : nowMs - endpointMs
  if (Math.abs(aheadMs) > tolerated.warningMs) {
    const state = Math.abs(aheadMs) > tolerated.problemMs ? 'problem' : 'warning'
    return { subject: 'clock', state, text: `the clock is ${describe(aheadMs)} of the endpoint’s`, advice }
  }
  const behindBlockMs = blockMs === undefined ? 0 : blockMs - nowMs
  if (behindBlockMs > tolerated.blockAheadMs)
    return {
      subject: 'clock',
      state: 'problem',
      text: `the clock is ${describe(-behindBlockMs)} of the newest block`,
      advice,
    }
  if (behindBlockMs < -tolerated.blockBehindMs)
    return {
      subject: 'clock',
      state: 'warning',
      text: `the newest block is ${Math.round(-behindBlockMs / 1_000)} s old`,
      advice: 'The endpoint hangs behind, or this clock is ahead: compare with another endpoint.',
    }
  return good('clock', 'the clock agrees with the chain’s')
}

function describe(aheadMs: number): string {
  return `${Math.round(Math.abs(aheadMs) / 1_000)} s ${aheadMs > 0 ? 'ahead' : 'behind'}`
}

/** The header has whole seconds: the middle of that second is meant. */
function readDate(text: string | null): number | undefined {
  const ms = text === null ? Number.NaN : Date.parse(text)
  return Number.isNaN(ms) ? undefined : ms + 500
}
