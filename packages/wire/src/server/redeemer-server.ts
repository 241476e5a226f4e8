import { timingSafeEqual } from 'node:crypto'
import type { AddressInfo, Server } from 'node:net'
import { Code, ConnectError } from '@connectrpc/connect'
import type { Logger } from '@millrace/common'
import { type Address, bigintToMinimalBytes, keccak256 } from '@millrace/crypto'
import type { WinningTicket } from '@millrace/payments'
import { encodeUtf8 } from '../codec/bytes.ts'
import { readAddress } from '../codec/payment.ts'
import { readRedeemerTicket } from '../codec/redeemer-ticket.ts'
import { ForeignTicketError, ServerListenError, TicketRefusedError, WireFormatError } from '../errors.ts'
import { TicketRedeemer } from '../generated/net/redeemer_pb.ts'
import { createSelfSignedCertificate } from './certificate.ts'
import { ConnectionCap } from './connection-cap.ts'
import { type GrpcCall, type GrpcMethod, streamMethod, unaryMethod } from './grpc-method.ts'
import { createGrpcRoute } from './grpc-route.ts'
import { type AnyRequest, type AnyResponse, sendText, sourceOf } from './http-types.ts'
import { defaultServerLimits } from './limits.ts'
import { createDualServer } from './listener.ts'
import { OpenRequests } from './open-requests.ts'

export interface RedeemerServerOptions {
  readonly host?: string | undefined
  /** 0 takes a free one. */
  readonly port: number
  /** Serves without TLS. */
  readonly isPlainText?: boolean
  /** What callers must show; undefined lets everybody in who can reach the port. */
  readonly secret?: string | undefined
}

/** What a redeemer does behind the wire. */
export interface RedeemerHandlers {
  /**
   * Takes over a winner; returns when it would survive a power cut.
   * @throws {ForeignTicketError} when it is for another recipient, {TicketRefusedError} when it cannot be redeemed.
   */
  queueTicket(winner: WinningTicket): Promise<void>
  /** In wei. */
  maxFloat(sender: Address): Promise<bigint>
  /** The max float of a sender now, and whenever it changes. */
  monitorMaxFloat(sender: Address, signal: AbortSignal): AsyncIterable<bigint>
}

export interface RedeemerServerDependencies {
  readonly handlers: RedeemerHandlers
  readonly log: Logger
}

/** Callers are the operator's own nodes. */
const maxConnections = 1_000
const maxCalls = 10_000

/** The port of a redeemer, over which orchestrators hand it their winners. */
export class RedeemerServer {
  readonly #server: Server
  readonly #endSessions: () => void
  readonly #connections: ConnectionCap
  readonly #requests = new OpenRequests()
  #closed: Promise<void> | undefined

  private constructor(options: RedeemerServerOptions, deps: RedeemerServerDependencies) {
    const { host, isPlainText, secret } = options
    const certificate = isPlainText ? undefined : createSelfSignedCertificate(host ?? 'localhost')
    const serveRpc = createGrpcRoute(
      // Callers are all of one operator, often of one machine.
      { maxCalls, maxCallsPerAddress: maxCalls, timeoutMs: defaultServerLimits.callTimeoutMs },
      { methods: redeemerMethods(deps, secret), requests: this.#requests, log: deps.log },
    )
    const dual = createDualServer(
      certificate,
      defaultServerLimits,
      (request: AnyRequest, response: AnyResponse) => {
        request.on('error', () => {})
        response.on('error', () => {})
        if (!this.#connections.begin(sourceOf(request), response)) return
        if (!serveRpc(request, response)) sendText(response, 404, '404 page not found')
      },
    )
    this.#server = dual.server
    this.#endSessions = dual.endSessions
    this.#connections = new ConnectionCap(this.#server, { maxTotal: maxConnections })
  }

  /** @throws {ServerListenError} when the port cannot be had. */
  static async create(
    options: RedeemerServerOptions,
    deps: RedeemerServerDependencies,
  ): Promise<RedeemerServer> {
    const server = new RedeemerServer(options, deps)
    const { host, port } = options
    await new Promise<void>((resolve, reject) => {
      const onError = (cause: Error) => reject(new ServerListenError({ host: host ?? '*', port, cause }))
      server.#server.once('error', onError)
      server.#server.listen({ port, ...(host !== undefined && { host }) }, () => {
        server.#server.off('error', onError).on('error', (err) => deps.log.error({ err }, 'server error'))
        resolve()
      })
    })
    return server
  }

  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0
  }

  /** Ends calls in progress and closes every connection. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#requests.close()
      this.#endSessions()
      const timer = setTimeout(() => this.#connections.destroyAll(), defaultServerLimits.closeGraceMs)
      this.#server.close(() => {
        clearTimeout(timer)
        resolve()
      })
    })
    return this.#closed
  }
}

function redeemerMethods(
  { handlers, log }: RedeemerServerDependencies,
  secret: string | undefined,
): readonly GrpcMethod[] {
  const admit = ({ header }: GrpcCall) => {
    if (secret !== undefined && !isSame(header('authorization') ?? '', bearerOf(secret)))
      throw new ConnectError('invalid secret', Code.Unauthenticated)
  }
  const { queueTicket, maxFloat, monitorMaxFloat } = TicketRedeemer.method
  return [
    unaryMethod(queueTicket, async (message, call) => {
      admit(call)
      await answering(log, () => handlers.queueTicket(readRedeemerTicket(message)))
      return {}
    }),
    unaryMethod(maxFloat, async ({ sender }, call) => {
      admit(call)
      const floatWei = await answering(log, () => handlers.maxFloat(readAddress(sender, 'sender')))
      return { maxFloat: bigintToMinimalBytes(floatWei) }
    }),
    streamMethod(monitorMaxFloat, async function* ({ sender }, call) {
      admit(call)
      const address = await answering(log, async () => readAddress(sender, 'sender'))
      for await (const floatWei of handlers.monitorMaxFloat(address, call.signal))
        yield { maxFloat: bigintToMinimalBytes(floatWei) }
    }),
  ]
}

/** What callers show to prove that they belong to the same operator. */
function bearerOf(secret: string): string {
  return `Bearer ${secret}`
}

/** In time that does not depend on where they differ. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(keccak256(encodeUtf8(a)), keccak256(encodeUtf8(b)))
}

/** A ticket for somebody else is PermissionDenied, all other failures are Internal, as the network's redeemers say it. */
async function answering<T>(log: Logger, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ForeignTicketError) throw new ConnectError(error.message, Code.PermissionDenied)
    if (error instanceof TicketRefusedError || error instanceof WireFormatError)
      throw new ConnectError(error.message, Code.Internal)
    log.error({ err: error }, 'call failed')
    throw new ConnectError('internal error', Code.Internal)
  }
}
