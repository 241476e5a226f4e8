import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { ConnectionCap } from '@millrace/wire'
import { RtmpConnection } from './connection.ts'
import { RtmpListenError } from './errors.ts'
import { defaultRtmpLimits, type RtmpLimits } from './limits.ts'
import type { RtmpServerDependencies, RtmpServerOptions } from './types.ts'

/** Takes live streams in by RTMP: many publishers on one port, each bounded on its own. */
export class RtmpServer<Accepted> implements AsyncDisposable {
  readonly #server: Server
  readonly #limits: RtmpLimits
  readonly #dependencies: RtmpServerDependencies<Accepted>
  readonly #connections = new Map<RtmpConnection<Accepted>, Promise<void>>()
  /** Sockets under the connections, and those still in their TLS handshake. */
  readonly #sockets = new Set<Socket>()
  readonly #countByAddress = new Map<string, number>()
  readonly #cap: ConnectionCap
  #lastId = 0
  #closed: Promise<void> | undefined

  private constructor({ tls, limits }: RtmpServerOptions, dependencies: RtmpServerDependencies<Accepted>) {
    this.#limits = { ...defaultRtmpLimits, ...limits }
    this.#dependencies = dependencies
    const { maxConnections, handshakeTimeoutMs } = this.#limits
    const accept = (socket: Socket) => this.#accept(socket)
    this.#server =
      tls === undefined
        ? createServer({ noDelay: true }, accept)
        : createTlsServer({ ...tls, handshakeTimeout: handshakeTimeoutMs }, accept)
    this.#cap = new ConnectionCap(this.#server, { maxTotal: maxConnections })
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
  }

  /**
   * Listens.
   * @throws {RtmpListenError} when it cannot, as when the port is in use.
   */
  static async create<Accepted>(
    options: RtmpServerOptions,
    dependencies: RtmpServerDependencies<Accepted>,
  ): Promise<RtmpServer<Accepted>> {
    const rtmp = new RtmpServer(options, dependencies)
    const { host, port } = options
    try {
      rtmp.#server.listen({ host, port })
      await once(rtmp.#server, 'listening')
    } catch (cause) {
      throw new RtmpListenError({ host, port, cause })
    }
    // Failing to accept one connection must not end the others.
    rtmp.#server.on('error', (err) => dependencies.log.warn({ err }, 'accepting a connection failed'))
    return rtmp
  }

  /** The port it listens on. */
  get port(): number {
    const address = this.#server.address()
    return isAddressInfo(address) ? address.port : 0
  }

  get connectionCount(): number {
    return this.#connections.size
  }

  /** Ends every publisher and stops listening. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    const stopped = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const connection of this.#connections.keys()) connection.close({ reason: 'server-closed' })
    await Promise.all(this.#connections.values())
    for (const socket of this.#sockets) socket.destroy()
    await stopped
  }

  #accept(socket: Socket): void {
    const address = socket.remoteAddress ?? ''
    const count = this.#countByAddress.get(address) ?? 0
    if (this.#closed !== undefined || count >= this.#limits.maxConnectionsPerAddress) {
      socket.destroy()
      return
    }
    this.#countByAddress.set(address, count + 1)
    this.#lastId++
    const connection = new RtmpConnection(
      {
        id: `rtmp-${this.#lastId}`,
        socket,
        limits: this.#limits,
        onPublishing: () => this.#cap.begin(socket, socket),
      },
      this.#dependencies,
    )
    const served = connection.run().finally(() => this.#forget(connection, address))
    this.#connections.set(connection, served)
  }

  #forget(connection: RtmpConnection<Accepted>, address: string): void {
    this.#connections.delete(connection)
    const left = (this.#countByAddress.get(address) ?? 1) - 1
    if (left === 0) this.#countByAddress.delete(address)
    else this.#countByAddress.set(address, left)
  }
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
