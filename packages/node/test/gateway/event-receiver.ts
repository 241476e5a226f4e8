import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface ReceivedEvent {
  readonly id: string
  readonly type: string
  readonly timestamp: number
  readonly gateway: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Takes the events that a gateway posts. */
export class EventReceiver {
  readonly events: ReceivedEvent[] = []
  readonly signatures: (string | undefined)[] = []
  readonly bodies: string[] = []
  /** Answered to what is posted. */
  status = 204
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<EventReceiver> {
    const server = createServer()
    const receiver = new EventReceiver(server)
    server.on('request', async (request, response) => {
      const body = await text(request)
      if (receiver.status < 300) {
        receiver.bodies.push(body)
        receiver.signatures.push(request.headers['x-millrace-signature'] as string | undefined)
        receiver.events.push(...JSON.parse(body).events)
      }
      response.writeHead(receiver.status).end()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/events`
  }

  of(type: string): readonly ReceivedEvent[] {
    return this.events.filter((event) => event.type === type)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
  }
}
