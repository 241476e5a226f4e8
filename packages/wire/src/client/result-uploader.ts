import type { IncomingMessage } from 'node:http'
import { CallAbortedError, OrchestratorClientError, StoreUploadError } from '../client-errors.ts'
import { objectUrl, type StoreGrant } from '../codec/object-store.ts'
import { Deadline } from './deadline.ts'
import { Http1Connections, responseTo } from './http1-connections.ts'
import { readResponse } from './read-response.ts'

export interface ResultUploaderOptions {
  /** @defaultValue 10 s, connecting included. */
  readonly timeoutMs?: number
  /** Also puts objects into private networks and this machine: only where every gateway is one's own. */
  readonly allowsPrivate?: boolean
}

export interface StoredObject {
  readonly key: string
  readonly contentType: 'video/mp2t' | 'video/mp4'
  readonly bytes: Uint8Array
}

const maxAnswerBytes = 16_384

/** Puts results into the buckets of gateways. The address comes from a stranger, so private hosts are refused. */
export class ResultUploader {
  readonly #connections: Http1Connections
  readonly #timeoutMs: number

  constructor({ timeoutMs = 10_000, allowsPrivate = false }: ResultUploaderOptions = {}) {
    this.#timeoutMs = timeoutMs
    this.#connections = new Http1Connections({ timeoutMs, onlyPublic: !allowsPrivate })
  }

  /**
   * @returns the address at which the object can be read.
   * @throws {StoreUploadError} when the store refuses it, breaks off or is too slow.
   * @throws {ConnectFailedError} when the store cannot be reached.
   * @throws {CallAbortedError} when the caller gave up.
   */
  async put(grant: StoreGrant, object: StoredObject, signal?: AbortSignal): Promise<string> {
    const { origin } = grant.bucket
    const form = new Response(createForm(grant, object))
    const contentType = form.headers.get('content-type') ?? ''
    const body = new Uint8Array(await form.arrayBuffer())
    using deadline = new Deadline(this.#timeoutMs, signal)
    if (deadline.signal.aborted) throw new CallAbortedError(origin)
    const request = this.#connections.request('POST', grant.bucket, {
      'content-type': contentType,
      'content-length': body.length,
    })
    const stop = () => request.destroy()
    deadline.signal.addEventListener('abort', stop)
    try {
      const head = responseTo(request)
      request.end(body)
      await readStatus(await head, origin)
      return objectUrl(grant, object.key)
    } catch (cause) {
      request.destroy()
      if (deadline.isTimedOut)
        throw new StoreUploadError({ origin, reason: `not done in ${this.#timeoutMs} ms`, cause })
      if (deadline.signal.aborted) throw new CallAbortedError(origin)
      if (cause instanceof OrchestratorClientError) throw cause
      throw new StoreUploadError({ origin, reason: 'the connection broke', cause })
    } finally {
      deadline.signal.removeEventListener('abort', stop)
    }
  }

  close(): void {
    this.#connections.close()
  }
}

async function readStatus(response: IncomingMessage, origin: string): Promise<void> {
  const status = response.statusCode ?? 0
  await readResponse(response, maxAnswerBytes).catch(() => {})
  if (status < 200 || status > 299) throw new StoreUploadError({ origin, reason: `status ${status}` })
}

/** The form as S3 and Google want it. A store refuses fields that its policy does not name; the file comes last. */
function createForm(grant: StoreGrant, { key, contentType, bytes }: StoredObject): FormData {
  const fields = new Map<string, string>([['key', key], ['policy', grant.policy], ...signatureFields(grant)])
  for (const { field, operator, value } of grant.conditions) {
    if (field === 'content-type') fields.set('Content-Type', contentTypeFor(operator, value, contentType))
    // The bucket is in the address; the rest is as the policy wants it.
    else if (field !== 'bucket' && !hasField(fields, field)) fields.set(field, value)
  }
  const form = new FormData()
  for (const [name, value] of fields) form.set(name, value)
  form.set(
    'file',
    new Blob([new Uint8Array(bytes)], { type: contentType }),
    key.split('/').at(-1) ?? 'object',
  )
  return form
}

function signatureFields({ kind, credential, date, signature }: StoreGrant): [string, string][] {
  if (kind === 'gcs')
    return [
      ['GoogleAccessId', credential],
      ['signature', signature],
    ]
  return [
    ['x-amz-algorithm', 'AWS4-HMAC-SHA256'],
    ['x-amz-credential', credential],
    ['x-amz-date', date],
    ['x-amz-signature', signature],
  ]
}

function contentTypeFor(operator: 'eq' | 'starts-with', wanted: string, own: string): string {
  return operator === 'starts-with' && own.startsWith(wanted) ? own : wanted
}

function hasField(fields: ReadonlyMap<string, string>, name: string): boolean {
  return [...fields.keys()].some((field) => field.toLowerCase() === name)
}
