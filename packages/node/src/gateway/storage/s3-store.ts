import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { StoreError } from './errors.ts'
import { isObjectKey, type ObjectStore, type PutOptions, type StoredObject } from './object-store.ts'
import { S3Uploads } from './s3-uploads.ts'

export interface S3StoreOptions {
  readonly bucket: string
  /** Keys begin with it; empty, or ends with a slash. */
  readonly prefix: string
  readonly region: string
  /** Address of a server that is not Amazon's. */
  readonly endpoint: string | undefined
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly timeoutMs: number
}

/** What one request deletes at the most, by the protocol. */
const maxDeleted = 1_000

/** A bucket that speaks S3. */
export class S3Store implements ObjectStore {
  readonly name: string
  readonly uploads: S3Uploads
  readonly #options: S3StoreOptions
  readonly #client: S3Client

  constructor(options: S3StoreOptions) {
    const { endpoint, region, accessKeyId, secretAccessKey, bucket, prefix } = options
    this.#options = options
    this.name = `${endpoint ?? `s3://${region}`}/${bucket}/${prefix}`
    this.#client = new S3Client({
      region,
      credentials: { accessKeyId, secretAccessKey },
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      maxAttempts: 3,
      // Servers that are not Amazon's need not know the newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    })
    this.uploads = new S3Uploads({ bucket, prefix }, this.#client)
  }

  async put(key: string, bytes: Uint8Array, { contentType, signal }: PutOptions): Promise<void> {
    const command = new PutObjectCommand({ ...this.#object(key), Body: bytes, ContentType: contentType })
    await this.#run(
      `${key} cannot be written`,
      (abortSignal) => this.#client.send(command, { abortSignal }),
      signal,
    )
  }

  async get(
    key: string,
    { maxBytes, signal }: { readonly maxBytes: number; readonly signal?: AbortSignal | undefined },
  ): Promise<Uint8Array | undefined> {
    return this.#run(
      `${key} cannot be read`,
      async (abortSignal) => {
        try {
          const { Body, ContentLength } = await this.#client.send(new GetObjectCommand(this.#object(key)), {
            abortSignal,
          })
          if ((ContentLength ?? 0) > maxBytes) {
            throw new StoreError({ store: this.name, problem: `${key} is too large`, retryable: false })
          }
          return await Body?.transformToByteArray()
        } catch (error) {
          if (error instanceof NoSuchKey) return undefined
          throw error
        }
      },
      signal,
    )
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    const { bucket, prefix: own } = this.#options
    let token: string | undefined
    do {
      const command = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: own + prefix,
        ...(token !== undefined && { ContinuationToken: token }),
      })
      const page = await this.#run('cannot be listed', (abortSignal) =>
        this.#client.send(command, { abortSignal }),
      )
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        if (Key === undefined) continue
        yield { key: Key.slice(own.length), bytes: Size ?? 0, modifiedAtMs: LastModified?.getTime() ?? 0 }
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined
    } while (token !== undefined)
  }

  async folders(prefix: string): Promise<readonly string[]> {
    const start = this.#options.prefix + prefix
    const command = new ListObjectsV2Command({ Bucket: this.#options.bucket, Prefix: start, Delimiter: '/' })
    const { CommonPrefixes } = await this.#run('cannot be listed', (abortSignal) =>
      this.#client.send(command, { abortSignal }),
    )
    return (CommonPrefixes ?? []).flatMap(({ Prefix }) => (Prefix ? [Prefix.slice(start.length, -1)] : []))
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (let at = 0; at < keys.length; at += maxDeleted) {
      const Objects = keys.slice(at, at + maxDeleted).map((key) => ({ Key: this.#object(key).Key }))
      const command = new DeleteObjectsCommand({
        Bucket: this.#options.bucket,
        Delete: { Objects, Quiet: true },
      })
      const { Errors } = await this.#run('objects cannot be deleted', (abortSignal) =>
        this.#client.send(command, { abortSignal }),
      )
      const [first] = Errors ?? []
      if (first) {
        const problem = `${Errors?.length} objects cannot be deleted: ${first.Code ?? 'no reason given'}`
        throw new StoreError({ store: this.name, problem })
      }
    }
  }

  close(): void {
    this.#client.destroy()
  }

  #object(key: string): { readonly Bucket: string; readonly Key: string } {
    if (!isObjectKey(key)) {
      const problem = `${JSON.stringify(key.slice(0, 100))} is no key`
      throw new StoreError({ store: this.name, problem, retryable: false })
    }
    return { Bucket: this.#options.bucket, Key: this.#options.prefix + key }
  }

  async #run<T>(
    problem: string,
    work: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal | undefined,
  ): Promise<T> {
    const deadline = AbortSignal.timeout(this.#options.timeoutMs)
    try {
      return await work(signal ? AbortSignal.any([signal, deadline]) : deadline)
    } catch (cause) {
      if (cause instanceof StoreError) throw cause
      throw new StoreError({ store: this.name, problem, cause })
    }
  }
}
