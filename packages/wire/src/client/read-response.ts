import type { IncomingMessage } from 'node:http'
import { GrowingBuffer } from '../growing-buffer.ts'

/** A body that is longer than the caller takes. */
export class ResponseTooLong extends Error {}

/**
 * Reads a whole body.
 * @throws {ResponseTooLong} when it is longer than `maxBytes`; the connection is closed then.
 */
export function readResponse(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const announced = response.headers['content-length']
    const body = new GrowingBuffer(announced === undefined ? undefined : Number(announced))
    const refuse = () => {
      response.destroy()
      reject(new ResponseTooLong())
    }
    if (Number(announced ?? 0) > maxBytes) return refuse()
    response
      .on('data', (chunk: Buffer) => {
        if (body.length + chunk.length > maxBytes) refuse()
        else body.append(chunk)
      })
      .once('end', () => resolve(body.bytes))
      .once('error', reject)
      .once('close', () => reject(new Error('The connection closed early.')))
  })
}
