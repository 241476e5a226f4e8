import { once } from 'node:events'
import { createServer, connect as dial, type Socket } from 'node:net'
import { pipeline, Transform } from 'node:stream'

/**
 * A TCP relay that holds everything back by a one-way delay: distance between a gateway and an orchestrator, on one
 * machine. The number of bytes under way is bounded by the streams' own buffers.
 */
export class DelayProxy {
  readonly #server
  readonly #sockets = new Set<Socket>()

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server
  }

  /** Listens on `port` and relays to `targetPort`, both on 127.0.0.1; each direction is late by `delayMs`. */
  static async listen({
    port,
    targetPort,
    delayMs,
  }: {
    port: number
    targetPort: number
    delayMs: number
  }): Promise<DelayProxy> {
    const server = createServer({ noDelay: true, allowHalfOpen: true })
    const proxy = new DelayProxy(server)
    server.on('connection', (near) => {
      const far = dial({ port: targetPort, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
      for (const socket of [near, far]) {
        proxy.#sockets.add(socket)
        socket.once('close', () => proxy.#sockets.delete(socket))
      }
      // An end that breaks off, or a target that is away, breaks off the other end too.
      pipeline(near, heldBack(delayMs), far, () => undefined)
      pipeline(far, heldBack(delayMs), near, () => undefined)
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return proxy
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await once(this.#server, 'close')
  }
}

/** Keeps chunks in order, each at least `delayMs` after it came. */
function heldBack(delayMs: number): Transform {
  const waiting = new Set<NodeJS.Timeout>()
  let flushed: (() => void) | undefined
  return new Transform({
    highWaterMark: 4 << 20,
    transform(chunk, _encoding, callback) {
      const timer = setTimeout(() => {
        waiting.delete(timer)
        this.push(chunk)
        if (waiting.size === 0) flushed?.()
      }, delayMs)
      waiting.add(timer)
      callback()
    },
    flush(callback) {
      if (waiting.size === 0) callback()
      else flushed = callback
    },
    destroy(error, callback) {
      for (const timer of waiting) clearTimeout(timer)
      callback(error)
    },
  })
}
