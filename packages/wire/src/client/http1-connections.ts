import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { maxHeaderBytes } from '../limits.ts'
import { type DialOptions, dial } from './dial.ts'

type Created = (error: Error | null, socket?: Duplex) => void

/** Connections to one host that are kept while nothing is on them. */
export const maxKeptConnections = 16

const agentOptions = {
  keepAlive: true,
  maxSockets: 64,
  maxTotalSockets: 2_048,
  maxFreeSockets: maxKeptConnections,
  // Well below the time after which an orchestrator closes an idle connection.
  timeout: 60_000,
  scheduling: 'lifo',
} as const

/**
 * Kept connections for HTTP/1.1. Segments go over it rather than HTTP/2: large bodies cost half the work, run at the
 * speed of TCP without a second window, and a payment header may be longer than the 64 KiB of one HPACK field.
 */
export class Http1Connections {
  readonly #http: HttpAgent
  readonly #https: HttpsAgent

  constructor(options: DialOptions) {
    const create = (url: (target: { host?: string | null; port?: string | number | null }) => URL) =>
      function createConnection(
        target: { host?: string | null; port?: string | number | null },
        created?: Created,
      ) {
        // Handing the socket over only now keeps headers back until the peer is accepted.
        dial(url(target), 'http/1.1', options).then(
          (socket: Socket) => created?.(null, socket),
          (error: Error) => created?.(error),
        )
        return undefined
      }
    this.#http = Object.assign(new HttpAgent(agentOptions), { createConnection: create(targetUrl('http')) })
    this.#https = Object.assign(new HttpsAgent(agentOptions), {
      createConnection: create(targetUrl('https')),
    })
  }

  request(
    method: 'GET' | 'POST',
    url: URL,
    headers: Readonly<Record<string, string | number>>,
  ): ClientRequest {
    const common = { method, headers, maxHeaderSize: maxHeaderBytes }
    return url.protocol === 'https:'
      ? requestHttps(url, { ...common, agent: this.#https })
      : requestHttp(url, { ...common, agent: this.#http })
  }

  close(): void {
    this.#http.destroy()
    this.#https.destroy()
  }
}

function targetUrl(scheme: 'http' | 'https') {
  return ({ host, port }: { host?: string | null; port?: string | number | null }) => {
    const name = host ?? 'localhost'
    return new URL(
      `${scheme}://${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${port ?? ''}`,
    )
  }
}

/** Waits for the head of the answer; the request's errors end the wait. */
export function responseTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve)
    // Stays: an error after the head (a broken upload) must not go unheard.
    request.on('error', reject)
  })
}
