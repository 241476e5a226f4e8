import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { programPath } from '@millrace/common'
import { SourceFileError } from '../errors.ts'
import type { FileSegment } from '../segments/messages.ts'
import { readSegments } from '../segments/read-segments.ts'
import type { ClipMade, ClipOrder } from './messages.ts'
import { type TestPicture, testGraph } from './test-picture.ts'

export interface TestClipOptions extends TestPicture {
  /** A clip that is not there after so long is given up. @defaultValue 60 s */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

const program = programPath(import.meta.url, './main')

/**
 * Makes a stream to test with, picture and sound, that nobody has seen before: two-second segments of MPEG-TS with H.264
 * and AAC, as a gateway would cut them. In a child process; nothing is fetched.
 * @param random - from 0 to 1, decides what is to be seen and heard.
 * @throws {SourceFileError} when it cannot be made in time.
 * @throws the signal's reason when it aborts.
 */
export async function makeTestClip(
  { timeoutMs = 60_000, signal, ...picture }: TestClipOptions,
  random: () => number,
): Promise<readonly FileSegment[]> {
  signal?.throwIfAborted()
  const folder = await mkdtemp(join(tmpdir(), 'millrace-test-clip-'))
  try {
    const target = join(folder, 'clip.mp4')
    const ends = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]
    await encode({ graph: testGraph(picture, random), target }, AbortSignal.any(ends))
    const segments: FileSegment[] = []
    for await (const segment of readSegments(target, { targetMs: 2_000 })) segments.push(segment)
    return segments
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function encode(order: ClipOrder, signal: AbortSignal): Promise<void> {
  const child = fork(program, [], {
    serialization: 'advanced',
    env: {},
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const fail = (reason: string, cause?: unknown) =>
    new SourceFileError({ file: 'a test clip', reason, cause })
  const ended = new AbortController()
  child.once('exit', () => ended.abort())
  try {
    const answer = once(child, 'message', { signal: AbortSignal.any([signal, ended.signal]) })
    child.send(order, () => {})
    const [made] = (await answer.catch((cause: unknown) => {
      throw fail(signal.aborted ? 'it took too long' : 'the process that makes it has ended', cause)
    })) as [ClipMade]
    if (made.type === 'failed') throw fail(made.reason)
  } finally {
    child.kill('SIGKILL')
  }
}
