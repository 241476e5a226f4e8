import { randomBytes } from 'node:crypto'
import { delay, silentLogger } from '@millrace/common'
import { type Address, bytesToHex, keccak256, localSigner, type Signer, zeroAddress } from '@millrace/crypto'
import { countPixels } from '@millrace/media'
import {
  Balances,
  createPrice,
  freePrice,
  InsufficientReserveError,
  MemoryNonceStore,
  type Price,
  TicketRecipient,
} from '@millrace/payments'
import {
  type AcceptedSegment,
  AuthTokens,
  createCapabilities,
  createOrchestratorInfo,
  createTranscodeData,
  createTranscodeResult,
  defaultCapabilities,
  InsufficientBalanceError,
  OrchestratorCallRefusedError,
  OrchestratorCappedError,
  type OrchestratorHandlers,
  OrchestratorServer,
  PaymentRefusedError,
  ResultUploader,
  readPayment,
  readStoreGrant,
  renditionPath,
  type SegmentOrder,
  type SegmentRequest,
  storeKey,
  TranscodeRefusedError,
  verifyOrchestratorRequest,
  verifySegmentSignature,
} from '@millrace/wire'
import type { Clip } from './clip.ts'
import type { TestChain } from './test-chain.ts'

/** How the orchestrator behaves from now on. */
export interface Script {
  /** What it gives instead of the clip’s renditions, in their order. */
  instead: readonly Uint8Array[] | undefined
  /** Extra time for each segment. */
  delayMs: number
  mood:
    | 'good'
    | 'die'
    | 'lie-about-pixels'
    | 'sign-badly'
    | 'capped'
    | 'busy'
    | 'fail'
    | 'unusable'
    | 'no-terms'
    /** Asked which key it holds, it proves another one than its terms name. */
    | 'prove-another-key'
    /** Says that results are in the gateway's store, and puts nothing there. */
    | 'forget-upload'
  /** Says that it made so many times as many pixels. */
  pixelFactor: bigint
  /** Asks this for a pixel from the first result on. */
  laterPriceWei?: bigint
}

export interface ScriptedOrchestratorOptions {
  readonly clip: Clip
  /** Makes renditions, in the order of the profiles; by default those of the clip are given. */
  readonly make?: (source: Uint8Array, profiles: SegmentOrder['profiles']) => Promise<readonly Uint8Array[]>
  /** Undefined: off chain. */
  readonly chain?: TestChain
  readonly priceWei?: bigint
  readonly script?: Partial<Script>
}

const ticketEvWei = 100_000n

/** An orchestrator over the real wire that answers with ready-made renditions, or as badly as it is told to. */
export class ScriptedOrchestrator {
  readonly script: Script
  readonly signer: Signer = localSigner(bytesToHex(randomBytes(32)))
  readonly served: number[] = []
  readonly orders: SegmentOrder[] = []
  ticketsReceived = 0
  endedSessions = 0
  readonly sessionIds = new Set<string>()
  readonly paymentFaults: string[] = []
  readonly #options: ScriptedOrchestratorOptions
  #tokens = new AuthTokens({ secret: randomBytes(32) }, { randomBytes })
  readonly #price: Price
  readonly #recipient: TicketRecipient | undefined
  readonly #balances = new Balances()
  readonly #files = new Map<string, Uint8Array>()
  #server: OrchestratorServer | undefined
  readonly #uploader = new ResultUploader({ allowsPrivate: true })

  private constructor(options: ScriptedOrchestratorOptions) {
    this.#options = options
    this.script = { instead: undefined, delayMs: 0, mood: 'good', pixelFactor: 1n, ...options.script }
    this.#price = options.chain ? createPrice(options.priceWei ?? 1n, 1n) : freePrice
    this.#recipient = options.chain && this.#newRecipient(options.chain)
  }

  static async create(options: ScriptedOrchestratorOptions): Promise<ScriptedOrchestrator> {
    const orchestrator = new ScriptedOrchestrator(options)
    orchestrator.#server = await OrchestratorServer.create(
      { host: '127.0.0.1', port: 0, limits: { closeGraceMs: 1 } },
      { handlers: orchestrator.#handlers(), log: silentLogger() },
    )
    return orchestrator
  }

  get serviceUri(): string {
    return `https://127.0.0.1:${this.#server?.port}`
  }

  get address(): Address {
    return this.#options.chain ? this.signer.address : zeroAddress
  }

  /** As a node that keeps nothing over a restart. */
  forgetSessions(): void {
    this.#tokens = new AuthTokens({ secret: randomBytes(32) }, { randomBytes })
  }

  async close(): Promise<void> {
    this.#uploader.close()
    await this.#server?.close()
  }

  #handlers(): OrchestratorHandlers {
    return {
      getOrchestrator: async (request) => {
        if (this.script.mood === 'no-terms') throw new OrchestratorCallRefusedError('no terms today')
        if (this.script.mood === 'capped') throw new OrchestratorCallRefusedError('OrchestratorCapped')
        const sender = verifyOrchestratorRequest(request, { isOffChain: !this.#options.chain })
        return this.#terms(sender).catch((error) => {
          if (!(error instanceof InsufficientReserveError)) throw error
          throw new OrchestratorCallRefusedError('insufficient sender reserve')
        })
      },
      endTranscodingSession: async () => {
        this.endedSessions++
      },
      ping: (value) => {
        const isPosing = this.script.mood === 'prove-another-key'
        return (isPosing ? localSigner(bytesToHex(randomBytes(32))) : this.signer).signMessage(
          keccak256(value),
        )
      },
      segment: (request) => this.#take(request),
      rendition: async ({ seqNo, profileName, sessionId }) =>
        this.#files.get(`${sessionId}/${profileName}/${seqNo}`),
    }
  }

  async #terms(sender: Address, authToken = this.#tokens.issue(Date.now()), price = this.#price) {
    return createOrchestratorInfo({
      serviceUri: this.serviceUri,
      address: this.address,
      price,
      ticketParams: await this.#recipient?.issueParams(sender, price),
      capabilities: createCapabilities({ capabilities: defaultCapabilities, version: '0.9.1' }),
      authToken,
      nodes: [],
      region: 'test-region',
    })
  }

  async #take(request: SegmentRequest): Promise<AcceptedSegment> {
    const { order, segData, payment } = request
    this.orders.push(order)
    const { chain } = this.#options
    if (this.script.mood === 'capped') throw new OrchestratorCappedError()
    if (chain) verifySegmentSignature(order, segData.sig, chain.sender.address)
    const account = {
      peer: chain?.sender.address ?? zeroAddress,
      sessionId: order.authToken?.sessionId ?? '',
    }
    if (this.#recipient && payment) {
      const receipt = await this.#recipient.receive(readPayment(payment), {
        sessionId: account.sessionId,
        nowMs: Date.now(),
      })
      if (receipt.error) this.paymentFaults.push(receipt.error.code)
      if (receipt.error) throw new PaymentRefusedError(receipt.error.message)
      this.ticketsReceived += receipt.creditedTickets
    }
    try {
      this.#recipient?.assertFunded(account, { quotedPrice: this.#price, nowMs: Date.now() })
    } catch {
      throw new InsufficientBalanceError()
    }
    this.#tokens.verify(order.authToken, Date.now())
    const source = await request.readSource()
    this.sessionIds.add(account.sessionId)
    return { result: this.#transcode(request, source, account) }
  }

  async #transcode(
    { order }: SegmentRequest,
    source: Uint8Array,
    account: { readonly peer: Address; readonly sessionId: string },
  ) {
    await delay(this.script.delayMs)
    const { mood } = this.script
    if (mood === 'busy') throw new TranscodeRefusedError('OrchestratorBusy')
    if (mood === 'fail') throw new TranscodeRefusedError('encoder is on fire')
    if (mood === 'unusable') throw new TranscodeRefusedError('Unsupported input codec')
    if (mood === 'die') {
      await this.close()
      await delay(60_000, { unref: true })
    }
    const index = this.#options.clip.sources.findIndex((one) => Buffer.compare(one, source) === 0)
    const ready = (this.script.instead ?? this.#options.clip.renditions)[index] ?? source
    const made = await this.#options.make?.(source, order.profiles)
    const renditions = order.profiles.map(({ name }, place) => {
      const bytes = made?.[place] ?? ready
      this.#files.set(`${account.sessionId}/${name}/${order.seqNo}`, bytes)
      const address = {
        sessionId: account.sessionId,
        profileName: name,
        seqNo: order.seqNo,
        format: 'mpegts' as const,
      }
      const lie = mood === 'lie-about-pixels' ? 1n : 0n
      return {
        bytes,
        pixels: countPixels(bytes) * this.script.pixelFactor + lie,
        url: this.serviceUri + renditionPath(address),
      }
    })
    const grant = readStoreGrant(order.storage)
    for (const [index, rendition] of renditions.entries()) {
      if (!grant) break
      const key = storeKey(grant, {
        profileName: order.profiles[index]?.name ?? '',
        seqNo: order.seqNo,
        format: 'mpegts',
      })
      const object = { key, contentType: 'video/mp2t', bytes: rendition.bytes } as const
      rendition.url =
        mood === 'forget-upload'
          ? `${grant.bucket.href.replace(/\/+$/, '')}/${key}`
          : await this.#uploader.put(grant, object)
    }
    const pixels = renditions.reduce((sum, one) => sum + one.pixels, 0n)
    this.#recipient?.debit(account, { pixels, quotedPrice: this.#price, nowMs: Date.now() })
    this.served.push(order.seqNo)
    const wrong = renditions.map((one) => ({ ...one, bytes: keccak256(one.bytes) }))
    const data = await createTranscodeData(mood === 'sign-badly' ? wrong : renditions, this.signer)
    const { laterPriceWei } = this.script
    const price = laterPriceWei === undefined ? this.#price : createPrice(laterPriceWei, 1n)
    return createTranscodeResult(order.seqNo, data, await this.#terms(account.peer, order.authToken, price))
  }

  #newRecipient(chain: TestChain): TicketRecipient {
    return new TicketRecipient(
      {
        scheme: chain.scheme,
        recipient: this.signer.address,
        secret: randomBytes(32),
        settings: {
          ticketEvWei,
          txCostMultiplier: 100,
          redeemGas: 1n,
          averageGasPriceWei: 1n,
          maxFaceValueWei: 0n,
          ticketExpiryBlocks: 40n,
        },
      },
      {
        chain: chain.recipientChain,
        nonces: new MemoryNonceStore(),
        balances: this.#balances,
        book: {
          record: async ({ account, creditWei, nowMs }) => {
            this.#balances.credit(account, creditWei, nowMs)
          },
        },
        randomBytes,
      },
    )
  }
}
