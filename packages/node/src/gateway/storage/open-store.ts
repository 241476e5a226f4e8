import { readFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { StoreAddressError } from './errors.ts'
import { FolderStore } from './folder-store.ts'
import type { ObjectStore } from './object-store.ts'
import { S3Store } from './s3-store.ts'

export interface OpenStoreOptions {
  /** Only an operator may name a folder of this machine. */
  readonly allowsFolders: boolean
  /** Of stores whose address has none: JSON with `accessKeyId` and `secretAccessKey`. */
  readonly credentialsFile?: string | undefined
  readonly minFreeBytes: number
  readonly timeoutMs: number
}

const credentialsSchema = z.object({ accessKeyId: z.string().min(1), secretAccessKey: z.string().min(1) })
type Credentials = z.output<typeof credentialsSchema>

/**
 * Opens an object store by its address: a folder (`/path`, `file:///path`), a bucket of Amazon's
 * (`s3://KEY:SECRET@REGION/BUCKET/PREFIX`) or of another server (`s3+https://KEY:SECRET@HOST:PORT/BUCKET/PREFIX`, with
 * `?region=` where it has some).
 * @throws {StoreAddressError}
 */
export function openObjectStore(address: string, options: OpenStoreOptions): ObjectStore {
  const { allowsFolders, minFreeBytes } = options
  if (isAbsolute(address) || address.startsWith('file:') || /^\.{1,2}\//.test(address)) {
    if (!allowsFolders)
      throw new StoreAddressError({ problem: 'is a folder, which only the settings may name' })
    return new FolderStore({
      folder: address.startsWith('file:') ? fileURLToPath(address) : address,
      minFreeBytes,
    })
  }
  return openBucket(address, options)
}

function openBucket(address: string, { credentialsFile, timeoutMs }: OpenStoreOptions): S3Store {
  const [, scheme = ''] = /^(s3(?:\+https?)?):\/\//.exec(address) ?? []
  if (!scheme)
    throw new StoreAddressError({ problem: 'is neither a folder nor s3://, s3+http:// or s3+https://' })
  const url = parseUrl(address.replace(/^s3(?:\+https?)?/, 'http'))
  const [bucket = '', ...rest] = url.pathname.split('/').filter(Boolean).map(decodeURIComponent)
  if (!/^[a-z0-9][a-z0-9._-]{1,62}$/i.test(bucket))
    throw new StoreAddressError({ problem: 'names no bucket' })
  const isAmazon = scheme === 's3'
  const { username, password, hostname, host, searchParams } = url
  const given =
    username && password
      ? { accessKeyId: decodeURIComponent(username), secretAccessKey: decodeURIComponent(password) }
      : undefined
  return new S3Store({
    bucket,
    prefix: rest.length > 0 ? `${rest.join('/')}/` : '',
    region: isAmazon ? hostname : (searchParams.get('region') ?? 'us-east-1'),
    endpoint: isAmazon ? undefined : `${scheme.slice('s3+'.length)}://${host}`,
    ...(given ?? readCredentials(credentialsFile)),
    timeoutMs,
  })
}

function parseUrl(text: string): URL {
  try {
    return new URL(text)
  } catch {
    throw new StoreAddressError({ problem: 'cannot be read' })
  }
}

function readCredentials(file: string | undefined): Credentials {
  if (file === undefined) {
    throw new StoreAddressError({ problem: 'has no credentials, and objectStoreCredentialsFile is not set' })
  }
  try {
    return credentialsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new StoreAddressError({
      problem: `has no credentials, and ${file} is no JSON with accessKeyId and secretAccessKey`,
    })
  }
}
