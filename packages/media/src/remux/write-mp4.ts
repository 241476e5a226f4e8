import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { programPath } from '@millrace/common'
import { RemuxFailedError } from './errors.ts'
import { lengthBytes, maxPieceBytes } from './messages.ts'

const program = programPath(import.meta.url, './main')

/**
 * Puts MPEG-TS segments, as they come, into one fragmented MP4 file, in a child process, without decoding. At most a
 * few segments are held, however long the file gets: what is not read is not asked for.
 * @param signal ends it early.
 * @throws {RemuxFailedError} when the process ends before the file is whole.
 */
export async function* writeMp4(
  segments: AsyncIterable<Uint8Array>,
  { signal }: { readonly signal?: AbortSignal } = {},
): AsyncGenerator<Uint8Array> {
  const child = spawn(process.execPath, ['--max-old-space-size=256', program], {
    env: { MALLOC_ARENA_MAX: '2' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const exited = once(child, 'close')
  exited.catch(() => {})
  const stop = () => child.kill('SIGKILL')
  signal?.addEventListener('abort', stop, { once: true })
  // The child may end first; then its exit says what happened.
  child.stdin.on('error', () => {})
  const feeding = feed(segments, child.stdin)
  feeding.catch(stop)
  try {
    for await (const chunk of child.stdout) yield chunk as Uint8Array
    const [code, killedBy] = await exited
    await feeding
    if (code !== 0) throw new RemuxFailedError({ exit: String(killedBy ?? code) })
  } finally {
    signal?.removeEventListener('abort', stop)
    stop()
  }
}

async function feed(segments: AsyncIterable<Uint8Array>, stdin: Writable): Promise<void> {
  for await (const segment of segments) {
    if (stdin.destroyed) return
    if (segment.length === 0 || segment.length > maxPieceBytes) continue
    const head = Buffer.alloc(lengthBytes)
    head.writeUInt32BE(segment.length)
    stdin.write(head)
    if (!stdin.write(segment)) await Promise.race([once(stdin, 'drain'), once(stdin, 'close')])
  }
  stdin.end()
}
