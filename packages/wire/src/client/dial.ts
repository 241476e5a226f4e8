import { lookup as systemLookup } from 'node:dns'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls'
import { ConnectFailedError, PeerRefusedError } from '../client-errors.ts'
import { isPublicAddress } from './public-address.ts'

/** The certificate that a peer showed, for a caller that knows which one to expect. */
export interface PeerFacts {
  readonly origin: string
  /** DER. */
  readonly certificate: Uint8Array
}

export interface DialOptions {
  readonly timeoutMs: number
  /** Refuses hosts of private networks, this machine included. */
  readonly onlyPublic: boolean
  /**
   * Decides about a peer's certificate; without it every one is good, since the network's orchestrators make up a new
   * one at each start.
   */
  readonly acceptPeer?: ((peer: PeerFacts) => boolean) | undefined
}

/**
 * Opens a connection, with TLS for `https`, that is ready to be written to.
 * @param protocol - what to agree on by ALPN.
 * @throws {ConnectFailedError} when there is none in time.
 * @throws {PeerRefusedError} when the certificate is not accepted.
 */
export function dial(url: URL, protocol: 'h2' | 'http/1.1', options: DialOptions): Promise<Socket> {
  const { origin } = url
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (options.onlyPublic && isIP(host) !== 0 && !isPublicAddress(host)) {
    return Promise.reject(new ConnectFailedError({ origin, reason: 'the address is private' }))
  }
  const isTls = url.protocol === 'https:'
  const target = {
    host,
    port: Number(url.port || (isTls ? 443 : 80)),
    ...(options.onlyPublic && { lookup: publicLookup }),
  }
  return new Promise((resolve, reject) => {
    const socket: Socket | TLSSocket = isTls
      ? connectTls({
          ...target,
          ALPNProtocols: [protocol],
          secureContext: sharedContext(),
          rejectUnauthorized: false,
          ...(isIP(host) === 0 && { servername: host }),
        })
      : connect(target)
    const settle = (error?: Error) => {
      clearTimeout(timer)
      socket.off('error', onError).off('close', onClose)
      if (error === undefined) return resolve(socket)
      socket.on('error', () => {})
      socket.destroy()
      reject(error)
    }
    const onError = (cause: Error) =>
      settle(new ConnectFailedError({ origin, reason: reasonOf(cause), cause }))
    const onClose = () => settle(new ConnectFailedError({ origin, reason: 'the connection was closed' }))
    const onTimeout = () =>
      settle(new ConnectFailedError({ origin, reason: `no connection in ${options.timeoutMs} ms` }))
    const timer = setTimeout(onTimeout, options.timeoutMs)
    socket.setNoDelay(true)
    socket.once('error', onError).once('close', onClose)
    socket.once(isTls ? 'secureConnect' : 'connect', () =>
      settle(findFault(socket, origin, protocol, options)),
    )
  })
}

let context: SecureContext | undefined

/** Making one loads all root certificates, which nothing here is checked against: one serves every connection. */
function sharedContext(): SecureContext {
  context ??= createSecureContext()
  return context
}

function findFault(
  socket: Socket | TLSSocket,
  origin: string,
  protocol: string,
  { acceptPeer }: DialOptions,
): Error | undefined {
  if (!('getPeerX509Certificate' in socket)) return undefined
  if (protocol === 'h2' && socket.alpnProtocol !== 'h2') {
    return new ConnectFailedError({ origin, reason: 'it does not speak HTTP/2' })
  }
  if (acceptPeer === undefined) return undefined
  const certificate = socket.getPeerX509Certificate()?.raw
  const isAccepted = acceptPeer({ origin, certificate: new Uint8Array(certificate ?? []) })
  return isAccepted ? undefined : new PeerRefusedError(origin)
}

/** The check is made on the very address that is dialled, so that a second look-up cannot lead elsewhere. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
    const reachable = (error ? [] : addresses).filter(({ address }) => isPublicAddress(address))
    const [first] = reachable
    if (first === undefined) {
      callback(error ?? Object.assign(new Error('the address is private'), { code: 'EPRIVATE' }), [])
    } else if (options.all) callback(null, reachable)
    else callback(null, first.address, first.family)
  })
}

function reasonOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
