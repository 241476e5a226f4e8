import { HttpRequestError, RpcRequestError, TimeoutError } from 'viem'
import { z } from 'zod'

export interface JsonRpcRequest {
  readonly method: string
  readonly params?: unknown
}

interface Call {
  readonly body: {
    readonly jsonrpc: '2.0'
    readonly id: number
    readonly method: string
    readonly params?: unknown
  }
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}

const maxBatch = 100
const maxAnswerBytes = 32_000_000

const errorSchema = z.object({
  code: z.number(),
  message: z.string().default(''),
  data: z.unknown().optional(),
})
const answerSchema = z.object({
  id: z.union([z.number(), z.string(), z.null()]).optional(),
  result: z.unknown().optional(),
  error: errorSchema.optional(),
})
type Answer = z.output<typeof answerSchema>

/**
 * JSON-RPC over HTTP with one endpoint. Requests made at once travel as one batch; answers are matched by their ids and
 * never by their order, since a batch that is cut short must not give one request the answer of another.
 */
export class JsonRpcClient {
  readonly #url: string
  readonly #timeoutMs: number
  #waiting: Call[] = []
  #nextId = 0

  constructor({ url, timeoutMs }: { url: string; timeoutMs: number }) {
    this.#url = url
    this.#timeoutMs = timeoutMs
  }

  /** @throws {RpcRequestError} with the endpoint's own error, {HttpRequestError | TimeoutError} when it gives no answer. */
  request({ method, params }: JsonRpcRequest): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setTimeout(() => this.#flush())
      const body = {
        jsonrpc: '2.0',
        id: this.#nextId++,
        method,
        ...(params !== undefined && { params }),
      } as const
      this.#waiting.push({ body, resolve, reject })
    })
  }

  #flush(): void {
    const calls = this.#waiting
    this.#waiting = []
    for (let start = 0; start < calls.length; start += maxBatch)
      this.#send(calls.slice(start, start + maxBatch))
  }

  async #send(calls: readonly Call[]): Promise<void> {
    try {
      this.#settle(calls, await this.#post(calls.map(({ body }) => body)))
    } catch (error) {
      for (const { reject } of calls) reject(error)
    }
  }

  #settle(calls: readonly Call[], answers: readonly Answer[]): void {
    const [first] = answers
    // A server that refuses a whole batch may say so once, without an id.
    const forAll = answers.length === 1 && first?.error && typeof first.id !== 'number' ? first : undefined
    const byId = new Map(answers.map((answer) => [answer.id, answer]))
    for (const { body, resolve, reject } of calls) {
      const { error, result } = forAll ?? byId.get(body.id) ?? {}
      if (error) reject(new RpcRequestError({ body, error, url: this.#url }))
      else if (result === undefined) reject(this.#broken('the answer to a request is missing'))
      else resolve(result)
    }
  }

  async #post(body: readonly Call['body'][]): Promise<readonly Answer[]> {
    const text = JSON.stringify(body, (_key, value) => (typeof value === 'bigint' ? value.toString() : value))
    const signal = AbortSignal.timeout(this.#timeoutMs)
    try {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(this.#url, { method: 'POST', headers, body: text, signal })
      const answers = parse(await readText(response))
      if (!response.ok && !answers?.some(({ error }) => error)) throw this.#refused(response)
      if (answers === undefined) throw this.#broken('the answer is no JSON-RPC')
      return answers
    } catch (cause) {
      if (cause instanceof HttpRequestError) throw cause
      if (signal.aborted) throw new TimeoutError({ body: { methods: methodsOf(body) }, url: this.#url })
      throw this.#broken('the connection failed', cause)
    }
  }

  #refused({ status, headers, statusText }: Response): HttpRequestError {
    return new HttpRequestError({ details: statusText, headers, status, url: this.#url })
  }

  #broken(details: string, cause?: unknown): HttpRequestError {
    return new HttpRequestError({ details, url: this.#url, ...(cause instanceof Error && { cause }) })
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > maxAnswerBytes) throw new Error('The answer is too long.')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function parse(text: string): readonly Answer[] | undefined {
  try {
    const data: unknown = JSON.parse(text)
    const parsed = z.array(answerSchema).safeParse(Array.isArray(data) ? data : [data])
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

function methodsOf(body: readonly Call['body'][]): string {
  return body.map(({ method }) => method).join(', ')
}
