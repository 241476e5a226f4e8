import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { DelayLine } from './delay-line.ts'

export interface Place {
  readonly host: string
  readonly port: number
}

export interface RelayOptions {
  /** Where it listens; port 0 takes a free one. */
  readonly at: Place
  /** Where it leads to. */
  readonly to: Place
  /** How late each direction is. */
  readonly delayMs?: number
  /** Every so many pieces one comes late, as a lost packet does that has to be sent again. */
  readonly lossEvery?: number
  /** A connection breaks off when it has carried so many bytes: what loss looks like once TCP gave up. */
  readonly breakAfterBytes?: number
}

/** A long way between two hosts, in a process of neither. */
export class Relay {
  readonly #options: RelayOptions
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #lines = new Set<DelayLine>()
  #isCut = false
  #pieces = 0
  #broken = 0

  private constructor(options: RelayOptions) {
    this.#options = options
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => this.#join(near))
  }

  static async listen(options: RelayOptions): Promise<Relay> {
    const relay = new Relay(options)
    await relay.open()
    return relay
  }

  get port(): number {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('The relay does not listen.')
    return address.port
  }

  /** Connections that broke off on the way. */
  get broken(): number {
    return this.#broken
  }

  async open(): Promise<void> {
    this.#server.listen(this.#options.at.port, this.#options.at.host)
    await once(this.#server, 'listening')
  }

  /** Ends every connection and takes no more, until {@link Relay.open}. Idempotent. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    if (!this.#server.listening) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
  }

  /** Nothing comes through any more, and nobody is told; `false` lets through what was held up. */
  cut(isCut: boolean): void {
    this.#isCut = isCut
    for (const line of this.#lines) line.hold(isCut)
  }

  #join(near: Socket): void {
    const far = connect({ ...this.#options.to, noDelay: true, allowHalfOpen: true })
    const both = [near, far]
    const lines = [this.#line(near, far), this.#line(far, near)]
    for (const socket of both) {
      this.#sockets.add(socket)
      // Its end is what counts.
      socket.on('error', () => {})
      socket.once('close', () => {
        this.#sockets.delete(socket)
        // Ended by both: what it said last may still be on its way.
        if (socket.readableEnded && socket.writableFinished) return
        for (const other of both) other.destroy()
      })
    }
    for (const line of lines) {
      this.#lines.add(line)
      line.closed.then(() => this.#lines.delete(line))
    }
    this.#breakInTime(both)
  }

  #line(from: Socket, to: Socket): DelayLine {
    const { delayMs = 0, lossEvery = Number.POSITIVE_INFINITY } = this.#options
    const line = new DelayLine({ from, to, delayMs, isLost: () => ++this.#pieces % lossEvery === 0 })
    line.hold(this.#isCut)
    return line
  }

  #breakInTime(sockets: readonly Socket[]): void {
    const { breakAfterBytes } = this.#options
    if (breakAfterBytes === undefined) return
    let carried = 0
    for (const socket of sockets) {
      socket.on('data', (chunk) => {
        carried += chunk.length
        if (carried < breakAfterBytes || socket.destroyed) return
        this.#broken++
        for (const other of sockets) other.destroy()
      })
    }
  }
}
