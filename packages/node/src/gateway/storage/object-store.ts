import type { OSInfo } from '@millrace/wire'

export interface StoredObject {
  readonly key: string
  readonly bytes: number
  readonly modifiedAtMs: number
}

export interface PutOptions {
  readonly contentType: string
  readonly signal?: AbortSignal | undefined
}

/** Where files are kept, by keys such as `show/1700000000000-ab12/source/0.ts`. */
export interface ObjectStore {
  /** For people: without secrets. */
  readonly name: string
  /** @throws {StoreError} */
  put(key: string, bytes: Uint8Array, options: PutOptions): Promise<void>
  /** @returns undefined when there is no such object. @throws {StoreError} */
  get(
    key: string,
    options: { readonly maxBytes: number; readonly signal?: AbortSignal | undefined },
  ): Promise<Uint8Array | undefined>
  /** All objects whose keys begin so. @throws {StoreError} */
  list(prefix: string): AsyncIterable<StoredObject>
  /** Names of what is directly below a prefix that ends with a slash, as if keys were paths. @throws {StoreError} */
  folders(prefix: string): Promise<readonly string[]>
  /** Those that are not there are no error. @throws {StoreError} */
  delete(keys: readonly string[]): Promise<void>
  /** How orchestrators put results here themselves; undefined where they cannot. */
  readonly uploads: DirectUploads | undefined
  close(): void
}

/** Lets others put objects into a store. */
export interface DirectUploads {
  /** A leave to put objects below a prefix, as it stands in the order of a segment. */
  grant(prefix: string): Promise<OSInfo>
  /** @returns the key of an object by its address; undefined when it is not in this store. */
  keyOf(url: string): string | undefined
}

const partPattern = /^[\w~+=@-][\w.~+=@ -]{0,199}$/

/** Whether a key names an object below its store, on every system: no empty or hidden parts and nothing that goes up. */
export function isObjectKey(key: string): boolean {
  return key.length <= 900 && key.split('/').every((part) => partPattern.test(part))
}
