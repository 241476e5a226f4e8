import { fetchStatus, type Status } from '@millrace/client'
import { until } from '../support/until.ts'
import { type RunningGateway, streamId } from './roles.ts'

/** One stream at each gateway, which goes on for as long as somebody wants to see something happen. */
export class LiveStreams {
  readonly #gateways: readonly RunningGateway[]
  readonly #sources: readonly Uint8Array[]
  #pushed = 0

  /** @param sources - segments that follow each other; after the last comes the first again */
  constructor(gateways: readonly RunningGateway[], sources: readonly Uint8Array[]) {
    this.#gateways = gateways
    this.#sources = sources
  }

  get pushed(): number {
    return this.#pushed
  }

  statuses(): Promise<readonly Status[]> {
    return Promise.all(this.#gateways.map(({ url }) => fetchStatus(url)))
  }

  /** Pushes the next segments to every gateway, and waits until each has come out with its rendition or is lost. */
  async push(count: number): Promise<void> {
    for (let pushed = 0; pushed < count; pushed++) {
      const seqNo = this.#pushed++
      await Promise.all(this.#gateways.map((gateway) => this.#pushTo(gateway, seqNo)))
    }
    await until(`${this.#pushed} segments have come out of each gateway`, async () => {
      const statuses = await this.statuses()
      return statuses.every(({ totals }) => totals.segmentsOut + totals.segmentsLost === this.#pushed)
    })
  }

  /** Pushes until something is so. */
  async pushUntil(what: string, condition: () => Promise<boolean>): Promise<void> {
    await until(what, async () => {
      if (await condition()) return true
      await this.push(2)
      return false
    })
  }

  async #pushTo({ url, key }: RunningGateway, seqNo: number): Promise<void> {
    const source = this.#sources[seqNo % this.#sources.length]
    const answer = await fetch(`${url}/live/${streamId}/${seqNo}.ts`, {
      method: 'PUT',
      body: Buffer.from(source ?? []),
      headers: { authorization: `Bearer ${key}` },
    })
    if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  }
}
