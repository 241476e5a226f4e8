import type { Emitter } from '@millrace/common'
import type { TranscodedRendition } from '@millrace/media'
import {
  CallAbortedError,
  OrchestratorClientError,
  type ResultUploader,
  readStoreGrant,
  renditionPath,
  type SegmentOrder,
  type StoreGrant,
  storeKey,
  TranscodeRefusedError,
  type TranscodedRendition as WireRendition,
} from '@millrace/wire'
import type { OrchestratorEvents } from '../events.ts'
import type { ResultStore } from '../sessions/result-store.ts'

export interface ResultDeliveryDependencies {
  readonly service: { readonly uri: string }
  readonly results: Pick<ResultStore, 'put'>
  readonly uploader: Pick<ResultUploader, 'put'>
  readonly events: Emitter<OrchestratorEvents>
}

export interface Delivery {
  readonly sessionId: string
  readonly order: Pick<SegmentOrder, 'seqNo' | 'storage'>
  readonly renditions: readonly TranscodedRendition[]
  readonly signal: AbortSignal
}

/** Puts renditions where the gateway wants them: into its bucket when the order names one, else here to be fetched. */
export class ResultDelivery {
  readonly #deps: ResultDeliveryDependencies

  constructor(deps: ResultDeliveryDependencies) {
    this.#deps = deps
  }

  /** @throws {TranscodeRefusedError} when the gateway's bucket does not take them. */
  async deliver({ sessionId, order, renditions, signal }: Delivery): Promise<readonly WireRendition[]> {
    const grant = readStoreGrant(order.storage)
    if (grant !== undefined) {
      return Promise.all(renditions.map((rendition) => this.#upload(grant, order.seqNo, rendition, signal)))
    }
    return renditions.map(({ profile, bytes, pixels }) => {
      const { name: profileName, format } = profile
      const address = { sessionId, profileName, seqNo: order.seqNo, format }
      this.#deps.results.put(address, bytes)
      return { url: `${this.#deps.service.uri}${renditionPath(address)}`, pixels, bytes }
    })
  }

  async #upload(
    grant: StoreGrant,
    seqNo: number,
    { profile, bytes, pixels }: TranscodedRendition,
    signal: AbortSignal,
  ): Promise<WireRendition> {
    const { uploader, events } = this.#deps
    const key = storeKey(grant, { profileName: profile.name, seqNo, format: profile.format })
    const contentType = profile.format === 'mp4' ? 'video/mp4' : 'video/mp2t'
    try {
      const url = await uploader.put(grant, { key, contentType, bytes }, signal)
      events.emit('renditionUploaded', { bytes: bytes.length, isStored: true })
      return { url, pixels, bytes }
    } catch (error) {
      if (!(error instanceof OrchestratorClientError) || error instanceof CallAbortedError) throw error
      events.emit('renditionUploaded', { bytes: bytes.length, isStored: false })
      throw new TranscodeRefusedError('could not save the result to the object store', error)
    }
  }
}
