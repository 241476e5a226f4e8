import { parentPort, workerData } from 'node:worker_threads'
import { decoders } from './decoders.ts'
import { mutate } from './mutate.ts'
import { Random } from './random.ts'

/** What one run of the worker is to do. */
export interface Task {
  readonly seed: number
  readonly inputs: number
  /** Index of the decoder and of the input that is being tried, for whoever watches. */
  readonly progress: SharedArrayBuffer
}

/** What it tells: a decoder that is done, or one that failed, with the input that shows it. */
export type Report =
  | { readonly kind: 'done'; readonly decoder: string; readonly refused: number; readonly mostBytes: number }
  | { readonly kind: 'failed'; readonly decoder: string; readonly what: string; readonly input: string }

/** Beside what an input itself weighs. */
const freeBytes = 32 << 20
const bytesPerInputByte = 64

const { seed, inputs, progress } = workerData as Task
const at = new Int32Array(progress)
const tell = (report: Report) => parentPort?.postMessage(report)

/** @returns an input's fault, or whether it was refused and how much memory it took. */
function tryOne(index: number, input: Buffer): { fault?: string; isRefused?: boolean; bytes: number } {
  const decoder = decoders[index]
  const before = process.memoryUsage().arrayBuffers
  let isRefused = false
  try {
    decoder?.decode(input)
  } catch (error) {
    isRefused = true
    if (!decoder?.errors.some((allowed) => error instanceof allowed))
      return { fault: `threw ${error instanceof Error ? error.stack : String(error)}`, bytes: 0 }
  }
  const bytes = process.memoryUsage().arrayBuffers - before
  const isTooMuch = bytes > freeBytes + bytesPerInputByte * input.length
  return isTooMuch ? { fault: `took ${bytes} bytes for ${input.length}`, bytes } : { isRefused, bytes }
}

for (const [index, { name, form, corpus: makeCorpus }] of decoders.entries()) {
  const corpus = makeCorpus()
  let [refused, mostBytes] = [0, 0]
  Atomics.store(at, 0, index)
  for (let number = 0; number < inputs + corpus.length; number++) {
    Atomics.store(at, 1, number)
    const valid = corpus[number]
    // Each input has a seed of its own, so that one can be had again without those before it.
    const input = valid ?? mutate(form, corpus, new Random(seed + number * 7919))
    const { fault, isRefused, bytes } = tryOne(index, Buffer.from(input))
    if (fault !== undefined) {
      tell({ kind: 'failed', decoder: name, what: fault, input: input.toString('base64') })
      break
    }
    if (valid && isRefused && !isRefusedByDesign(index)) {
      tell({ kind: 'failed', decoder: name, what: 'refused a valid input', input: input.toString('base64') })
      break
    }
    if (isRefused) refused++
    mostBytes = Math.max(mostBytes, bytes)
  }
  tell({ kind: 'done', decoder: name, refused, mostBytes })
}

/** A message of any type is no valid one of a type that was chosen by its hash. */
function isRefusedByDesign(index: number): boolean {
  return decoders[index]?.name === 'any message of the wire' || decoders[index]?.name === 'status event'
}
