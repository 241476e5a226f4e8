import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StatusEventName, StatusEventsJson, StatusJson } from '@millrace/client'
import type { Leaderboard, Standing } from '@millrace/client/tester'
import type { Address } from 'viem'

const pagesDir = fileURLToPath(new URL('../dist', import.meta.url))
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

/** How a part of the network behaves: it answers, says nothing at all, or fails. */
type Behaviour = 'answers' | 'silent' | 'down'

/** A chain and an indexer that has read it. */
export interface FixtureNetwork {
  readonly url: string
  readonly rpcUrl: string
  readonly deployment: { readonly controller: Address; readonly multicall3?: Address | undefined }
}

export interface FixtureOptions {
  /** What the gateway says of itself; without it none belongs to the pages. */
  readonly status?: StatusJson
  /** An account whose key the pages know. */
  readonly testAccounts?: readonly { readonly name: string; readonly privateKey: string }[]
}

/** The built pages before a real chain and a real indexer, each of which can be made to fail, and a gateway's status API. */
export class Fixture {
  /** Whether `/config.json` answers. */
  config: Behaviour = 'answers'
  gateway: Behaviour = 'answers'
  /** A tester that measured what `standings` says, where there is one. */
  tester: Behaviour = 'answers'
  standings: readonly Standing[] | undefined
  chain: Behaviour = 'answers'
  /** `empty`: it answers, and has no rows to tell of. */
  indexer: Behaviour | 'empty' = 'answers'
  status: StatusJson | undefined
  readonly #network: FixtureNetwork
  readonly #testAccounts: FixtureOptions['testAccounts']
  readonly #server: Server
  readonly #subscribers = new Set<ServerResponse>()
  /** All that was told, for who connects after it. */
  readonly #told: { readonly id: number; readonly message: string }[] = []
  /** Streams of the indexer's news. */
  readonly #news = new Set<ServerResponse>()

  private constructor(network: FixtureNetwork, { status, testAccounts = [] }: FixtureOptions) {
    this.#network = network
    this.status = status
    this.#testAccounts = testAccounts
    this.#server = createServer((incoming, response) => void this.#answer(incoming, response))
  }

  static async listen(network: FixtureNetwork, options: FixtureOptions = {}): Promise<Fixture> {
    const fixture = new Fixture(network, options)
    await new Promise<void>((resolve) => fixture.#server.listen(0, '127.0.0.1', resolve))
    return fixture
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Tells everybody who follows the gateway. */
  send<Name extends StatusEventName>(name: Name, data: StatusEventsJson[Name]): void {
    if (!this.status) throw new Error('There is no gateway that could tell anything.')
    const id = this.status.lastEventId + 1
    this.status = { ...this.status, lastEventId: id }
    const message = `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`
    this.#told.push({ id, message })
    for (const response of this.#subscribers) response.write(message)
  }

  /** The gateway goes away, with all its connections. */
  breakGateway(): void {
    this.gateway = 'down'
    for (const response of this.#subscribers) response.destroy()
  }

  /** The indexer goes away, with all its connections. */
  breakIndexer(): void {
    this.indexer = 'down'
    for (const response of this.#news) response.destroy()
  }

  /** Whatever waits for an answer is asked again. */
  dropConnections(): void {
    this.#server.closeAllConnections()
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', this.url)
    if (pathname === '/config.json')
      return behave(response, this.config, () => json(response, this.#description()))
    if (pathname === '/rpc')
      return behave(response, this.chain, () => this.#ask(this.#network.rpcUrl, incoming, response))
    if (pathname === '/api/v1/status')
      return behave(response, this.gateway, () => json(response, this.status))
    if (pathname === '/api/v1/events')
      return behave(response, this.gateway, () =>
        this.#follow(response, Number(searchParams.get('lastEventId'))),
      )
    if (pathname === '/v1/leaderboard')
      return behave(response, this.tester, () => json(response, this.#leaderboard(searchParams)))
    if (pathname.startsWith('/v1/')) return this.#askIndexer(pathname, incoming, response)
    await page(response, pathname)
  }

  /** Events after the last that a page knows: also those of the moment in which it connects. */
  #follow(response: ServerResponse, lastEventId: number): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.write(': here\n\n')
    for (const { id, message } of this.#told) if (id > lastEventId) response.write(message)
    keep(response, this.#subscribers)
  }

  async #askIndexer(pathname: string, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const isNews = pathname === '/v1/live'
    if (isNews) keep(response, this.#news)
    if (this.indexer !== 'empty' || isNews) {
      const behaviour = this.indexer === 'empty' ? 'answers' : this.indexer
      return behave(response, behaviour, () => this.#ask(this.#network.url, incoming, response))
    }
    const answer = await fetch(new URL(incoming.url ?? '/', this.#network.url))
    const told = (await answer.json()) as object
    json(response, 'items' in told ? { ...told, items: [], next: undefined } : told)
  }

  /** Passes a request on, and what is answered back as it comes. */
  #ask(url: string, incoming: IncomingMessage, response: ServerResponse): void {
    const { method, headers } = incoming
    const target = url === this.#network.rpcUrl ? url : new URL(incoming.url ?? '/', url).href
    const asked = request(target, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    asked.on('error', () => response.destroy())
    response.on('close', () => asked.destroy())
    incoming.pipe(asked)
  }

  #leaderboard(asked: URLSearchParams): Leaderboard {
    const all = this.standings ?? []
    const items = all.filter(({ region }) => [null, region].includes(asked.get('region')))
    const regions = [...new Set(all.map(({ region }) => region))]
    return {
      region: 'FRA',
      atMs: Date.now(),
      windowMs: 86_400_000,
      regions,
      profiles: ['P240p30fps16x9'],
      items,
    }
  }

  #description() {
    const { controller, multicall3: multicall } = this.#network.deployment
    return {
      networkName: 'Fixture',
      token: { name: 'Test Token', symbol: 'TEST' },
      rpcUrl: `${this.url}/rpc`,
      ...{ chainId: 31_337, controller, multicall, testAccounts: this.#testAccounts },
      ...(this.status ? { gatewayUrl: this.url } : {}),
      ...(this.standings ? { testerUrl: this.url } : {}),
    }
  }
}

function behave(response: ServerResponse, behaviour: Behaviour, answer: () => void): void {
  if (behaviour === 'answers') answer()
  else if (behaviour === 'down') response.writeHead(503).end()
}

function keep(response: ServerResponse, open: Set<ServerResponse>): void {
  open.add(response)
  response.on('close', () => open.delete(response))
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
}

async function page(response: ServerResponse, pathname: string): Promise<void> {
  const name = extname(pathname) === '' ? '/index.html' : pathname
  const bytes = await readFile(join(pagesDir, name)).catch(() => undefined)
  if (bytes)
    response.writeHead(200, { 'Content-Type': types[extname(name)] ?? 'application/octet-stream' }).end(bytes)
  else response.writeHead(404).end()
}
