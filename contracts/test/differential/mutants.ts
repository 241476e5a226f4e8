/** Deliberate faults of the contracts, each of which the replay must notice. They are kept as patches in contracts/mutants. */
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../../test/programs.ts'
import { forgeReplay, prepare, root } from './replay.ts'
import type { SequenceOptions } from './sequence.ts'
import { Tally } from './tally.ts'

export interface Mutant {
  readonly name: string
  /** What it breaks: the first line of the patch. */
  readonly fault: string
  readonly patch: string
}

const folder = join(root, 'contracts/mutants')

const fastToCompile = { FOUNDRY_PROFILE: 'lite' }

export async function mutants(): Promise<readonly Mutant[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.patch')).sort()
  return Promise.all(
    files.map(async (file) => {
      const patch = join(folder, file)
      const [fault = ''] = (await readFile(patch, 'utf8')).split('\n')
      return { name: file.replace(/\.patch$/, ''), fault, patch }
    }),
  )
}

/** Whether a patch fits the contracts as they are. */
export async function applies({ patch }: Mutant): Promise<boolean> {
  const { code } = await run('git', ['apply', '--check', patch], { cwd: root })
  return code === 0
}

/** A copy of the contracts in which one mutant at a time takes their place, with sequences to replay. */
export class Laboratory {
  readonly #project: string
  readonly #sequences: number

  private constructor(project: string, sequences: number) {
    this.#project = project
    this.#sequences = sequences
  }

  static async create(sequences: readonly SequenceOptions[]): Promise<Laboratory> {
    const project = await mkdtemp(join(tmpdir(), 'millrace-mutants-'))
    for (const part of ['foundry.toml', 'contracts/src', 'contracts/tools']) {
      await cp(join(root, part), join(project, part), { recursive: true })
    }
    for (const part of ['differential', 'utils']) {
      await cp(join(root, 'contracts/test', part), join(project, 'contracts/test', part), { recursive: true })
    }
    await symlink(join(root, 'node_modules'), join(project, 'node_modules'))
    const laboratory = new Laboratory(project, sequences.length)
    await prepare(sequences, laboratory.#folder, new Tally())
    return laboratory
  }

  get #folder(): string {
    return join(this.#project, 'contracts/cache/differential')
  }

  /** Whether the replay sees a difference, with a mutant in place of the contracts or without. */
  async notices(mutant?: Mutant): Promise<boolean> {
    if (mutant !== undefined) await this.#apply(mutant)
    try {
      const mismatch = await forgeReplay(this.#sequences, this.#project, this.#folder, fastToCompile)
      await rm(join(this.#folder, 'mismatch.bin'), { force: true })
      return mismatch !== undefined
    } finally {
      if (mutant !== undefined) await this.#apply(mutant, '--reverse')
    }
  }

  async #apply({ patch }: Mutant, ...options: readonly string[]): Promise<void> {
    const { code } = await run('git', ['apply', ...options, patch], { cwd: this.#project })
    if (code !== 0) throw new Error(`${patch} does not apply.`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#project, { recursive: true, force: true })
  }
}
