import { randomBytes } from 'node:crypto'
import { type AnyRequest, type AnyResponse, type Listening, listen } from './listen.ts'
import {
  type AuthToken,
  type OrchestratorInfo,
  type Price,
  type TranscodeResult,
  writeOrchestratorInfo,
  writeTranscodeResult,
} from './messages.ts'
import { Fields } from './protobuf.ts'
import {
  type ReceivedOrder,
  readAuthToken,
  readOrchestratorRequest,
  readPayment,
  readSegData,
} from './read-messages.ts'
import { goodScript, type Script, type TheirOrchestratorOptions } from './script.ts'
import {
  addressMessage,
  ethRecover,
  ethSign,
  type Key,
  keccak,
  keyOf,
  resultMessage,
  segmentMessage,
  toHex,
} from './signing.ts'
import { tokenMac } from './tickets.ts'
import { Till } from './till.ts'
import { frame, takeFrames } from './transport.ts'

const noAddress = new Uint8Array(20)

/** An orchestrator of the live network, on raw HTTP/2 and HTTP/1.1, as good or as bad as its script says. */
export class TheirOrchestrator {
  readonly key: Key = keyOf(new Uint8Array(randomBytes(32)))
  readonly script: Script
  readonly orders: ReceivedOrder[] = []
  readonly done: bigint[] = []
  readonly ended: string[] = []
  readonly issued: string[] = []
  readonly till: Till | undefined
  /** What it got that their node would not have understood. */
  readonly faults: string[] = []
  price: Price
  readonly #options: TheirOrchestratorOptions
  readonly #secret = new Uint8Array(randomBytes(32))
  readonly #files = new Map<string, Uint8Array>()
  /** Fixed for a session by its first payment. */
  readonly #prices = new Map<string, Price>()
  #listening: Listening | undefined

  private constructor(options: TheirOrchestratorOptions) {
    this.#options = options
    this.price = options.chain?.price ?? { perUnit: 0n, pixels: 1n }
    this.till =
      options.chain && new Till(this.key, options.chain.head, { faceValue: 10_000_000n, ev: 100_000n })
    this.script = { ...goodScript, ...options.script }
  }

  static async create(options: TheirOrchestratorOptions): Promise<TheirOrchestrator> {
    const orchestrator = new TheirOrchestrator(options)
    orchestrator.#listening = await listen(options.scheme, (request, response) => {
      orchestrator.#serve(request, response).catch((error: unknown) => {
        orchestrator.faults.push(String(error))
        if (!response.headersSent) response.writeHead(500)
        response.end()
      })
    })
    return orchestrator
  }

  get uri(): string {
    return this.#listening?.uri ?? ''
  }

  async close(): Promise<void> {
    await this.#listening?.close()
  }

  async #serve(request: AnyRequest, response: AnyResponse): Promise<void> {
    response.on('error', () => {})
    const path = request.url ?? ''
    const isCall =
      request.httpVersionMajor === 2 && request.headers['content-type']?.startsWith('application/grpc')
    if (isCall) {
      const body = await bodyOf(request)
      const { terms } = this.script.takeOver
      if (terms && path.endsWith('/GetOrchestrator')) terms(response)
      else this.#answerCall(path, body, response)
      return
    }
    if (path === '/segment' && request.method === 'POST') return this.#takeSegment(request, response)
    const file = this.#files.get(decodeURIComponent(path))
    if (this.script.silent === 'download') return
    if (this.script.takeOver.download) return this.script.takeOver.download(response)
    if (file === undefined) return reply(response, 404, '404 page not found')
    response.writeHead(200)
    response.end(file)
  }

  #answerCall(path: string, body: Uint8Array, response: AnyResponse): void {
    const [raw = new Uint8Array()] = takeFrames(Buffer.from(body)).frames
    const outcome = this.#call(path, raw)
    if (typeof outcome === 'string') {
      response.writeHead(200, {
        'content-type': 'application/grpc',
        'grpc-status': '2',
        'grpc-message': outcome,
      })
      response.end()
      return
    }
    response.writeHead(200, { 'content-type': 'application/grpc' })
    response.addTrailers({ 'grpc-status': '0' })
    response.end(frame(outcome))
  }

  /** @returns the answer, or the text of the error. */
  #call(path: string, raw: Uint8Array): Uint8Array | string {
    if (path.endsWith('/EndTranscodingSession')) {
      const token = new Fields(raw).message(1)
      if (!token || !this.#isOurs(readAuthToken(token))) return 'Invalid auth token'
      this.ended.push(readAuthToken(token).sessionId)
      return new Uint8Array()
    }
    if (!path.endsWith('/GetOrchestrator')) return 'unknown method'
    const { address, sig, capabilities } = readOrchestratorRequest(raw)
    if (this.script.refuseTerms !== undefined) return this.script.refuseTerms
    if (!capabilities?.bits.includes(12)) this.faults.push('the job does not ask for tokens')
    const isSigned = toHex(ethRecover(addressMessage(address), sig) ?? noAddress) === toHex(address)
    if (this.till && !isSigned) return 'Invalid orchestrator request: orchestrator req sig check failed'
    if (!this.till && (toHex(address) !== toHex(noAddress) || sig.length > 0))
      this.faults.push('off chain the address is zero and nothing is signed')
    return writeOrchestratorInfo(this.#info(address, this.#issue()))
  }

  #issue(): AuthToken {
    const sessionId = toHex(new Uint8Array(randomBytes(4)))
    const expiration = BigInt(Math.floor(Date.now() / 1_000) + this.script.tokenLifetimeS)
    this.issued.push(sessionId)
    return { sessionId, expiration, token: tokenMac(this.#secret, sessionId, expiration) }
  }

  #isOurs({ token, sessionId, expiration }: AuthToken): boolean {
    return toHex(tokenMac(this.#secret, sessionId, expiration)) === toHex(token)
  }

  #info(sender: Uint8Array, authToken: AuthToken): OrchestratorInfo {
    const price = this.#prices.get(authToken.sessionId) ?? this.price
    const good: OrchestratorInfo = {
      transcoder: this.uri,
      address: this.till ? this.key.address : noAddress,
      ticketParams: this.till?.params(sender, price, this.script.paramsLifetimeBlocks),
      price,
      capabilities: { bits: [...Array(13).keys(), 14, 26], version: '0.9.1' },
      authToken,
    }
    return this.script.info?.(good) ?? good
  }

  async #takeSegment(request: AnyRequest, response: AnyResponse): Promise<void> {
    const order = readSegData(Buffer.from(String(request.headers['livepeer-segment']), 'base64'))
    this.orders.push(order)
    const { refuseSegment, silent } = this.script
    if (refuseSegment) return reply(response, refuseSegment.status, refuseSegment.text)
    const sender = this.#payer(request)
    const refusal = this.#check(order, sender) ?? this.#takePayment(request, order, sender)
    if (refusal) return reply(response, refusal.status, refusal.text)
    const source = await bodyOf(request)
    if (toHex(keccak(source)) !== toHex(order.hash)) return reply(response, 403, 'Forbidden')
    if (silent === 'head') return
    if (this.script.takeOver.result) return this.script.takeOver.result(response)
    response.writeHead(200)
    // Means that the upload is done, long before there is a result.
    response.flushHeaders?.()
    if (silent === 'result') return
    const result = this.#transcode(order, source, sender)
    const answer = writeTranscodeResult(this.script.result?.(result) ?? result)
    response.end(this.script.answer?.(answer) ?? answer)
  }

  #payer(request: AnyRequest): Uint8Array {
    const header = request.headers['livepeer-payment']
    if (this.till === undefined) {
      if (header) this.faults.push('off chain something is paid')
      return noAddress
    }
    return readPayment(Buffer.from(String(header), 'base64')).sender
  }

  #check(order: ReceivedOrder, sender: Uint8Array): { status: number; text: string } | undefined {
    const { authToken, names, manifestId, seq, hash, sig } = order
    if (order.legacyProfiles !== 'invalid') this.faults.push('the old field of profiles is not "invalid"')
    if (new Set(names).size !== names.length || names.includes('')) this.faults.push('names are not unique')
    if (this.till) {
      const signer = ethRecover(segmentMessage({ manifestId, seq, hash, names }), sig)
      if (!signer || toHex(signer) !== toHex(sender)) return { status: 403, text: 'ErrSegSig' }
    }
    if (!authToken) return { status: 403, text: 'missing auth token' }
    if (!this.#isOurs(authToken)) return { status: 403, text: 'invalid auth token' }
    if (Number(authToken.expiration) * 1_000 < Date.now()) return { status: 403, text: 'expired auth token' }
    return undefined
  }

  #takePayment(
    request: AnyRequest,
    { authToken }: ReceivedOrder,
    sender: Uint8Array,
  ): { status: number; text: string } | undefined {
    const { till } = this
    if (!till) return undefined
    const sessionId = authToken?.sessionId ?? ''
    const payment = readPayment(Buffer.from(String(request.headers['livepeer-payment']), 'base64'))
    const quoted = this.#prices.get(sessionId) ?? this.price
    const text = till.take(payment, { sessionId, sender, quoted })
    if (text !== undefined) return { status: 400, text }
    this.#prices.set(sessionId, quoted)
    return till.isFunded(sessionId) ? undefined : { status: 400, text: 'Insufficient balance' }
  }

  #transcode(order: ReceivedOrder, source: Uint8Array, sender: Uint8Array): TranscodeResult {
    const { seq, authToken, names } = order
    if (this.script.error !== undefined) return { seq, error: this.script.error }
    if (!authToken) throw new Error('The token was checked.')
    const { bytes, pixels } = this.#options.transcode(source)
    const segments = names.map((name) => {
      const path = `/stream/${authToken.sessionId}/${name}/${seq}.ts`
      this.#files.set(path, bytes)
      return { url: `${this.uri}${path}`, pixels }
    })
    const price = this.#prices.get(authToken.sessionId) ?? this.price
    this.till?.debit(authToken.sessionId, pixels * BigInt(names.length), price)
    this.done.push(seq)
    const sig = this.till ? ethSign(this.key, resultMessage(names.map(() => bytes))) : new Uint8Array()
    return { seq, data: { segments, sig }, info: this.#info(sender, authToken) }
  }
}

async function bodyOf(request: AnyRequest): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return new Uint8Array(Buffer.concat(chunks))
}

function reply(response: AnyResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${text}\n`)
}
