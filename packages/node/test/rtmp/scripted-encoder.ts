import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type AmfValue, decodeAmf, encodeAmf } from '../../src/gateway/ingest/rtmp/amf0.ts'
import { ChunkReader } from '../../src/gateway/ingest/rtmp/chunk-reader.ts'
import { encodeMessage } from '../../src/gateway/ingest/rtmp/chunk-writer.ts'
import { defaultRtmpLimits } from '../../src/gateway/ingest/rtmp/limits.ts'
import { messageType, type RtmpMessage, uint32 } from '../../src/gateway/ingest/rtmp/messages.ts'

const handshakeReplyBytes = 3073

/** An encoder whose every message the test decides; it keeps all that the server says. */
export class ScriptedEncoder implements AsyncDisposable {
  readonly socket: Socket
  readonly received: RtmpMessage[] = []
  readonly #reader = new ChunkReader(defaultRtmpLimits)
  readonly #waiting = new Set<() => void>()
  #handshakeLeft = handshakeReplyBytes
  #chunkBytes = 128
  isClosed = false

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('error', () => {})
    socket.on('data', (data) => this.#take(data))
    socket.on('close', () => {
      this.isClosed = true
      this.#wake()
    })
  }

  static async connect(port: number, { secure = false } = {}): Promise<ScriptedEncoder> {
    const to = { port, host: '127.0.0.1', noDelay: true }
    const socket = secure ? connectTls({ ...to, rejectUnauthorized: false }) : connect(to)
    const encoder = new ScriptedEncoder(socket)
    await once(socket, secure ? 'secureConnect' : 'connect')
    return encoder
  }

  /** Handshake, connect and publish, in OBS's order. */
  static async publishing(
    port: number,
    { app = 'live', name = 'key', secure = false } = {},
  ): Promise<ScriptedEncoder> {
    const encoder = await ScriptedEncoder.connect(port, { secure })
    encoder.handshake()
    encoder.call('connect', 1, {
      app,
      type: 'nonprivate',
      flashVer: 'FMLE/3.0',
      tcUrl: `rtmp://127.0.0.1/${app}`,
    })
    await encoder.until(() => encoder.results(1).length > 0)
    encoder.setChunkSize(4096)
    encoder.call('releaseStream', 2, null, name)
    encoder.call('FCPublish', 3, null, name)
    encoder.call('createStream', 4, null)
    await encoder.until(() => encoder.results(4).length > 0)
    encoder.call('_checkbw', 5, null)
    encoder.call('publish', 6, null, name, 'live')
    await encoder.until(() => encoder.statuses.length > 0 || encoder.isClosed)
    return encoder
  }

  handshake(): void {
    this.socket.write(Buffer.concat([Buffer.of(3), Buffer.alloc(1536, 1), Buffer.alloc(1536, 2)]))
  }

  setChunkSize(bytes: number): void {
    this.message(messageType.setChunkSize, uint32(bytes), { chunkStreamId: 2, streamId: 0 })
    this.#chunkBytes = bytes
  }

  call(name: string, transaction: number, ...values: AmfValue[]): void {
    this.message(messageType.command, encodeAmf([name, transaction, ...values]), {
      chunkStreamId: 3,
      streamId: name === 'publish' ? 1 : 0,
    })
  }

  /** @returns whether the socket takes more, as `write` says. */
  message(
    type: number,
    payload: Uint8Array,
    { chunkStreamId = 4, streamId = 1, timestampMs = 0 } = {},
  ): boolean {
    const bytes = Buffer.from(
      encodeMessage({ chunkStreamId, chunkBytes: this.#chunkBytes, type, streamId, payload }),
    )
    bytes.writeUIntBE(timestampMs, 1, 3)
    return this.socket.write(bytes)
  }

  /** Commands that the server sent, by name. */
  commands(name: string): AmfValue[][] {
    return this.received
      .filter(({ type }) => type === messageType.command)
      .map(({ payload }) => decodeAmf(payload))
      .filter(([first]) => first === name)
  }

  results(transaction: number): AmfValue[][] {
    return this.commands('_result').filter(([, id]) => id === transaction)
  }

  /** Information objects of all `onStatus`. */
  get statuses(): { readonly level: string; readonly code: string; readonly description: string }[] {
    return this.commands('onStatus').map(([, , , information]) => information as never)
  }

  /** Settles once the condition holds; it is looked at whenever something arrives. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.isClosed) throw new Error('The server closed before it happened.')
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
  }

  async closed(): Promise<void> {
    while (!this.isClosed) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy()
    await this.closed()
  }

  #take(data: Uint8Array): void {
    const skipped = Math.min(this.#handshakeLeft, data.length)
    this.#handshakeLeft -= skipped
    for (const message of this.#reader.read(data.subarray(skipped))) this.received.push(message)
    this.#wake()
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}
