import { Lifecycle, type Logger } from '@millrace/common'
import { SettingsError } from '@millrace/daemon'
import type { GatewayConfig } from '../config.ts'
import { StoreAddressError } from './errors.ts'
import type { ObjectStore } from './object-store.ts'
import { openObjectStore } from './open-store.ts'

type Settings = Pick<
  GatewayConfig,
  'objectStore' | 'recordStore' | 'objectStoreCredentialsFile' | 'objectStoreTimeoutMs' | 'storeMinFreeBytes'
>

/** Stores that a webhook may name at the same time. */
const maxOpen = 200

/** The object stores that a gateway works with: those of the settings, and those that the auth webhook names. */
export class StoreShelf {
  readonly #settings: Settings
  readonly #log: Logger
  readonly #open = new Map<string, ObjectStore>()
  readonly #failed = new Set<string>()
  readonly #life = new Lifecycle()

  /** @throws {SettingsError} when a store of the settings cannot be used. */
  constructor(settings: Settings, { log }: { readonly log: Logger }) {
    this.#settings = settings
    this.#log = log
    for (const setting of ['objectStore', 'recordStore'] as const) {
      const address = settings[setting]
      if (address === undefined) continue
      try {
        const store = this.#store(address)
        if (setting === 'objectStore' && !store.uploads) {
          throw new StoreAddressError({ problem: 'is a folder: orchestrators cannot put anything there' })
        }
      } catch (cause) {
        const problem = cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause)
        throw new SettingsError({ setting, problem, cause })
      }
    }
  }

  /** Where recordings go; undefined: nowhere. @param ordered what the webhook says of this stream. */
  recordStore(ordered?: string): ObjectStore | undefined {
    return this.#find(ordered ?? this.#settings.recordStore)
  }

  /** Where orchestrators put renditions; undefined: they keep them until they are fetched. */
  objectStore(ordered?: string): ObjectStore | undefined {
    return this.#find(ordered ?? this.#settings.objectStore)
  }

  /** Where evidence goes: with the recordings, else with the renditions, else into a folder. @throws {StoreAddressError} */
  evidenceStore(folder: string): ObjectStore {
    return this.recordStore() ?? this.objectStore() ?? this.#store(folder, { isOwn: true })
  }

  /** Those of the settings, each once. */
  get own(): readonly ObjectStore[] {
    const { objectStore, recordStore } = this.#settings
    return [...new Set([this.#find(objectStore), this.#find(recordStore)])].filter((one) => one !== undefined)
  }

  close(): Promise<void> {
    return this.#life.close()
  }

  #find(address: string | undefined): ObjectStore | undefined {
    if (address === undefined || this.#failed.has(address)) return undefined
    try {
      return this.#store(address)
    } catch (err) {
      if (this.#failed.size < maxOpen) this.#failed.add(address)
      this.#log.error({ err }, 'object store of a stream cannot be used')
      return undefined
    }
  }

  #store(address: string, { isOwn = false } = {}): ObjectStore {
    const known = this.#open.get(address)
    if (known) return known
    const { objectStore, recordStore } = this.#settings
    if (this.#open.size >= maxOpen) throw new Error('Too many object stores are open.')
    const store = openObjectStore(address, {
      allowsFolders: isOwn || address === objectStore || address === recordStore,
      credentialsFile: this.#settings.objectStoreCredentialsFile,
      minFreeBytes: this.#settings.storeMinFreeBytes,
      timeoutMs: this.#settings.objectStoreTimeoutMs,
    })
    this.#open.set(address, this.#life.use('object store', store))
    return store
  }
}
