import { BaseError } from '@millrace/common/errors'

/** Thrown when text that should be `0x…` hexadecimal is not. The text itself is left out: it may be a key. */
export class InvalidHexError extends BaseError {
  override name = 'InvalidHexError'
  readonly code = 'INVALID_HEX'

  constructor({ length }: { length: number }) {
    super(`Expected hexadecimal bytes with 0x in front, got ${length} characters that are not.`, {
      meta: { length },
    })
  }
}

/** Thrown when an address has not 20 bytes. */
export class InvalidAddressError extends BaseError {
  override name = 'InvalidAddressError'
  readonly code = 'INVALID_ADDRESS'

  constructor({ byteLength }: { byteLength: number }) {
    super(`An address has 20 bytes, got ${byteLength}.`, { meta: { byteLength } })
  }
}

/** Thrown when an integer does not fit the bytes it is to be written in. */
export class IntegerOutOfRangeError extends BaseError {
  override name = 'IntegerOutOfRangeError'
  readonly code = 'INTEGER_OUT_OF_RANGE'

  constructor({ type }: { type: string }) {
    super(`The integer is not a ${type}.`, { meta: { type } })
  }
}

/** Thrown when a private key is not 32 bytes between 1 and the order of the curve. Never carries the key. */
export class InvalidPrivateKeyError extends BaseError {
  override name = 'InvalidPrivateKeyError'
  readonly code = 'INVALID_PRIVATE_KEY'

  constructor() {
    super('The private key is not 32 bytes of hexadecimal within the order of secp256k1.')
  }
}

/** Thrown at load when no secp256k1 implementation gives the known answer. */
export class CryptoUnavailableError extends BaseError {
  override name = 'CryptoUnavailableError'
  readonly code = 'CRYPTO_UNAVAILABLE'

  constructor({ causes }: { causes: readonly unknown[] }) {
    super('Neither the native nor the wasm implementation of secp256k1 works on this machine.', {
      cause: new AggregateError(causes),
    })
  }
}
