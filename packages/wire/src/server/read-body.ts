import { OrchestratorCappedError, SegmentBodyError } from '../errors.ts'
import { GrowingBuffer } from '../growing-buffer.ts'
import type { ByteHold } from './byte-budget.ts'
import { type AnyRequest, headerOf, isHttp2 } from './http-types.ts'

export interface ReadBodyOptions {
  readonly maxBytes: number
  readonly timeoutMs: number
  readonly idleTimeoutMs: number
  readonly hold: ByteHold
  readonly signal: AbortSignal
}

/**
 * Reads a whole body into memory.
 * @throws {SegmentBodyError} when it is too long, too slow, or breaks off.
 * @throws {OrchestratorCappedError} when there is no room for it.
 */
export function readBody(request: AnyRequest, options: ReadBodyOptions): Promise<Uint8Array> {
  const announced = Number(headerOf(request, 'content-length') ?? Number.NaN)
  if (announced > options.maxBytes) return Promise.reject(tooLong(options.maxBytes))
  if (request.destroyed && !request.complete)
    return Promise.reject(new SegmentBodyError('the sender is gone'))
  return new Promise((resolve, reject) => {
    const body = new GrowingBuffer(Number.isNaN(announced) ? undefined : announced)
    const settle = (error?: Error) => {
      clearTimeout(whole)
      clearTimeout(idle)
      request.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose)
      options.signal.removeEventListener('abort', onClose)
      if (error === undefined) resolve(body.bytes)
      else reject(error)
    }
    const onData = (chunk: Buffer) => {
      if (body.length + chunk.length > options.maxBytes) return settle(tooLong(options.maxBytes))
      if (!options.hold.take(chunk.length)) return settle(new OrchestratorCappedError())
      body.append(chunk)
      idle.refresh()
    }
    const onEnd = () => settle()
    const onError = (cause: Error) => settle(new SegmentBodyError('the connection broke', cause))
    const onClose = () => settle(new SegmentBodyError('the sender is gone'))
    const onTimeout = () => settle(new SegmentBodyError('it took too long'))
    const whole = setTimeout(onTimeout, options.timeoutMs)
    const idle = setTimeout(onTimeout, options.idleTimeoutMs)
    options.signal.addEventListener('abort', onClose)
    request.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose)
  })
}

function tooLong(maxBytes: number): SegmentBodyError {
  return new SegmentBodyError(`it is longer than ${maxBytes} bytes`)
}

/**
 * Deals with what a refused request still sends. HTTP/2 tells the sender to stop. HTTP/1.1 cannot, and closing at
 * once would destroy the answer on its way, so a bounded rest is read and thrown away first.
 */
export function discardRest(request: AnyRequest, maxBytes: number, timeoutMs: number): void {
  if (request.complete || request.destroyed) return
  if (isHttp2(request)) {
    const { stream } = request
    if (!stream.closed) stream.close()
    return
  }
  let left = maxBytes
  const giveUp = () => request.socket.destroy()
  const timer = setTimeout(giveUp, timeoutMs)
  request
    .on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) giveUp()
    })
    .on('error', () => {})
    .once('close', () => clearTimeout(timer))
    .once('end', () => clearTimeout(timer))
}
