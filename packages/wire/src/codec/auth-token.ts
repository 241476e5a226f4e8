import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import { create } from '@bufbuild/protobuf'
import { bigintToMinimalBytes, bytesToHex } from '@millrace/crypto'
import { AuthTokenError } from '../errors.ts'
import { type AuthToken, AuthTokenSchema } from '../generated/net/orchestrator_pb.ts'
import { authTokenLifetimeMs } from '../limits.ts'

export interface AuthTokensOptions {
  /** Key of the tokens, 32 bytes; tokens issued under another key are invalid. */
  readonly secret: Uint8Array
  /** @defaultValue 30 minutes, which is also the longest. */
  readonly lifetimeMs?: number
}

export interface AuthTokensDependencies {
  readonly randomBytes: (length: number) => Uint8Array
}

/**
 * Issues and checks the tokens that tie the requests of a session together. A token is HMAC-SHA256 under the node's
 * secret over the session id and the expiry (Unix seconds, minimal big-endian).
 */
export class AuthTokens {
  readonly #secret: KeyObject
  readonly #lifetimeS: bigint
  readonly #randomBytes: (length: number) => Uint8Array

  constructor(options: AuthTokensOptions, dependencies: AuthTokensDependencies) {
    this.#secret = createSecretKey(options.secret)
    const lifetimeMs = Math.min(options.lifetimeMs ?? authTokenLifetimeMs, authTokenLifetimeMs)
    this.#lifetimeS = BigInt(Math.ceil(lifetimeMs / 1000))
    this.#randomBytes = dependencies.randomBytes
  }

  /** @returns a token for a new session, whose id is 8 hexadecimal digits. */
  issue(nowMs: number): AuthToken {
    const sessionId = bytesToHex(this.#randomBytes(4)).slice(2)
    const expiration = BigInt(Math.floor(nowMs / 1000)) + this.#lifetimeS
    return create(AuthTokenSchema, {
      token: authTokenMac(this.#secret, sessionId, expiration),
      sessionId,
      expiration,
    })
  }

  /**
   * @returns the session id of a token that this node issued and that has not expired.
   * @throws {AuthTokenError} otherwise.
   */
  verify(token: AuthToken | undefined, nowMs: number): string {
    if (token === undefined) throw new AuthTokenError('missing')
    const nowS = BigInt(Math.floor(nowMs / 1000))
    // Session id and expiry are joined without a separator, so a holder could move bytes from one to the other and
    // live on under a later expiry. Only the shape that is issued here is looked at.
    const isOurShape = /^[0-9a-f]{8}$/.test(token.sessionId) && token.expiration > 0n
    if (!isOurShape || token.expiration > nowS + this.#lifetimeS) throw new AuthTokenError('invalid')
    const expected = authTokenMac(this.#secret, token.sessionId, token.expiration)
    if (token.token.length !== expected.length || !timingSafeEqual(token.token, expected)) {
      throw new AuthTokenError('invalid')
    }
    if (token.expiration <= nowS) throw new AuthTokenError('expired')
    return token.sessionId
  }
}

/** @returns the 32 bytes of a token. */
export function authTokenMac(
  secret: KeyObject | Uint8Array,
  sessionId: string,
  expirationS: bigint,
): Uint8Array {
  const mac = createHmac('sha256', secret)
    .update(sessionId, 'utf8')
    .update(bigintToMinimalBytes(expirationS))
    .digest()
  return new Uint8Array(mac)
}
