import { setTimeout as wait } from 'node:timers/promises'
import { type RtmpCommand, readCommand, readMetadata, textOf } from './commands.ts'
import { ConnectionOver, sentenceOf } from './connection-over.ts'
import { RtmpProtocolError, RtmpTimeoutError } from './errors.ts'
import { messageType, type RtmpMessage, splitAggregate, userControlEvent } from './messages.ts'
import * as response from './responses.ts'
import { splitQuery } from './split-query.ts'
import type {
  PublishConnection,
  PublishDecision,
  PublishRequest,
  PublishSink,
  RtmpServerDependencies,
} from './types.ts'

const rejectionCodes = {
  rejected: 'NetStream.Publish.Rejected',
  'bad-name': 'NetStream.Publish.BadName',
} as const

export interface SessionOptions {
  readonly connectionId: string
  readonly remoteAddress: string
  readonly authorizeTimeoutMs: number
}

/** What a session needs from the connection it lives on. */
export interface SessionDependencies<Accepted> extends RtmpServerDependencies<Accepted> {
  send(bytes: Uint8Array): void
  /** The publisher was let in: large messages may follow. */
  onPublishing(): void
  onMedia(): void
  disconnect(description: string): void
}

/** What an encoder says and wants, message by message: connect, publish, media, unpublish. */
export class RtmpSession<Accepted> {
  readonly #options: SessionOptions
  readonly #dependencies: SessionDependencies<Accepted>
  #app: { readonly path: string; readonly query: URLSearchParams } | undefined
  #lastStreamId = 0
  #publishing: { readonly sink: PublishSink; readonly streamId: number } | undefined
  #isClosed = false

  constructor(options: SessionOptions, dependencies: SessionDependencies<Accepted>) {
    this.#options = options
    this.#dependencies = dependencies
  }

  /** Where the stream goes, once it is let in. */
  get sink(): PublishSink | undefined {
    return this.#publishing?.sink
  }

  /** Nothing more reaches the sink. */
  close(): void {
    this.#isClosed = true
  }

  /**
   * Takes the next message in.
   * @returns a promise while the publisher must be held back.
   * @throws {ConnectionOver} when the connection must end.
   * @throws {RtmpProtocolError} when the message breaks the protocol.
   */
  handle(message: RtmpMessage): Promise<void> | undefined {
    switch (message.type) {
      case messageType.video:
      case messageType.audio:
        return this.#media(message)
      case messageType.aggregate:
        return this.#aggregate(message)
      case messageType.data:
      case messageType.dataAmf3:
        return this.#data(message)
      case messageType.command:
      case messageType.commandAmf3:
        return this.#command(readCommand(message), message.streamId)
      case messageType.userControl:
        return this.#userControl(message.payload)
      default:
        return undefined
    }
  }

  /** Sends an `onStatus` error on the stream. @throws {RtmpProtocolError} when the publisher does not read. */
  tellError(code: 'NetStream.Publish.Failed' | 'NetStream.Publish.Rejected', description: string): void {
    this.#tell(this.#publishing?.streamId ?? this.#lastStreamId, 'error', code, description)
  }

  #media({ type, payload, timestampMs }: RtmpMessage): Promise<void> | undefined {
    const sink = this.#publishing?.sink
    if (sink === undefined || this.#isClosed) return undefined
    if (payload.length > 0) this.#dependencies.onMedia()
    try {
      const taken =
        type === messageType.video ? sink.video(payload, timestampMs) : sink.audio(payload, timestampMs)
      return taken?.catch(sinkFailed)
    } catch (error) {
      return sinkFailed(error)
    }
  }

  async #aggregate(message: RtmpMessage): Promise<void> {
    for (const part of splitAggregate(message)) {
      if (part.type === messageType.audio || part.type === messageType.video) await this.#media(part)
    }
  }

  #data(message: RtmpMessage): undefined {
    const sink = this.#publishing?.sink
    if (sink?.metadata === undefined || this.#isClosed) return
    const metadata = readMetadata(message)
    if (metadata === undefined) return
    try {
      sink.metadata(metadata)
    } catch (error) {
      sinkFailed(error)
    }
  }

  #userControl(payload: Uint8Array): undefined {
    const event = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0)
    if (event !== userControlEvent.pingRequest || payload.length < 6) return
    this.#dependencies.send(response.pingResponse(payload.subarray(2, 6)))
  }

  #command(command: RtmpCommand, streamId: number): Promise<void> | undefined {
    switch (command.name) {
      case 'connect':
        return this.#connect(command)
      case 'releaseStream':
      case 'FCPublish':
        return this.#answer(response.callResult(command.transaction))
      case 'createStream':
        this.#lastStreamId++
        return this.#answer(response.callResult(command.transaction, this.#lastStreamId))
      case 'publish':
        return this.#publish(command, streamId)
      case 'play':
      case 'play2':
        return this.#refusePlay(streamId)
      case 'FCUnpublish':
      case 'deleteStream':
      case 'closeStream':
        return this.#unpublish()
      default:
        return undefined
    }
  }

  #answer(bytes: Uint8Array): undefined {
    this.#dependencies.send(bytes)
  }

  #connect({ object, transaction }: RtmpCommand): undefined {
    const app = textOf(object, 'app')
    if (app === undefined) throw new RtmpProtocolError({ what: 'connect command', reason: 'it names no app' })
    this.#app = splitQuery(app)
    this.#answer(response.connectionSettings())
    this.#answer(response.connectAccepted(transaction))
  }

  async #publish(command: RtmpCommand, streamId: number): Promise<void> {
    const request = this.#readRequest(command)
    const decision = await this.#authorize(request)
    if (this.#isClosed) return
    if (decision.accept) return this.#begin({ ...request, stream: decision.stream }, streamId)
    this.#tell(streamId, 'error', rejectionCodes[decision.code], decision.description)
    const { connectionId, remoteAddress } = this.#options
    this.#dependencies.log.info({ connectionId, remoteAddress, code: decision.code }, 'publisher rejected')
    throw new ConnectionOver({ reason: 'rejected' })
  }

  #readRequest({ values }: RtmpCommand): PublishRequest {
    const name = textOf(values[0])
    const fail = (reason: string) => new RtmpProtocolError({ what: 'publish command', reason })
    if (this.#app === undefined) throw fail('no connect came before')
    if (name === undefined) throw fail('it has no name, or too long a one')
    if (this.#publishing !== undefined) throw fail('the connection already publishes')
    const { path, query } = splitQuery(name)
    const merged = new URLSearchParams(this.#app.query)
    for (const [key, value] of query) merged.set(key, value)
    return { app: this.#app.path, name: path, query: merged, remoteAddress: this.#options.remoteAddress }
  }

  async #authorize(request: PublishRequest): Promise<PublishDecision<Accepted>> {
    const { authorizeTimeoutMs, connectionId } = this.#options
    const stop = new AbortController()
    const late = wait(authorizeTimeoutMs, undefined, { signal: stop.signal, ref: false }).then(() => {
      throw new RtmpTimeoutError({ waitedFor: 'decision', timeoutMs: authorizeTimeoutMs })
    })
    try {
      return await Promise.race([this.#dependencies.authorize(request), late])
    } catch (err) {
      this.#dependencies.log.warn({ err, connectionId }, 'publisher could not be checked')
      return { accept: false, code: 'rejected', description: 'The stream could not be checked; try again.' }
    } finally {
      stop.abort()
      late.catch(() => {})
    }
  }

  #begin(accepted: PublishRequest & { readonly stream: Accepted }, streamId: number): void {
    const { connectionId, remoteAddress } = this.#options
    const connection: PublishConnection<Accepted> = {
      ...accepted,
      connectionId,
      disconnect: (description) => this.#dependencies.disconnect(description),
    }
    try {
      this.#publishing = { sink: this.#dependencies.publish(connection), streamId }
    } catch (error) {
      this.#tell(streamId, 'error', 'NetStream.Publish.BadName', sentenceOf(error))
      throw new ConnectionOver({ reason: 'sink-error', error })
    }
    this.#dependencies.onPublishing()
    this.#answer(response.streamBegin(streamId))
    this.#tell(streamId, 'status', 'NetStream.Publish.Start', 'The stream is taken in.')
    this.#dependencies.log.info({ connectionId, remoteAddress }, 'publisher began')
  }

  #refusePlay(streamId: number): never {
    this.#tell(
      streamId,
      'error',
      'NetStream.Play.Failed',
      'This server takes streams in; watch them over HLS.',
    )
    throw new ConnectionOver({ reason: 'rejected' })
  }

  #unpublish(): undefined {
    if (this.#publishing === undefined) return
    const { streamId } = this.#publishing
    this.#tell(streamId, 'status', 'NetStream.Unpublish.Success', 'The stream has ended.')
    throw new ConnectionOver({ reason: 'unpublished' })
  }

  #tell(streamId: number, level: 'status' | 'error', code: string, description: string): void {
    this.#dependencies.send(response.streamStatus({ streamId, level, code, description }))
  }
}

function sinkFailed(error: unknown): never {
  throw new ConnectionOver({ reason: 'sink-error', error })
}
