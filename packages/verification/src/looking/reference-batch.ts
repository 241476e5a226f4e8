import type { VideoSamples } from '@millrace/media/samples'

/**
 * Makes references of several renditions at once, which decodes their source once: as soon as each of those that may
 * ask has asked or said that it does not.
 */
export class ReferenceBatch<Asker> {
  readonly #make: (askers: readonly Asker[]) => Promise<readonly VideoSamples[]>
  readonly #askers: Asker[] = []
  readonly #made = Promise.withResolvers<readonly VideoSamples[]>()
  #undecided: number

  /** @param make gives one reference for each of those that asked, in their order. */
  constructor(count: number, make: (askers: readonly Asker[]) => Promise<readonly VideoSamples[]>) {
    this.#undecided = count
    this.#make = make
  }

  async ask(asker: Asker): Promise<VideoSamples> {
    const index = this.#askers.push(asker) - 1
    this.#decide()
    const made = (await this.#made.promise)[index]
    if (!made) throw new Error('A reference is missing.')
    return made
  }

  /** One that might have asked does not. */
  pass(): void {
    this.#decide()
  }

  #decide(): void {
    this.#undecided -= 1
    if (this.#undecided === 0 && this.#askers.length > 0) this.#made.resolve(this.#make(this.#askers))
  }
}
