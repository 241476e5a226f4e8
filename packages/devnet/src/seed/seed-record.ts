import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '@millrace/common'
import { z } from 'zod'
import { SeedFolderError } from './errors.ts'
import { type SeedName, type SeedProfile, seedProfiles } from './profiles.ts'

const recordSchema = z.strictObject({
  seed: z.enum(Object.keys(seedProfiles) as [SeedName, ...SeedName[]]),
  state: z.enum(['playing', 'done']),
})

/** Remembers in a data folder which history its chain has, and whether it was played to the end. */
export class SeedRecord {
  readonly profile: SeedProfile
  readonly #file: string
  #isPlayed: boolean

  private constructor(file: string, { name, isPlayed }: { name: SeedName; isPlayed: boolean }) {
    this.#file = file
    this.profile = seedProfiles[name]
    this.#isPlayed = isPlayed
  }

  /**
   * The record of a folder, or a new one for a seed that is wanted; undefined for a network without a history.
   * @throws {SeedFolderError} when the folder holds another network, or one whose seeding was broken off.
   */
  static async open(folder: string, wanted: SeedName | undefined): Promise<SeedRecord | undefined> {
    const file = join(folder, 'seed.json')
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text !== undefined) {
      const { seed: name, state } = recordSchema.parse(JSON.parse(text))
      if (state === 'playing') throw new SeedFolderError({ folder, reason: 'its seeding was broken off' })
      if (wanted !== undefined && wanted !== name)
        throw new SeedFolderError({ folder, reason: `it was seeded with ${name}` })
      return new SeedRecord(file, { name, isPlayed: true })
    }
    if (wanted === undefined) return undefined
    if (await exists(join(folder, 'deployment.json')))
      throw new SeedFolderError({ folder, reason: 'it holds a network that began without a history' })
    return new SeedRecord(file, { name: wanted, isPlayed: false })
  }

  get isPlayed(): boolean {
    return this.#isPlayed
  }

  /** Plays the history; it counts only once `play` has brought it to the disk. */
  async play(play: (profile: SeedProfile) => Promise<void>): Promise<void> {
    if (this.#isPlayed) return
    await this.#write('playing')
    await play(this.profile)
    await this.#write('done')
    this.#isPlayed = true
  }

  async #write(state: 'playing' | 'done'): Promise<void> {
    await writeFileAtomic(this.#file, `${JSON.stringify({ seed: this.profile.name, state })}\n`, {
      mode: 0o600,
    })
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
