import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StatusEventName, StatusEventsJson, StatusJson } from '@millrace/client'
import { answerRpc, type ChainFixture } from './chain-fixture.ts'

const pagesDir = fileURLToPath(new URL('../dist', import.meta.url))
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

/** How a part of the network behaves: it answers, says nothing at all, or fails. */
export type Behaviour = 'answers' | 'silent' | 'down'

/**
 * The built pages with a gateway's status API and a chain beside them that behave as a test wants. It knows no more of
 * the protocol than the pages ask for.
 */
export class Fixture {
  /** Whether `/config.json` answers. */
  config: Behaviour = 'answers'
  gateway: Behaviour = 'answers'
  chain: Behaviour = 'answers'
  status: StatusJson
  facts: ChainFixture
  readonly #server: Server
  readonly #subscribers = new Set<ServerResponse>()

  private constructor(status: StatusJson, facts: ChainFixture) {
    this.status = status
    this.facts = facts
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  static async listen(status: StatusJson, facts: ChainFixture): Promise<Fixture> {
    const fixture = new Fixture(status, facts)
    await new Promise<void>((resolve) => fixture.#server.listen(0, '127.0.0.1', resolve))
    return fixture
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Tells everybody who follows the gateway. */
  send<Name extends StatusEventName>(name: Name, data: StatusEventsJson[Name]): void {
    const id = this.status.lastEventId + 1
    this.status = { ...this.status, lastEventId: id }
    for (const response of this.#subscribers)
      response.write(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  /** The gateway goes away, with all its connections. */
  breakGateway(): void {
    this.gateway = 'down'
    for (const response of this.#subscribers) response.destroy()
    this.#subscribers.clear()
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.url)
    if (pathname === '/config.json')
      return this.#behave(response, this.config, () => json(response, this.#config()))
    if (pathname === '/rpc') {
      const calls: unknown = JSON.parse(await bodyOf(request))
      return this.#behave(response, this.chain, () => json(response, answerRpc(calls, this.facts)))
    }
    if (pathname === '/api/v1/status')
      return this.#behave(response, this.gateway, () => json(response, this.status))
    if (pathname === '/api/v1/events')
      return this.#behave(response, this.gateway, () => this.#follow(response))
    await page(response, pathname)
  }

  #behave(response: ServerResponse, behaviour: Behaviour, answer: () => void): void {
    if (behaviour === 'answers') answer()
    else if (behaviour === 'down') response.writeHead(503).end()
  }

  #follow(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.write(': here\n\n')
    this.#subscribers.add(response)
    response.on('close', () => this.#subscribers.delete(response))
  }

  #config() {
    return {
      networkName: 'Fixture',
      rpcUrl: `${this.url}/rpc`,
      chainId: 31_337,
      controller: `0x${'c'.repeat(40)}`,
      deployedAtBlock: 0,
      gatewayUrl: this.url,
      testAccounts: [{ name: 'Test account', privateKey: `0x${'1'.repeat(64)}` }],
    }
  }
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

async function page(response: ServerResponse, pathname: string): Promise<void> {
  const name = extname(pathname) === '' ? '/index.html' : pathname
  const bytes = await readFile(join(pagesDir, name)).catch(() => undefined)
  if (bytes)
    response.writeHead(200, { 'Content-Type': types[extname(name)] ?? 'application/octet-stream' }).end(bytes)
  else response.writeHead(404).end()
}
