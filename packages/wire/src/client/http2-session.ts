import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type OutgoingHttpHeaders,
} from 'node:http2'
import { type DialOptions, dial, type PeerFacts } from './dial.ts'
import { type KeepAlive, keepAlive } from './http2-keep-alive.ts'

const idleTimeoutMs = 60_000
const settings = { enablePush: false, initialWindowSize: 1 << 20, maxHeaderListSize: 1 << 16 } as const

/** One kept HTTP/2 connection to one orchestrator, opened when it is needed. */
export class Http2Session {
  readonly authority: string
  readonly #url: URL
  readonly #options: DialOptions
  readonly #keepAlive: KeepAlive | undefined
  /** Taken at the handshake: a socket does not keep it. */
  readonly #certificates = new WeakMap<ClientHttp2Session, Uint8Array>()
  #session: Promise<ClientHttp2Session> | undefined
  #isClosed = false

  /** @param keepAliveOptions - pings the connection and never lets it go for being idle. */
  constructor(url: URL, options: DialOptions, keepAliveOptions?: KeepAlive) {
    this.#keepAlive = keepAliveOptions
    this.authority = url.origin
    this.#url = url
    this.#options = options
  }

  async request(
    method: string,
    path: string,
    headers: OutgoingHttpHeaders,
    options: object,
  ): Promise<ClientHttp2Stream> {
    this.#session ??= this.#open()
    const session = await this.#session
    return session.request({ ':method': method, ':path': path, ...headers }, options)
  }

  /** The certificate (DER) that the other side shows on this connection, which is opened if need be; none without TLS. */
  async peerCertificate(): Promise<Uint8Array | undefined> {
    this.#session ??= this.#open()
    return this.#certificates.get(await this.#session)
  }

  /** Part of what the gRPC client of streaming calls expects; a dead connection shows in the deadline of each call. */
  notifyResponseByteRead(): void {}

  /** Ends the connection and every call on it. */
  close(): void {
    this.#isClosed = true
    this.#let((session) => session.destroy())
  }

  /** Ends the connection once the calls on it are done. */
  retire(): void {
    this.#let((session) => session.close())
  }

  #let(go: (session: ClientHttp2Session) => void): void {
    const opening = this.#session
    this.#session = undefined
    opening?.then(go, () => {})
  }

  #open(): Promise<ClientHttp2Session> {
    const forget = () => {
      if (this.#session === opening) this.#session = undefined
    }
    let certificate: Uint8Array | undefined
    const acceptPeer = (peer: PeerFacts) => {
      certificate = peer.certificate
      return this.#options.acceptPeer?.(peer) ?? true
    }
    const opening = dial(this.#url, 'h2', { ...this.#options, acceptPeer }).then((socket) => {
      const session = connect(this.authority, { createConnection: () => socket, settings })
      if (certificate !== undefined) this.#certificates.set(session, certificate)
      if (this.#isClosed) session.destroy()
      if (this.#keepAlive) keepAlive(session, this.#keepAlive)
      else session.setTimeout(idleTimeoutMs, () => session.close())
      // Streams fail by themselves; the connection is only forgotten, so that the next call opens another one.
      session.on('error', forget).on('close', forget).on('goaway', forget)
      // A kept connection must not keep the process.
      session.unref()
      return session
    })
    opening.catch(forget)
    return opening
  }
}
