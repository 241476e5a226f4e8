import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from '@millrace/common'
import { StreamKeyError } from '../errors.ts'
import {
  readStreamKeyFile,
  type StreamKeyFile,
  type StreamKeyRecord,
  writeStreamKeyFile,
} from './stream-key-file.ts'

/** Letters, digits, dot, dash and underscore; it is part of URLs. */
const streamIdPattern = /^[A-Za-z0-9][\w.-]{0,63}$/
const keyPattern = /^[\w-]{16,128}$/

export interface StreamKeyFacts {
  /** Names a key without giving it away. */
  readonly keyId: string
  readonly streamId: string
}

export interface StreamKeysOptions {
  readonly dataDir: string
}

/**
 * The keys that encoders publish with, one or more a stream, kept as salted hashes in `stream-keys.json`. Another
 * process (the command line) may change the file; {@link StreamKeys.reload} takes that over.
 */
export class StreamKeys {
  readonly #path: string
  readonly #clock: Clock
  #file: StreamKeyFile
  #modifiedMs: number

  private constructor(path: string, clock: Clock, file: StreamKeyFile, modifiedMs: number) {
    this.#path = path
    this.#clock = clock
    this.#file = file
    this.#modifiedMs = modifiedMs
  }

  /** @throws {DataDirError} when the key file cannot be read or is corrupt. */
  static async open({ dataDir }: StreamKeysOptions, clock: Clock = systemClock): Promise<StreamKeys> {
    const path = join(dataDir, 'stream-keys.json')
    const modifiedMs = await modificationTime(path)
    const file = (await readStreamKeyFile(path)) ?? {
      version: 1,
      salt: randomBytes(32).toString('hex'),
      keys: [],
    }
    return new StreamKeys(path, clock, file, modifiedMs)
  }

  /**
   * Makes a key, or takes the given one.
   * @returns the key; it is shown this one time and cannot be read back.
   * @throws {StreamKeyError} when name or key do not fit or the key is in use.
   */
  async create(streamId: string, { key = newKey() }: { key?: string } = {}): Promise<string> {
    checkStreamId(streamId)
    if (!keyPattern.test(key)) {
      throw new StreamKeyError({ streamId, problem: 'a key has 16 to 128 letters, digits, dashes' })
    }
    await this.reload()
    if (this.check(key)) throw new StreamKeyError({ streamId, problem: 'this key is in use already' })
    await this.#write([...this.#file.keys, this.#record(streamId, key)])
    return key
  }

  /** A new key; the old ones of the stream hold on for `graceMs`, 0 by default. @throws {StreamKeyError} */
  async rotate(streamId: string, { graceMs = 0 }: { graceMs?: number } = {}): Promise<string> {
    checkStreamId(streamId)
    await this.reload()
    const validUntilMs = this.#clock.nowMs() + graceMs
    const kept = this.#valid().flatMap((record) => {
      if (record.streamId !== streamId) return [record]
      if (graceMs <= 0) return []
      return [{ ...record, validUntilMs: Math.min(record.validUntilMs ?? validUntilMs, validUntilMs) }]
    })
    const key = newKey()
    await this.#write([...kept, this.#record(streamId, key)])
    return key
  }

  /** Takes all keys of a stream away, or the one with this id. @throws {StreamKeyError} when there is none. */
  async revoke(streamId: string, keyId?: string): Promise<void> {
    await this.reload()
    const kept = this.#valid().filter(
      (record) => record.streamId !== streamId || (keyId !== undefined && record.id !== keyId),
    )
    if (kept.length === this.#valid().length) {
      throw new StreamKeyError({ streamId, problem: 'it has no such key' })
    }
    await this.#write(kept)
  }

  /** Whose key this is; undefined for a wrong, expired or revoked one. Takes the same time for each wrong one. */
  check(key: string): StreamKeyFacts | undefined {
    const hash = Buffer.from(this.#hash(key), 'hex')
    let found: StreamKeyRecord | undefined
    for (const record of this.#valid())
      if (timingSafeEqual(hash, Buffer.from(record.hash, 'hex'))) found = record
    return found && { keyId: found.id, streamId: found.streamId }
  }

  /** Whether a key that was good when its encoder came still is. */
  isValid(keyId: string): boolean {
    return this.#valid().some(({ id }) => id === keyId)
  }

  list(): readonly (StreamKeyFacts & { readonly createdAtMs: number; readonly validUntilMs?: number })[] {
    return this.#valid().map(({ id, streamId, createdAtMs, validUntilMs }) => ({
      keyId: id,
      streamId,
      createdAtMs,
      ...(validUntilMs === undefined ? {} : { validUntilMs }),
    }))
  }

  /** Takes over what another process wrote. @throws {DataDirError} when the file became unreadable. */
  async reload(): Promise<void> {
    const modifiedMs = await modificationTime(this.#path)
    if (modifiedMs === this.#modifiedMs) return
    const file = await readStreamKeyFile(this.#path)
    if (file) this.#file = file
    this.#modifiedMs = modifiedMs
  }

  #valid(): readonly StreamKeyRecord[] {
    const nowMs = this.#clock.nowMs()
    return this.#file.keys.filter(({ validUntilMs }) => validUntilMs === undefined || nowMs < validUntilMs)
  }

  #record(streamId: string, key: string): StreamKeyRecord {
    const id = randomBytes(4).toString('hex')
    return { id, streamId, hash: this.#hash(key), createdAtMs: this.#clock.nowMs() }
  }

  #hash(key: string): string {
    return createHmac('sha256', Buffer.from(this.#file.salt, 'hex')).update(key).digest('hex')
  }

  async #write(keys: readonly StreamKeyRecord[]): Promise<void> {
    const file = { ...this.#file, keys: [...keys] }
    await writeStreamKeyFile(this.#path, file)
    this.#file = file
    this.#modifiedMs = await modificationTime(this.#path)
  }
}

/** 120 random bits, in letters that survive every encoder's input field. */
function newKey(): string {
  return randomBytes(15).toString('base64url')
}

/** Whether a stream can have this name. */
export function isStreamId(text: string): boolean {
  return streamIdPattern.test(text)
}

function checkStreamId(streamId: string): void {
  if (isStreamId(streamId)) return
  throw new StreamKeyError({
    streamId,
    problem: 'a stream name has up to 64 letters, digits, dots, dashes or underscores',
  })
}

async function modificationTime(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs
  } catch {
    return 0
  }
}
