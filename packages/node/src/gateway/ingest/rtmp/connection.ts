import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { ChunkReader } from './chunk-reader.ts'
import { ConnectionOver, sentenceOf } from './connection-over.ts'
import { Deadline } from './deadline.ts'
import { RtmpProtocolError, RtmpTimeoutError } from './errors.ts'
import { Handshake } from './handshake.ts'
import type { RtmpLimits } from './limits.ts'
import { acknowledgement, windowBytes } from './responses.ts'
import { RtmpSession } from './session.ts'
import type { PublishEnd, PublishSink, RtmpLog, RtmpServerDependencies } from './types.ts'

/** How long a peer that was told its end may take to hang up. */
const lingerMs = 500
const randomHandshakeBytes = 1528

export interface RtmpConnectionOptions {
  readonly id: string
  readonly socket: Socket
  readonly limits: RtmpLimits
  /** Called once it publishes: from then on it is worth its place. */
  readonly onPublishing: () => void
}

/** One encoder on one socket: reading, deadlines, back-pressure and the end. */
export class RtmpConnection<Accepted> {
  readonly #id: string
  readonly #socket: Socket
  readonly #limits: RtmpLimits
  readonly #tellPublishing: () => void
  readonly #log: RtmpLog
  readonly #remoteAddress: string
  readonly #handshake = new Handshake({ random: randomBytes(randomHandshakeBytes) })
  readonly #reader: ChunkReader
  readonly #session: RtmpSession<Accepted>
  readonly #deadline = new Deadline({ expire: () => this.#expire() })
  /** Rejects once the connection must end from outside, so that nothing waits past it. */
  readonly #over = Promise.withResolvers<never>()
  #isOver = false
  #receivedBytes = 0
  #acknowledgedBytes = 0

  constructor(
    { id, socket, limits, onPublishing }: RtmpConnectionOptions,
    dependencies: RtmpServerDependencies<Accepted>,
  ) {
    this.#id = id
    this.#socket = socket
    this.#limits = limits
    this.#tellPublishing = onPublishing
    this.#log = dependencies.log
    this.#remoteAddress = socket.remoteAddress ?? ''
    this.#reader = new ChunkReader(limits)
    this.#over.promise.catch(() => {})
    const { authorizeTimeoutMs } = limits
    this.#session = new RtmpSession(
      { connectionId: id, remoteAddress: this.#remoteAddress, authorizeTimeoutMs },
      {
        log: dependencies.log,
        authorize: (request) => dependencies.authorize(request),
        publish: (connection) => dependencies.publish(connection),
        send: (bytes) => this.#send(bytes),
        onPublishing: () => this.#onPublishing(),
        onMedia: () => this.#deadline.renew(),
        disconnect: (description) => this.#disconnect(description),
      },
    )
  }

  /** Serves the connection until it ends. Never rejects. */
  async run(): Promise<void> {
    this.#socket.on('error', () => {})
    this.#deadline.set(this.#limits.handshakeTimeoutMs)
    let end: PublishEnd = { reason: 'disconnected' }
    try {
      await Promise.race([this.#serve(), this.#over.promise])
    } catch (error) {
      end = error instanceof ConnectionOver ? error.end : { reason: 'protocol-error', error }
    }
    this.#isOver = true
    this.#session.close()
    this.#deadline.clear()
    await this.#finish(end)
    await this.#hangUp(end)
  }

  /** Ends the connection; its `run` settles soon after. */
  close(end: PublishEnd): void {
    this.#over.reject(new ConnectionOver(end))
  }

  async #serve(): Promise<void> {
    let failure: { readonly error: unknown } | undefined
    try {
      for await (const data of this.#socket.iterator({ destroyOnReturn: false })) {
        failure = await this.#consume(data).then(
          () => undefined,
          (error: unknown) => ({ error }),
        )
        if (failure !== undefined) break
      }
    } catch {
      // The socket failed, or was reset: the publisher has disconnected.
    }
    if (failure !== undefined) throw failure.error
  }

  async #consume(data: Buffer): Promise<void> {
    if (this.#isOver) return
    this.#receivedBytes += data.length
    let rest: Uint8Array = data
    if (!this.#handshake.isDone) rest = this.#shakeHands(data)
    for (const message of this.#reader.read(rest)) {
      const pending = this.#session.handle(message)
      if (pending !== undefined) await this.#hold(pending)
      if (this.#isOver) return
    }
    if (this.#receivedBytes - this.#acknowledgedBytes < windowBytes) return
    this.#acknowledgedBytes = this.#receivedBytes
    this.#send(acknowledgement(this.#receivedBytes))
  }

  #shakeHands(data: Uint8Array): Uint8Array {
    const { reply, rest } = this.#handshake.push(data)
    if (reply !== undefined) this.#send(reply)
    if (this.#handshake.isDone) this.#deadline.set(this.#limits.publishTimeoutMs)
    return rest
  }

  /** While the sink is busy the socket is not read, and the publisher's silence not counted. */
  async #hold(pending: Promise<void>): Promise<void> {
    const isPublishing = this.#session.sink !== undefined
    if (isPublishing) this.#deadline.isHeld = true
    await pending
    if (isPublishing) this.#deadline.isHeld = false
  }

  #send(bytes: Uint8Array): void {
    if (!this.#socket.writable) return
    this.#socket.write(bytes)
    if (this.#socket.writableLength <= this.#limits.maxUnsentBytes) return
    throw new RtmpProtocolError({ what: 'connection', reason: 'the publisher does not read its answers' })
  }

  #onPublishing(): void {
    this.#tellPublishing()
    this.#reader.allowMedia()
    this.#deadline.set(this.#limits.idleTimeoutMs)
  }

  #disconnect(description: string): void {
    if (!this.#isOver) this.#tellQuietly('NetStream.Publish.Rejected', description)
    this.close({ reason: 'revoked' })
  }

  #expire(): void {
    const { handshakeTimeoutMs, publishTimeoutMs, idleTimeoutMs } = this.#limits
    if (this.#session.sink !== undefined) {
      const error = new RtmpTimeoutError({ waitedFor: 'audio or video', timeoutMs: idleTimeoutMs })
      this.close({ reason: 'idle', error })
      return
    }
    const error = this.#handshake.isDone
      ? new RtmpTimeoutError({ waitedFor: 'publish command', timeoutMs: publishTimeoutMs })
      : new RtmpTimeoutError({ waitedFor: 'handshake', timeoutMs: handshakeTimeoutMs })
    this.close({ reason: 'protocol-error', error })
  }

  async #finish(end: PublishEnd): Promise<void> {
    const { sink } = this.#session
    const { reason, error } = end
    const facts = {
      connectionId: this.#id,
      remoteAddress: this.#remoteAddress,
      reason,
      ...(error ? { err: error } : {}),
    }
    if (sink === undefined) {
      this.#log.debug(facts, 'connection ended before a stream')
      return
    }
    if (error !== undefined) this.#tellQuietly('NetStream.Publish.Failed', sentenceOf(error))
    this.#log.info(facts, 'publisher ended')
    await this.#endSink(sink, end)
  }

  #tellQuietly(code: 'NetStream.Publish.Failed' | 'NetStream.Publish.Rejected', description: string): void {
    try {
      this.#session.tellError(code, description)
    } catch {
      // The publisher does not read: nothing can be told.
    }
  }

  async #endSink(sink: PublishSink, end: PublishEnd): Promise<void> {
    try {
      await sink.end(end)
    } catch (err) {
      this.#log.warn({ err, connectionId: this.#id }, 'sink failed to end')
    }
  }

  /** Lets the last answer out: closing with unread bytes would reset the connection under it. */
  async #hangUp({ reason }: PublishEnd): Promise<void> {
    const socket = this.#socket
    const isTold = reason !== 'disconnected' && reason !== 'server-closed'
    if (isTold && !socket.destroyed && socket.writable) {
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
      socket.end()
      socket.resume()
      await Promise.race([closed, wait(lingerMs, undefined, { ref: false })])
    }
    socket.destroy()
  }
}
