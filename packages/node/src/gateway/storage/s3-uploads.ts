import type { S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { createStoreGrant, type OSInfo } from '@millrace/wire'
import type { DirectUploads } from './object-store.ts'

/** How long a leave holds, as on the live network. */
const grantSeconds = 24 * 3600
const maxObjectBytes = 300_000_000

/** Lets orchestrators put their results straight into a bucket, by forms with a signed policy. */
export class S3Uploads implements DirectUploads {
  readonly #bucket: string
  readonly #prefix: string
  readonly #client: S3Client
  /** Address of the bucket, as the client makes it; known with the first leave. */
  #address: string | undefined

  constructor({ bucket, prefix }: { readonly bucket: string; readonly prefix: string }, client: S3Client) {
    this.#bucket = bucket
    this.#prefix = prefix
    this.#client = client
  }

  async grant(prefix: string): Promise<OSInfo> {
    const key = this.#prefix + prefix
    const { url, fields } = await createPresignedPost(this.#client, {
      Bucket: this.#bucket,
      // In the policy it stands for any name below.
      Key: `${key}/\${filename}`,
      Expires: grantSeconds,
      Conditions: [
        // Orchestrators of the live network send it whether it is wanted or not, and a policy must name every field.
        { acl: 'public-read' },
        ['starts-with', '$Content-Type', 'video/'],
        ['content-length-range', 1, maxObjectBytes],
      ],
    })
    this.#address = url.replace(/\/+$/, '')
    return createStoreGrant({
      host: this.#address,
      key,
      policy: fields.Policy ?? '',
      signature: fields['X-Amz-Signature'] ?? '',
      credential: fields['X-Amz-Credential'] ?? '',
      date: fields['X-Amz-Date'] ?? '',
    })
  }

  keyOf(url: string): string | undefined {
    const start = `${this.#address}/`
    if (this.#address === undefined || !url.startsWith(start)) return undefined
    try {
      const key = decodeURIComponent(url.slice(start.length))
      return key.startsWith(this.#prefix) ? key.slice(this.#prefix.length) : undefined
    } catch {
      return undefined
    }
  }
}
