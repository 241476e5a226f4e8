import type { Clock } from '@millrace/common'
import type { AuthWebhook } from '../admission/auth-webhook.ts'
import type { TranscodeConfiguration } from '../admission/transcode-configuration.ts'

const heldMs = 10_000
const maxHeld = 2_000

/** Answers of the auth webhook about recordings, for a moment: a player asks for many segments. */
export class WebhookMemory {
  readonly #webhook: Pick<AuthWebhook, 'ask'>
  readonly #clock: Clock
  readonly #held = new Map<
    string,
    { readonly answer: Promise<TranscodeConfiguration>; readonly untilMs: number }
  >()

  constructor(webhook: Pick<AuthWebhook, 'ask'>, clock: Clock) {
    this.#webhook = webhook
    this.#clock = clock
  }

  /** @throws {PublishRefusedError} */
  ask(url: string): Promise<TranscodeConfiguration> {
    const nowMs = this.#clock.nowMs()
    const known = this.#held.get(url)
    if (known && nowMs < known.untilMs) return known.answer
    const answer = this.#webhook.ask(url)
    answer.catch(() => {})
    this.#held.delete(url)
    this.#held.set(url, { answer, untilMs: nowMs + heldMs })
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= maxHeld) break
      this.#held.delete(oldest)
    }
    return answer
  }
}
