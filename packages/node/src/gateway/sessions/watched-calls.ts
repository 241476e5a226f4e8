import { delay } from '@millrace/common'
import type { OrchestratorCalls } from './terms.ts'

/** At the end orchestrators are told that sessions are over, for no longer than this. */
const goodbyeMs = 1_000

/** Calls to orchestrators with an eye on goodbyes, which are given a moment when the gateway closes. */
export class WatchedCalls {
  readonly calls: OrchestratorCalls
  readonly #goodbyes = new Set<Promise<void>>()

  constructor(client: OrchestratorCalls) {
    this.calls = {
      getOrchestratorInfo: (...call) => client.getOrchestratorInfo(...call),
      transcodeSegment: (call) => client.transcodeSegment(call),
      downloadRendition: (...call) => client.downloadRendition(...call),
      endSession: (...call) => {
        const goodbye = client.endSession(...call)
        this.#goodbyes.add(goodbye)
        const forget = () => this.#goodbyes.delete(goodbye)
        goodbye.then(forget, forget)
        return goodbye
      },
    }
  }

  /** Waits for the goodbyes on their way, but not for long. */
  async close(): Promise<void> {
    await Promise.race([Promise.allSettled(this.#goodbyes), delay(goodbyeMs, { unref: true })])
  }
}
