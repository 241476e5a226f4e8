import { type ChildProcess, fork } from 'node:child_process'
import { on } from 'node:events'
import { programPath } from '@millrace/common'
import { SourceFileError } from '../errors.ts'
import type { CutterAnswer, CutterOrder } from './messages.ts'

export interface FileSegment {
  /** MPEG-TS. */
  readonly bytes: Uint8Array
  readonly durationMs: number
}

export interface ReadSegmentsOptions {
  /** Segments are cut at the first key frame after this. @defaultValue 2 s */
  readonly targetMs?: number
}

const program = programPath(import.meta.url, './main')

/**
 * Cuts a video file (MP4, MKV, MOV, FLV, MPEG-TS with H.264 or H.265, and AAC or MP3) into segments as gateways take them,
 * one by one as they are asked for. Nothing is encoded anew. The file is read by a child process.
 * @throws {SourceFileError} when it cannot be read, or holds something else.
 */
export async function* readSegments(
  file: string,
  { targetMs = 2_000 }: ReadSegmentsOptions = {},
): AsyncGenerator<FileSegment, void, undefined> {
  const child = fork(program, [], {
    serialization: 'advanced',
    env: {},
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const ended = new AbortController()
  child.once('exit', () => ended.abort())
  try {
    const answers = on(child, 'message', { signal: ended.signal })
    send(child, { type: 'open', file, targetMs })
    for (;;) {
      send(child, { type: 'next' })
      const { value } = await answers.next().catch((cause: unknown) => {
        throw new SourceFileError({ file, reason: 'the process that reads it has ended', cause })
      })
      const [answer] = value as [CutterAnswer]
      if (answer.type === 'unusable') throw new SourceFileError({ file, reason: answer.reason })
      if (answer.type === 'end') return
      yield { bytes: answer.bytes, durationMs: answer.durationMs }
    }
  } finally {
    child.kill('SIGKILL')
  }
}

function send(child: ChildProcess, order: CutterOrder): void {
  child.send(order, () => {})
}
