import { createHmac, generateKeyPairSync, sign, timingSafeEqual, verify } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { OsInfo } from './messages.ts'
import { readMultipart } from './multipart.ts'

type Condition = Readonly<Record<string, string>> | readonly (string | number)[]

/** A refusal as the store words it. */
class Refusal extends Error {}

const accessKey = 'AKIAPEER'
const secretKey = 'a secret of the bucket'
const date = '20260801T000000Z'
const scope = ['20260801', 'eu-west-1', 's3', 'aws4_request']
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

function signatureS3(policy: string): string {
  const key = scope.reduce<string | Buffer>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    `AWS4${secretKey}`,
  )
  return createHmac('sha256', key).update(policy).digest('hex')
}

/**
 * A bucket that takes objects by HTML form with a signed policy, as S3 and Google do: every field must be named by the
 * policy, every condition must hold, the file comes last and nothing after it counts.
 */
export class ObjectStore {
  readonly objects = new Map<string, Uint8Array>()
  readonly refusals: string[] = []
  /** Takes forms and never answers them. */
  isSilent = false
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async create(): Promise<ObjectStore> {
    const server = createServer()
    const store = new ObjectStore(server)
    server.on('request', (request, response) => {
      store.#answer(request).then(
        (body) => {
          if (body !== undefined) response.writeHead(body.length > 0 ? 200 : 204).end(body)
        },
        (error: unknown) => {
          store.refusals.push(String(error))
          response.writeHead(error instanceof Refusal ? 403 : 500).end(String(error))
        },
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return store
  }

  get host(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/bucket`
  }

  /** The leave to put objects below `prefix`, as it stands in the order of a segment. */
  grant(
    prefix: string,
    { isGoogle = false, expiresInMs = 3_600_000 }: { isGoogle?: boolean; expiresInMs?: number } = {},
  ): OsInfo {
    const conditions: Condition[] = [
      { bucket: 'bucket' },
      { acl: 'public-read' },
      ['starts-with', '$Content-Type', 'video/'],
      ['starts-with', '$key', prefix],
      ['content-length-range', 1, 300_000_000],
    ]
    const credential = isGoogle ? 'peer@bucket.example' : [accessKey, ...scope].join('/')
    if (!isGoogle)
      conditions.push(
        { 'x-amz-algorithm': 'AWS4-HMAC-SHA256' },
        { 'x-amz-credential': credential },
        { 'x-amz-date': date },
      )
    const expiration = new Date(Date.now() + expiresInMs).toISOString()
    const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64')
    const signature = isGoogle
      ? sign('sha256', Buffer.from(policy), privateKey).toString('base64')
      : signatureS3(policy)
    const xAmzDate = isGoogle ? '' : date
    return {
      storageType: isGoogle ? 2 : 1,
      host: this.host,
      key: prefix,
      policy,
      signature,
      credential,
      xAmzDate,
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage): Promise<Uint8Array | undefined> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    if (this.isSilent) return undefined
    if (request.method === 'GET') {
      const key = decodeURIComponent((request.url ?? '').replace('/bucket/', ''))
      const object = this.objects.get(key)
      if (object === undefined) throw new Error('NoSuchKey')
      return object
    }
    if (request.method !== 'POST' || request.url !== '/bucket') throw new Refusal('MethodNotAllowed')
    this.#take(request.headers['content-type'] ?? '', Buffer.concat(chunks))
    return new Uint8Array()
  }

  #take(contentType: string, body: Uint8Array): void {
    const fields = new Map<string, string>()
    let file: Uint8Array | undefined
    for (const part of readMultipart(contentType, body)) {
      const name = /\bname="([^"]*)"/.exec(part.headers['content-disposition'] ?? '')?.[1] ?? ''
      if (file !== undefined) throw new Refusal(`Field ${name} comes after the file.`)
      if (name === 'file') file = part.body
      else fields.set(name.toLowerCase(), Buffer.from(part.body).toString())
    }
    const key = fields.get('key')
    if (file === undefined || key === undefined) throw new Refusal('There is no file or no key.')
    checkPolicy(fields, file.length)
    this.objects.set(key, file)
  }
}

function checkPolicy(fields: ReadonlyMap<string, string>, length: number): void {
  const encoded = fields.get('policy') ?? ''
  checkSignature(fields, encoded)
  const policy = JSON.parse(Buffer.from(encoded, 'base64').toString()) as {
    expiration: string
    conditions: Condition[]
  }
  if (Date.parse(policy.expiration) < Date.now()) throw new Refusal('Policy expired.')
  const named = new Set(['policy', 'signature', 'googleaccessid', 'x-amz-signature'])
  const check = (name: string, holds: (value: string) => boolean) => {
    named.add(name.toLowerCase())
    const value = name.toLowerCase() === 'bucket' ? 'bucket' : fields.get(name.toLowerCase())
    if (value === undefined || !holds(value)) throw new Refusal(`Condition on ${name} failed.`)
  }
  for (const condition of policy.conditions) {
    if (!Array.isArray(condition)) {
      for (const [name, wanted] of Object.entries(condition)) check(name, (value) => value === wanted)
    } else if (condition[0] === 'starts-with') {
      check(String(condition[1]).slice(1), (value) => value.startsWith(String(condition[2])))
    } else if (condition[0] === 'content-length-range') {
      if (length < Number(condition[1]) || length > Number(condition[2])) throw new Refusal('EntityTooLarge')
    }
  }
  for (const name of fields.keys()) if (!named.has(name)) throw new Refusal(`Extra input field: ${name}.`)
}

function checkSignature(fields: ReadonlyMap<string, string>, policy: string): void {
  const google = fields.get('signature')
  const isValid =
    google === undefined
      ? isSame(fields.get('x-amz-signature') ?? '', signatureS3(policy))
      : verify('sha256', Buffer.from(policy), publicKey, Buffer.from(google, 'base64'))
  if (!isValid) throw new Refusal('SignatureDoesNotMatch')
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}
