import type { Clock, Logger } from '@millrace/common'
import type { Admitted } from '../admission/admission.ts'
import type { StreamOrder } from '../streams/stream-order.ts'
import type { Publisher, StreamRegistry } from '../streams/stream-registry.ts'
import { PushStream } from './push-stream.ts'

export interface PushEntry {
  readonly admitted: Admitted
  readonly publisher: Publisher
  readonly stream: PushStream
  usedAtMs: number
}

export interface PushEntriesDependencies {
  readonly registry: Pick<StreamRegistry, 'open'>
  readonly clock: Clock
  readonly log: Logger
}

/** Who pushes by HTTP now: one a stream, from its first segment until it is idle or sent away. */
export class PushEntries {
  readonly #deps: PushEntriesDependencies
  readonly #byStream = new Map<string, PushEntry>()
  readonly #byCredential = new Map<string, PushEntry>()

  constructor(deps: PushEntriesDependencies) {
    this.#deps = deps
  }

  /** Who came with this credential and still pushes. */
  known(credential: string): Admitted | undefined {
    return this.#byCredential.get(credential)?.admitted
  }

  /**
   * @param order what is wanted of the stream if it begins now.
   * @throws {PublishRefusedError}
   */
  use(admitted: Admitted, order: StreamOrder): PushEntry {
    const { streamId, keyId, credential } = admitted
    const { clock, log, registry } = this.#deps
    const known = this.#byStream.get(streamId)
    const usedAtMs = clock.nowMs()
    if (known?.admitted.credential === credential) {
      known.usedAtMs = usedAtMs
      return known
    }
    this.leave(streamId)
    const publisher = registry.open({ streamId, keyId, order, disconnect: () => this.leave(streamId) })
    const entry = { admitted, publisher, stream: new PushStream(publisher), usedAtMs }
    this.#byStream.set(streamId, entry)
    this.#byCredential.set(credential, entry)
    log.info({ streamId }, 'encoder pushes by HTTP')
    return entry
  }

  leave(streamId: string): void {
    const entry = this.#byStream.get(streamId)
    if (!entry) return
    this.#byStream.delete(streamId)
    this.#byCredential.delete(entry.admitted.credential)
    entry.publisher.end()
  }

  /** Lets go of those that are idle. */
  sweep(idleMs: number, isBusy: (streamId: string) => boolean): void {
    const nowMs = this.#deps.clock.nowMs()
    for (const [streamId, { usedAtMs }] of this.#byStream) {
      if (!isBusy(streamId) && nowMs - usedAtMs >= idleMs) this.leave(streamId)
    }
  }

  close(): void {
    for (const streamId of [...this.#byStream.keys()]) this.leave(streamId)
  }
}
