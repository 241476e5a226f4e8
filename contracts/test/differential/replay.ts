/** Has the contracts do what the model foretold, and says in words where they did otherwise. */
import { join } from 'node:path'
import { run } from '../../../test/programs.ts'
import { clear, errorNameOf, type Mismatch, readMismatch, writeSequence, writeSetup } from './files.ts'
import { type SequenceOptions, type Step, sequenceOf } from './sequence.ts'

export interface Replayed {
  readonly calls: number
  /** First difference, in words. */
  readonly difference: string | undefined
}

const root = new URL('../../../', import.meta.url).pathname

/** Makes and replays sequences in one run of forge. `project` is the folder with the contracts to try. */
export async function replay(sequences: readonly SequenceOptions[], project = root): Promise<Replayed> {
  const mismatch = await replayOnce(sequences, project)
  const calls = sequences.reduce((sum, { length }) => sum + length, 0)
  if (mismatch === undefined) return { calls, difference: undefined }
  const options = sequences[mismatch.sequence]
  if (options === undefined) throw new RangeError(`There is no sequence ${mismatch.sequence}.`)
  // Once more, comparing after each call, to find the one that made the difference.
  const closer = { ...options, length: mismatch.step + 1, compareEvery: 1 }
  const first = (await replayOnce([closer], project)) ?? mismatch
  return { calls, difference: explain(closer, await sequenceOf(closer), first) }
}

async function replayOnce(sequences: readonly SequenceOptions[], project: string): Promise<Mismatch | undefined> {
  const folder = join(project, 'contracts/cache/differential')
  await clear(folder)
  await writeSetup(folder)
  for (const [i, options] of sequences.entries()) await writeSequence(folder, i, await sequenceOf(options))
  const { code, output } = await forgeReplay(sequences.length, project)
  const mismatch = await readMismatch(folder)
  if (code !== 0 && mismatch === undefined) throw new Error(`The replay did not run:\n${output}`)
  return mismatch
}

function forgeReplay(count: number, project: string) {
  const args = ['contracts/tools/forge.mjs', 'test', '--match-path', 'contracts/test/differential/Replay.t.sol']
  // The replay is left out of other runs, for it needs the sequences; it takes as much gas as they take.
  args.push('--no-match-path', 'none', '--gas-limit', '9223372036854775807', '--memory-limit', '1073741824')
  return run(process.execPath, args, {
    cwd: project,
    env: { ...process.env, MILLRACE_SEQUENCES: String(count) },
  })
}

function explain({ seed }: SequenceOptions, steps: readonly Step[], mismatch: Mismatch): string {
  const step = steps[mismatch.step]
  if (step === undefined) throw new RangeError(`There is no step ${mismatch.step}.`)
  const { caller, contract, functionName, args, value } = step.call
  const called = `${contract}.${functionName}(${args.map(show).join(', ').slice(0, 500)}) by ${caller} with ${value} wei`
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
