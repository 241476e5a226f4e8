import type { Clock, Logger } from '@millrace/common'
import { PublishRefusedError, TranscodeConfigurationError } from '../errors.ts'
import { BodyTooLarge, readBody } from '../ingest/read-body.ts'
import { readTranscodeConfiguration, type TranscodeConfiguration } from './transcode-configuration.ts'

export interface AuthWebhookOptions {
  readonly url: string
  readonly timeoutMs: number
}

export interface AuthWebhookDependencies {
  readonly clock: Clock
  readonly log: Logger
  /** Told how each call ended and what it took. */
  readonly onCall?: (outcome: 'admitted' | 'refused' | 'failed', durationMs: number) => void
}

const maxAnswerBytes = 65_536
/** Strangers can make us ask: so many questions may be open at once. */
const maxOpen = 64

/**
 * Asks a webhook by POST of `{ "url": … }` whether a stream may be published, and what is wanted of it: 200 admits,
 * with an empty body as it is, or with JSON. Whoever cannot be asked about is not admitted.
 */
export class AuthWebhook {
  readonly #options: AuthWebhookOptions
  readonly #deps: AuthWebhookDependencies
  #open = 0

  constructor(options: AuthWebhookOptions, deps: AuthWebhookDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /**
   * @param ingestUrl where the stream is published, or its recording asked for.
   * @throws {PublishRefusedError} `NOT_ADMITTED`
   */
  async ask(ingestUrl: string): Promise<TranscodeConfiguration> {
    const { clock, log, onCall } = this.#deps
    const startedMs = clock.nowMs()
    if (this.#open >= maxOpen) {
      log.warn({ open: this.#open }, 'auth webhook has too many questions open')
      throw new PublishRefusedError({ code: 'NOT_ADMITTED' })
    }
    this.#open++
    let outcome: 'admitted' | 'refused' | 'failed' = 'failed'
    try {
      const answer = await this.#call(ingestUrl)
      outcome = answer ? 'admitted' : 'refused'
      if (answer) return answer
    } catch (err) {
      if (err instanceof TranscodeConfigurationError)
        log.error({ err }, 'auth webhook answers what cannot be used')
      else log.warn({ err }, 'auth webhook cannot be asked')
    } finally {
      this.#open--
      onCall?.(outcome, clock.nowMs() - startedMs)
    }
    throw new PublishRefusedError({ code: 'NOT_ADMITTED' })
  }

  async #call(ingestUrl: string): Promise<TranscodeConfiguration | undefined> {
    const response = await fetch(this.#options.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: ingestUrl }),
      redirect: 'error',
      signal: AbortSignal.timeout(this.#options.timeoutMs),
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      return undefined
    }
    const text = await readAnswer(response)
    if (text.trim() === '') return { streamId: undefined, order: {} }
    const configuration = readTranscodeConfiguration(text)
    if (configuration.streamId === undefined) {
      throw new TranscodeConfigurationError({ problem: 'it has no manifestID' })
    }
    return configuration
  }
}

async function readAnswer({ body, headers }: Response): Promise<string> {
  try {
    const length = headers.get('content-length')
    const announcedBytes = length === null ? undefined : Number(length)
    return new TextDecoder().decode(await readBody(body, { maxBytes: maxAnswerBytes, announcedBytes }))
  } catch (cause) {
    if (!(cause instanceof BodyTooLarge)) throw cause
    throw new TranscodeConfigurationError({ problem: 'it is too long', cause })
  }
}
