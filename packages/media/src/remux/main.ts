/**
 * The program of a process that writes one MP4 file: MPEG-TS segments come in by standard input, each after its length;
 * the file goes out by standard output as it grows. Both are read and written synchronously, so that a slow reader
 * slows everything down and nothing piles up.
 */
import { readSync, writeSync } from 'node:fs'
import { AV_LOG_QUIET } from 'node-av/constants'
import { IOContext, Log } from 'node-av/lib'
import { startWatchdog } from '../child/watchdog.ts'
import { openSegment } from '../transcoder/worker/segment-input.ts'
import { lengthBytes, maxPieceBytes } from './messages.ts'
import { RemuxOutput } from './remux-output.ts'

const writeBufferBytes = 65_536

Log.setLevel(AV_LOG_QUIET)
startWatchdog()
process.on('SIGINT', () => {})
process.exit(run())

function run(): number {
  using resources = new DisposableStack()
  const io = new IOContext()
  io.allocContextWithCallbacks(
    writeBufferBytes,
    1,
    null,
    (chunk) => {
      writeAll(chunk)
      return chunk.length
    },
    null,
  )
  resources.defer(() => io.freeContext())
  const output = new RemuxOutput('mp4', io, resources)
  for (let piece = readPiece(); piece; piece = readPiece()) {
    try {
      using opened = new DisposableStack()
      output.add(openSegment(piece, opened))
    } catch {
      // One that cannot be read is left out; the file goes on with the next.
    }
  }
  output.finish()
  return 0
}

function readPiece(): Uint8Array | undefined {
  const head = readFully(lengthBytes)
  const length = head?.readUInt32BE() ?? 0
  return length > 0 && length <= maxPieceBytes ? readFully(length) : undefined
}

function readFully(length: number): Buffer | undefined {
  const bytes = Buffer.allocUnsafe(length)
  for (let at = 0; at < length; ) {
    const got = retry(() => readSync(0, bytes, at, length - at, null))
    if (got === 0) return undefined
    at += got
  }
  return bytes
}

function writeAll(chunk: Uint8Array): void {
  for (let at = 0; at < chunk.length; ) at += retry(() => writeSync(1, chunk, at))
}

/** Pipes may be in non-blocking mode; then there is nothing to do here but to wait. */
function retry(call: () => number): number {
  for (;;) {
    try {
      return call()
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error
      if (error.code === 'EOF') return 0
      if (error.code !== 'EAGAIN') process.exit(1)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}
