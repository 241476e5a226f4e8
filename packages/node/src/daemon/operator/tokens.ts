import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from '@millrace/common'
import { DataDirError } from '../../state/errors.ts'
import { TokenChangeError } from './errors.ts'
import { type OperatorScope, operatorScopes } from './scopes.ts'
import {
  maxTokens,
  readIfThere,
  readTokenFile,
  type TokenRecord,
  writePrivate,
  writeTokenFile,
} from './token-file.ts'

/** A token without what it opens with. */
export interface TokenFacts {
  /** Names a token without giving it away; `own` is the one in the data folder. */
  readonly id: string
  readonly name: string
  readonly scopes: readonly OperatorScope[]
  readonly createdAtMs: number
}

const ownTokenId = 'own'
const tokenPattern = /^[\w-]{20,128}$/

/** The file with the token that may do everything, made at the first start. */
export function ownTokenFile(dataDir: string): string {
  return join(dataDir, 'operator-token')
}

/**
 * The tokens that open a node's operator API: the one in `operator-token`, which may do everything, and those in
 * `operator-tokens.json`, kept as hashes. Both files may be changed by another process (the command line, or by hand):
 * a running node sees it at the next request.
 */
export class OperatorTokens {
  readonly #ownPath: string
  readonly #path: string
  readonly #clock: Clock
  #records: readonly TokenRecord[] = []
  #own: TokenRecord | undefined
  #seen = ''

  private constructor(dataDir: string, clock: Clock) {
    this.#ownPath = ownTokenFile(dataDir)
    this.#path = join(dataDir, 'operator-tokens.json')
    this.#clock = clock
  }

  /** @throws {DataDirError} when a file cannot be read or is corrupt. */
  static async open(
    { dataDir }: { readonly dataDir: string },
    clock: Clock = systemClock,
  ): Promise<OperatorTokens> {
    const tokens = new OperatorTokens(dataDir, clock)
    await tokens.#reload()
    return tokens
  }

  /** Makes the token that may do everything, where there is none. @throws {DataDirError} */
  async ensureOwn(): Promise<void> {
    if (this.#own !== undefined) return
    await writePrivate(this.#ownPath, `${newToken()}\n`)
    await this.#reload()
  }

  /**
   * Makes a token.
   * @returns the token; it is shown this one time and cannot be read back.
   * @throws {TokenChangeError | DataDirError}
   */
  async create({
    name = '',
    scopes,
  }: {
    name?: string
    scopes: readonly OperatorScope[]
  }): Promise<{ token: string; facts: TokenFacts }> {
    await this.#reload()
    const wanted = operatorScopes.filter((scope) => scopes.includes(scope))
    if (wanted.length === 0) throw TokenChangeError.scopes()
    if (this.#records.length >= maxTokens) throw TokenChangeError.tooMany(maxTokens)
    const token = newToken()
    const record: TokenRecord = {
      id: randomBytes(4).toString('hex'),
      name: name.slice(0, 64),
      scopes: wanted,
      hash: hashOf(token).toString('hex'),
      createdAtMs: this.#clock.nowMs(),
    }
    await writeTokenFile(this.#path, [...this.#records, record])
    await this.#reload()
    return { token, facts: factsOf(record) }
  }

  /** All tokens, without what they open with. */
  async list(): Promise<readonly TokenFacts[]> {
    await this.#reload()
    return this.#all().map(factsOf)
  }

  /** A running node refuses it from now on. @throws {TokenChangeError | DataDirError} */
  async revoke(id: string): Promise<void> {
    await this.#reload()
    const kept = this.#records.filter((record) => record.id !== id)
    if (kept.length === this.#records.length) throw TokenChangeError.none(id)
    await writeTokenFile(this.#path, kept)
    await this.#reload()
  }

  /** Whose token this is; undefined for a wrong or revoked one. Takes the same time for each wrong one. */
  async check(token: string): Promise<TokenFacts | undefined> {
    await this.#reload()
    const hash = hashOf(token)
    let found: TokenRecord | undefined
    for (const record of this.#all())
      if (timingSafeEqual(hash, Buffer.from(record.hash, 'hex'))) found = record
    return found && factsOf(found)
  }

  #all(): readonly TokenRecord[] {
    return this.#own === undefined ? this.#records : [this.#own, ...this.#records]
  }

  async #reload(): Promise<void> {
    const seen = `${await stateOf(this.#ownPath)} ${await stateOf(this.#path)}`
    if (seen === this.#seen) return
    const own = await readIfThere(this.#ownPath)
    const records = await readTokenFile(this.#path)
    this.#own = own === undefined ? undefined : await this.#ownRecord(own)
    this.#records = records
    this.#seen = seen
  }

  async #ownRecord(text: string): Promise<TokenRecord> {
    const token = text.trim()
    if (!tokenPattern.test(token)) {
      const cause = new Error(
        'it must hold a token of 20 to 128 letters, digits or dashes; delete it to have one made at the next start',
      )
      throw new DataDirError({ path: this.#ownPath, action: 'used', cause })
    }
    const { mtimeMs } = await stat(this.#ownPath)
    return {
      id: ownTokenId,
      name: 'operator-token',
      scopes: [...operatorScopes],
      hash: hashOf(token).toString('hex'),
      createdAtMs: Math.round(mtimeMs),
    }
  }
}

function factsOf({ id, name, scopes, createdAtMs }: TokenRecord): TokenFacts {
  return { id, name, scopes, createdAtMs }
}

function newToken(): string {
  return randomBytes(32).toString('base64url')
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

async function stateOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path)
    return `${ino}:${size}:${mtimeMs}`
  } catch {
    return 'none'
  }
}
