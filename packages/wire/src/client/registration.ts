import { delay, type Logger } from '@millrace/common'
import { OrchestratorClientError, RegistrationRefusedError } from '../client-errors.ts'
import type { NotifySegment } from '../generated/net/orchestrator_pb.ts'
import type { TranscoderClient, TranscoderOffer } from './transcoder-client.ts'

export type RegistrationState = 'connecting' | 'registered' | 'waiting'

export interface RegistrationOptions {
  /** Wait before the second attempt; doubles each time. @defaultValue 500 ms */
  readonly firstDelayMs?: number
  /** @defaultValue 1 min */
  readonly maxDelayMs?: number
}

export interface RegistrationParts {
  readonly client: Pick<TranscoderClient, 'register' | 'origin'>
  readonly offer: () => TranscoderOffer
  readonly onNotice: (notice: NotifySegment) => void
  readonly onState: (state: RegistrationState) => void
  readonly signal: AbortSignal
  readonly log: Logger
}

/**
 * An orchestrator may say nothing before its first task; one that refuses says so at once. The connection is made in
 * this time, too, and a slow one is not to pass for acceptance.
 */
const silentAcceptanceMs = 5_000

/**
 * Stays registered until `signal` aborts: whenever the stream ends it is opened again, after waits that double up to a
 * minute and start anew once a registration held.
 * @throws {RegistrationRefusedError} when the orchestrator wants no such transcoder: trying again would not help.
 */
export async function stayRegistered(options: RegistrationOptions, parts: RegistrationParts): Promise<void> {
  const { firstDelayMs = 500, maxDelayMs = 60_000 } = options
  const { signal, log, client, onState } = parts
  let failures = 0
  while (!signal.aborted) {
    onState('connecting')
    const error = await registerOnce(parts, () => {
      failures = 0
    })
    if (signal.aborted) return
    if (error instanceof RegistrationRefusedError) throw error
    onState('waiting')
    const backOffMs = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(failures++, 20))
    const delayMs = Math.round(backOffMs * (1 - Math.random() * 0.25))
    log.warn({ err: error, orchestrator: client.origin, delayMs }, 'registration ended')
    await delay(delayMs, { signal }).catch(() => {})
  }
}

/** @returns what ended the stream; undefined when the other end closed it. */
async function registerOnce(
  { client, offer, onNotice, onState, signal, log }: RegistrationParts,
  onHeld: () => void,
): Promise<OrchestratorClientError | undefined> {
  let isRegistered = false
  const onRegistered = () => {
    if (isRegistered) return
    isRegistered = true
    log.info({ orchestrator: client.origin }, 'registered')
    onHeld()
    onState('registered')
  }
  const timer = setTimeout(onRegistered, silentAcceptanceMs)
  try {
    for await (const notice of client.register(offer(), { signal, onHeader: onRegistered })) {
      onRegistered()
      onNotice(notice)
    }
    return undefined
  } catch (error) {
    if (error instanceof OrchestratorClientError) return error
    throw error
  } finally {
    clearTimeout(timer)
  }
}
