import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { until } from './until.ts'

export interface GatewayPorts {
  readonly http: number
  readonly rtmp: number
}

/** Stream keys of publishers that mean no good: of the streams `slow` and `greedy`. */
export interface GatewayKeys {
  readonly slow: string
  readonly greedy: string
}

const cutOff = (sockets: readonly Socket[]) => sockets.filter(({ destroyed }) => destroyed).length

/** Bytes that come one at a time until they are cut off. */
function dripInto(socket: Socket, start: string | Uint8Array): Socket {
  socket.resume().write(start)
  const timer = setInterval(() => socket.write('x'), 500)
  return socket.once('close', () => clearInterval(timer))
}

/** Strangers, encoders and viewers that are slow, silent or greedy at the ports of a gateway. */
export class GatewayStrangers {
  readonly #ports: GatewayPorts
  readonly #keys: GatewayKeys
  readonly #sockets: Socket[] = []

  constructor({ ports, keys }: { readonly ports: GatewayPorts; readonly keys: GatewayKeys }) {
    this.#ports = ports
    this.#keys = keys
  }

  /**
   * All of them at once.
   * @param path - something to be played.
   * @returns what each did, and what came of it.
   */
  attack(path: string): Promise<readonly string[]> {
    const { http, rtmp } = this.#ports
    return Promise.all([
      this.#openHalf(http, 215),
      this.#openHalf(rtmp, 20),
      this.#dripHttp(),
      this.#dripRtmp(),
      this.#pushTooMuch(),
      this.#neverRead(path),
    ])
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Each comes from addresses of its own: all of 127.0.0.0/8 is this machine. */
  #dial(port: number, host: number): Socket {
    const socket = connect({ host: '127.0.0.1', port, localAddress: `127.0.1.${host}` })
    this.#sockets.push(socket.on('error', () => {}))
    return socket
  }

  /** Connections that say nothing, from twenty addresses: more than there may be in all. */
  async #openHalf(port: number, rounds: number): Promise<string> {
    for (let round = 0; round < rounds; round++) {
      const sockets = Array.from({ length: 20 }, (_, host) => this.#dial(port, host + 1))
      await Promise.all(sockets.map((socket) => once(socket, 'connect').catch(() => {})))
    }
    return `${20 * rounds} half-open connections`
  }

  async #dripHttp(): Promise<string> {
    const put = `PUT /live/slow/0.ts HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${this.#keys.slow}\r\n`
    const heads = Array.from({ length: 60 }, (_, index) =>
      dripInto(this.#dial(this.#ports.http, 30 + (index % 3)), 'GET /hls/li'),
    )
    const bodies = [`${put}Content-Length: 100000\r\n\r\n`, `${put}Transfer-Encoding: chunked\r\n\r\n`]
    for (const start of [...bodies, ...bodies]) dripInto(this.#dial(this.#ports.http, 33), start)
    await until('heads that never end are cut off', () => cutOff(heads) === heads.length || undefined)
    return `${heads.length} dripping heads, all cut off, and 4 dripping bodies`
  }

  async #dripRtmp(): Promise<string> {
    const handshake = Buffer.concat([Buffer.of(3), Buffer.alloc(3_072)])
    // The header of a command of 60,000 bytes.
    const command = Buffer.concat([handshake, Buffer.of(3, 0, 0, 0, 0, 0xea, 0x60, 20, 0, 0, 0, 0)])
    const starts = [Buffer.of(3), handshake, command]
    const sockets = Array.from({ length: 90 }, (_, index) =>
      dripInto(this.#dial(this.#ports.rtmp, 40 + (index % 3)), starts[index % 3] ?? command),
    )
    await until('encoders that never publish are cut off', () => cutOff(sockets) === 90 || undefined)
    return `${sockets.length} dripping encoders, all cut off`
  }

  /** Segments without end and of a terabyte, with a key and without one. */
  async #pushTooMuch(): Promise<string> {
    const statuses: number[] = []
    for (let round = 0; round < 6; round++)
      statuses.push(...(await Promise.all([0, 1, 2, 3].map((index) => this.#push(index)))))
    // A connection that is closed in the middle of all this may take its answer with it.
    const told = [...new Set(statuses)].filter((status) => status !== 0).sort()
    if (told.join() !== '403,413') throw new Error(`They were answered ${told.join(', ')}.`)
    return `${statuses.length} endless segments, answered ${told.join(' and ')}`
  }

  /** @returns the status, 0 for none. */
  #push(index: number): Promise<number> {
    const headers = {
      ...(index % 2 && { authorization: `Bearer ${this.#keys.greedy}` }),
      ...(index < 2 && { 'content-length': '1000000000000' }),
    }
    const to = { host: '127.0.0.1', port: this.#ports.http, localAddress: '127.0.1.50', agent: false }
    const sent = request({ ...to, path: '/live/greedy/0.ts', method: 'PUT', headers })
    const block = Buffer.alloc(65_536)
    const pour = () => {
      while (!sent.destroyed && sent.write(block));
    }
    return new Promise((resolve) => {
      sent
        .on('error', () => {})
        .on('drain', pour)
        .once('close', () => resolve(0))
      sent.once('response', ({ statusCode = 0 }) => {
        resolve(statusCode)
        sent.destroy()
      })
      pour()
    })
  }

  /** Viewers that take nothing of what they ask for: a few segments, hundreds of them at once, or all news. */
  async #neverRead(path: string): Promise<string> {
    const segment = `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`
    const asked = [segment.repeat(8), segment.repeat(300), 'GET /api/v1/events HTTP/1.1\r\nHost: a\r\n\r\n']
    const sockets = Array.from({ length: 150 }, (_, index) =>
      this.#dial(this.#ports.http, 60 + (index % 5)).pause(),
    )
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    for (const [index, socket] of sockets.entries()) socket.write(asked[index % 3] ?? segment)
    return `${sockets.length} viewers that take nothing`
  }
}
