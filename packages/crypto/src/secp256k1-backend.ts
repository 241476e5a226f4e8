/** What is needed of an implementation of secp256k1: the same few operations of each, so that they can be compared. */
export interface Secp256k1 {
  readonly name: 'native' | 'wasm'
  isPrivateKey(privateKey: Uint8Array): boolean
  /** 65 bytes, uncompressed. The key must be valid. */
  publicKey(privateKey: Uint8Array): Uint8Array
  /** Deterministic (RFC 6979), low S. `recoveryId` is 0 to 3. */
  sign(
    hash: Uint8Array,
    privateKey: Uint8Array,
  ): { readonly compact: Uint8Array; readonly recoveryId: number }
  /** 65 bytes, uncompressed, or nothing when no key could have made the signature. */
  recover(hash: Uint8Array, compact: Uint8Array, recoveryId: 0 | 1): Uint8Array | undefined
}
