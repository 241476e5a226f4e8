/** Has the contracts do what the model foretold, and says in words where they did otherwise. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from '../../../test/programs.ts'
import { clear, errorNameOf, type Mismatch, readMismatch, writeSequence, writeSetup } from './files.ts'
import { type SequenceOptions, type Step, sequenceOf } from './sequence.ts'
import { Tally } from './tally.ts'

export interface Replayed {
  /** What was called, and how often with which result. */
  readonly tally: Tally
  /** First difference, in words. */
  readonly difference: string | undefined
}

export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Sequences in one run of forge. */
const BATCH = 40

/**
 * Replays sequences on the contracts of a project, up to the first difference. The next sequences are made while forge
 * replays the last.
 */
export async function replay(sequences: readonly SequenceOptions[], project = root): Promise<Replayed> {
  const tally = new Tally()
  let running: Promise<string | undefined> = Promise.resolve(undefined)
  for (let at = 0; at < sequences.length; at += BATCH) {
    const batch = sequences.slice(at, at + BATCH)
    const folder = folderOf(project, at / BATCH)
    await prepare(batch, folder, tally)
    const difference = await running
    if (difference !== undefined) return { tally, difference }
    running = forgeReplay(batch.length, project, folder).then((mismatch) =>
      mismatch === undefined ? undefined : explain(batch, mismatch, project),
    )
  }
  const difference = await running
  await clear(folderOf(project))
  return { tally, difference }
}

function folderOf(project: string, batch?: number): string {
  return join(project, 'contracts/cache/differential', batch === undefined ? '' : String(batch))
}

/** Writes the files of sequences. */
export async function prepare(
  sequences: readonly SequenceOptions[],
  folder: string,
  tally: Tally,
): Promise<void> {
  await clear(folder)
  await writeSetup(folder)
  for (const [i, options] of sequences.entries()) {
    const steps = await sequenceOf(options)
    tally.add(steps)
    await writeSequence(folder, i, steps)
  }
}

/** Replays the sequences of a folder. @returns the first difference, if there is one */
export async function forgeReplay(
  count: number,
  project: string,
  folder: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Mismatch | undefined> {
  const test = 'contracts/test/differential/Replay.t.sol'
  const args = ['contracts/tools/forge.mjs', 'test', '--match-path', test]
  // Other runs leave the replay out, for it needs sequences; it takes as much gas and memory as they take.
  args.push('--no-match-path', 'none', '--gas-limit', '9223372036854775807', '--memory-limit', '1073741824')
  const env = {
    ...process.env,
    ...environment,
    MILLRACE_SEQUENCES: String(count),
    MILLRACE_SEQUENCES_FOLDER: folder,
  }
  const { code, output } = await run(process.execPath, args, { cwd: project, env })
  const mismatch = await readMismatch(folder)
  if (code !== 0 && mismatch === undefined) throw new Error(`The replay did not run:\n${output}`)
  return mismatch
}

/** Replays the sequence once more, comparing after each call, to find the call that made the difference. */
async function explain(
  batch: readonly SequenceOptions[],
  mismatch: Mismatch,
  project: string,
): Promise<string> {
  const options = batch[mismatch.sequence]
  if (options === undefined) throw new RangeError(`There is no sequence ${mismatch.sequence}.`)
  const closer = { ...options, length: mismatch.step + 1, compareEvery: 1 }
  const folder = folderOf(project, -1)
  await prepare([closer], folder, new Tally())
  const first = (await forgeReplay(1, project, folder)) ?? mismatch
  return describe(closer, await sequenceOf(closer), first)
}

function describe({ seed }: SequenceOptions, steps: readonly Step[], mismatch: Mismatch): string {
  const step = steps[mismatch.step]
  if (step === undefined) throw new RangeError(`There is no step ${mismatch.step}.`)
  const { caller, contract, functionName, args, value } = step.call
  const called = `${contract}.${functionName}(${args.map(show).join(', ')}) by ${caller} with ${value} wei`
  const outcomes = `model: ${step.refusal?.message ?? 'success'}; contract answered: ${errorNameOf(mismatch.answer)}`
  const differing = (step.state ?? []).flatMap(([name, expected], i) => {
    const actual = mismatch.words[i]
    return expected === actual ? [] : [`  ${name}: model ${expected}, contract ${actual}`]
  })
  return [`seed ${seed}, step ${mismatch.step}: ${called}`, outcomes, ...differing.slice(0, 12)].join('\n')
}

function show(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}` : inner))
}
