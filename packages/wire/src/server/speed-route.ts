import type { Logger } from '@millrace/common'
import { bandwidthProbeBytes } from '../limits.ts'
import { type AnyRequest, type AnyResponse, endAnswer, sendText, startAnswer } from './http-types.ts'
import type { OpenRequests } from './open-requests.ts'
import { readBody } from './read-body.ts'

export const speedPath = '/speed'

export interface SpeedRouteParts {
  readonly requests: OpenRequests
  readonly log: Logger
  readonly nowMs?: () => number
}

const timeoutMs = 20_000
/** Pause after each probe: all strangers together can move no more than a probe in that time. */
const pauseMs = 2_000

/**
 * Answers `POST /speed` with as many bytes as it was sent, so that a node's operator can measure the line from another
 * machine. One at a time with a pause between, no more bytes back than came in: nothing to be gained by strangers.
 */
export function createSpeedRoute({ requests, log, nowMs = () => performance.now() }: SpeedRouteParts) {
  let freeAtMs = Number.NEGATIVE_INFINITY
  return async (request: AnyRequest, response: AnyResponse): Promise<void> => {
    if (nowMs() < freeAtMs) return sendText(response, 429, 'Too Many Requests')
    freeAtMs = Number.POSITIVE_INFINITY
    response.once('close', () => {
      clearTimeout(timer)
      freeAtMs = nowMs() + pauseMs
    })
    const timer = setTimeout(() => response.destroy(), timeoutMs)
    const signal = requests.track(response)
    try {
      const body = await readBody(request, {
        maxBytes: bandwidthProbeBytes,
        timeoutMs,
        idleTimeoutMs: timeoutMs,
        // One at a time: nothing is to be shared.
        hold: { take: () => true, release: () => {} },
        signal,
      })
      startAnswer(response, 200, {
        'content-type': 'application/octet-stream',
        'content-length': body.length,
      })
      endAnswer(response, body)
    } catch (err) {
      log.debug({ err }, 'probe of the line broke off')
      sendText(response, 400, 'Bad Request')
    }
  }
}
