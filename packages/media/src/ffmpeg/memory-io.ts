import { AVSEEK_CUR, AVSEEK_END, AVSEEK_SIZE } from 'node-av/constants'
import { IOContext } from 'node-av/lib'

/** node-av never frees this buffer, so each one opened is lost until the process ends: small, therefore. */
const bufferBytes = 4096

/** Lets FFmpeg read bytes in memory. Free it with `freeContext()` after the format context. */
export function readFromMemory(source: Uint8Array): IOContext {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength)
  let position = 0
  const io = new IOContext()
  io.allocContextWithCallbacks(
    bufferBytes,
    0,
    (size) => {
      if (position >= bytes.length) return null
      const chunk = bytes.subarray(position, position + size)
      position += chunk.length
      return chunk
    },
    null,
    (offset, whence) => {
      if (whence === AVSEEK_SIZE) return BigInt(bytes.length)
      const from = whence === AVSEEK_CUR ? position : whence === AVSEEK_END ? bytes.length : 0
      const target = from + Number(offset)
      if (target < 0 || target > bytes.length) return -1n
      position = target
      return BigInt(target)
    },
  )
  return io
}

export interface MemoryWriter {
  readonly io: IOContext
  /** All that was written; call it after the trailer. */
  bytes(): Uint8Array
}

/** Lets FFmpeg write into memory; it cannot seek, so only for formats that need no seeking. */
export function writeToMemory(): MemoryWriter {
  const chunks: Buffer[] = []
  const io = new IOContext()
  io.allocContextWithCallbacks(
    bufferBytes,
    1,
    null,
    // FFmpeg uses its buffer again after this call.
    (chunk) => chunks.push(Buffer.from(chunk)) && chunk.length,
    null,
  )
  return { io, bytes: () => Buffer.concat(chunks) }
}
