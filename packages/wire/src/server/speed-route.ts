import type { Logger } from '@millrace/common'
import { bandwidthProbeBytes } from '../limits.ts'
import {
  type AnyRequest,
  type AnyResponse,
  endAnswer,
  headerOf,
  sendText,
  startAnswer,
} from './http-types.ts'
import type { OpenRequests } from './open-requests.ts'
import { readBody } from './read-body.ts'

export const speedPath = '/speed'

/** Whether a token of a request to measure the line is one that the operator made, and still holds. */
export type ProbeAdmission = (token: string) => Promise<boolean>

export interface SpeedRouteParts {
  readonly mayProbe: ProbeAdmission
  readonly requests: OpenRequests
  readonly log: Logger
  readonly nowMs?: () => number
}

const timeoutMs = 20_000
const bearer = /^Bearer ([\w.-]{1,200})$/
/** Pause after each probe: a token that others got hold of moves no more than a probe in that time. */
const pauseMs = 2_000

/**
 * Answers `POST /speed` with as many bytes as it was sent, so that a node's operator can measure the line from another
 * machine. Only who shows a token of the operator's check is answered so, one at a time with a pause between.
 */
export function createSpeedRoute({
  mayProbe,
  requests,
  log,
  nowMs = () => performance.now(),
}: SpeedRouteParts) {
  let freeAtMs = Number.NEGATIVE_INFINITY
  return async (request: AnyRequest, response: AnyResponse): Promise<void> => {
    const token = bearer.exec(headerOf(request, 'authorization') ?? '')?.[1]
    if (token === undefined || !(await mayProbe(token))) return sendText(response, 403, 'Forbidden')
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
