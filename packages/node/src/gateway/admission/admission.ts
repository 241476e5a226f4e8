import { createHash, randomBytes } from 'node:crypto'
import type { Logger } from '@millrace/common'
import { PublishRefusedError } from '../errors.ts'
import { type PublishTarget, resolvePublishTarget } from '../ingest/publish-key.ts'
import { isStreamId, type StreamKeys } from '../streams/stream-keys.ts'
import type { StreamOrder } from '../streams/stream-order.ts'
import type { AuthWebhook } from './auth-webhook.ts'
import type { TranscodeConfiguration } from './transcode-configuration.ts'

/** A publisher that may publish. */
export interface Admitted {
  readonly streamId: string
  /** The key it came with; undefined when the webhook let it in. */
  readonly keyId: string | undefined
  /** Says without giving it away whether a publisher is the same as before. */
  readonly credential: string
  readonly order: StreamOrder
}

/** A segment that comes by HTTP. */
export interface PushRequest {
  readonly streamId: string
  readonly key: string | undefined
  /** Where it was sent to. */
  readonly url: URL
}

export interface AdmissionDependencies {
  readonly keys: Pick<StreamKeys, 'check' | 'reload'>
  /** When there is one it decides alone, and keys are not asked for. */
  readonly webhook: Pick<AuthWebhook, 'ask'> | undefined
  readonly log: Logger
  /** Where encoders push by RTMP, without path. */
  readonly rtmpOrigin: () => string
}

/** Decides who may publish which stream: by stream keys, or by the auth webhook. */
export class Admission {
  readonly #deps: AdmissionDependencies

  constructor(deps: AdmissionDependencies) {
    this.#deps = deps
  }

  /** @throws {PublishRefusedError} */
  async rtmp(target: PublishTarget): Promise<Admitted> {
    const { webhook, keys, rtmpOrigin } = this.#deps
    if (webhook) {
      const url = `${rtmpOrigin()}/${[target.app, target.name].filter(Boolean).join('/')}`
      const query = target.query.size > 0 ? `?${target.query}` : ''
      return admit(await webhook.ask(url + query), { named: nameIn(target), credential: url + query })
    }
    await this.#reloadKeys()
    const facts = resolvePublishTarget(target, (key) => keys.check(key))
    if (!facts) throw new PublishRefusedError({ code: 'WRONG_KEY' })
    return { ...facts, credential: facts.keyId, order: {} }
  }

  /**
   * @param known who publishes the stream now: it is not asked about again as long as it comes the same way.
   * @throws {PublishRefusedError}
   */
  async push(request: PushRequest, known: (streamId: string) => Admitted | undefined): Promise<Admitted> {
    const { webhook, keys } = this.#deps
    if (webhook) {
      const credential = request.url.href.replace(/\/[^/?]*(?=\?|$)/, '/')
      const before = known(credentialOf(credential))
      if (before) return before
      return admit(await webhook.ask(request.url.href), { named: request.streamId, credential })
    }
    await this.#reloadKeys()
    const facts = keys.check(request.key ?? '')
    if (facts?.streamId !== request.streamId) throw new PublishRefusedError({ code: 'WRONG_KEY' })
    const { streamId, keyId } = facts
    return known(keyId) ?? { streamId, keyId, credential: keyId, order: {} }
  }

  async #reloadKeys(): Promise<void> {
    const { keys, log } = this.#deps
    await keys.reload().catch((err: unknown) => log.error({ err }, 'stream keys cannot be read'))
  }
}

function admit(
  { streamId, order }: TranscodeConfiguration,
  { named, credential }: { readonly named: string; readonly credential: string },
): Admitted {
  const chosen = streamId ?? named
  if (!isStreamId(chosen)) throw new PublishRefusedError({ code: 'NOT_ADMITTED' })
  return { streamId: chosen, keyId: undefined, credential: credentialOf(credential), order }
}

/** URLs may hold secrets. */
function credentialOf(url: string): string {
  return createHash('sha256').update(url).digest('base64')
}

/** `rtmp://host/[live/ or stream/]<name>[/<key>]`; one that is not named gets a name of its own. */
function nameIn({ app, name }: PublishTarget): string {
  const parts = [...app.split('/'), ...name.split('/')].filter((part) => part !== '')
  if (parts[0] === 'live' || parts[0] === 'stream') parts.shift()
  return parts[0] ?? randomBytes(4).toString('hex')
}
