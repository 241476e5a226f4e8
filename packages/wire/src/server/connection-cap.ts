import type { Server, Socket } from 'node:net'
import type { Writable } from 'node:stream'

export interface ConnectionCapOptions {
  readonly maxTotal: number
  /** Undefined where many people come from one address, as behind a proxy. */
  readonly maxPerAddress?: number | undefined
  /**
   * Requests of one connection that wait for their answers. With HTTP/1.1 a few kilobytes can hold thousands of them,
   * which nobody does who means well.
   */
  readonly maxRequestsPerConnection?: number | undefined
}

interface Connection {
  readonly socket: Socket
  requests: number
}

/** Which connection a request came on. */
export interface RequestSource {
  readonly remoteAddress?: string | undefined
  readonly remotePort?: number | undefined
}

/**
 * Bounds the connections of a server. One address gets so many and no more. When there are as many as there may be in
 * all, a new one takes the place of the one that has been without a request for longest: opening connections and
 * leaving them costs a stranger nothing, so it must not keep anybody out either.
 */
export class ConnectionCap {
  readonly #options: ConnectionCapOptions
  readonly #open = new Map<string, Connection>()
  /** Those without a request, the longest first. */
  readonly #idle = new Map<string, Connection>()
  readonly #perAddress = new Map<string, number>()

  constructor(server: Server, options: ConnectionCapOptions) {
    this.#options = options
    server.prependListener('connection', (socket: Socket) => this.#accept(socket))
  }

  /**
   * Notes that a connection has brought a request, until the response to it is closed.
   * @returns false when it has brought too many and is cut off: there is nobody to answer any more.
   */
  begin(source: RequestSource, response: Pick<Writable, 'once'>): boolean {
    const key = keyOf(source)
    const connection = this.#open.get(key)
    if (connection === undefined) return true
    const { maxRequestsPerConnection: most = Number.POSITIVE_INFINITY } = this.#options
    if (connection.requests >= most) {
      connection.socket.destroy()
      return false
    }
    connection.requests++
    this.#idle.delete(key)
    response.once('close', () => {
      connection.requests--
      if (connection.requests === 0 && this.#open.get(key) === connection) this.#idle.set(key, connection)
    })
    return true
  }

  /** Cuts off every connection. */
  destroyAll(): void {
    for (const { socket } of this.#open.values()) socket.destroy()
  }

  #accept(socket: Socket): void {
    const address = socket.remoteAddress ?? ''
    const key = keyOf(socket)
    const connection = { socket, requests: 0 }
    const count = (this.#perAddress.get(address) ?? 0) + 1
    this.#perAddress.set(address, count)
    this.#open.set(key, connection)
    this.#idle.set(key, connection)
    socket.once('close', () => {
      this.#open.delete(key)
      this.#idle.delete(key)
      const left = (this.#perAddress.get(address) ?? 1) - 1
      if (left === 0) this.#perAddress.delete(address)
      else this.#perAddress.set(address, left)
    })
    const { maxTotal, maxPerAddress = Number.POSITIVE_INFINITY } = this.#options
    if (count > maxPerAddress) socket.destroy()
    else if (this.#open.size > maxTotal) this.#evict()
  }

  #evict(): void {
    // The newest is among them, and goes when all others are at work.
    for (const [key, { socket }] of this.#idle) {
      this.#idle.delete(key)
      if (socket.destroyed) continue
      socket.destroy()
      return
    }
  }
}

function keyOf({ remoteAddress, remotePort }: RequestSource): string {
  return `${remoteAddress ?? ''}|${remotePort ?? ''}`
}
