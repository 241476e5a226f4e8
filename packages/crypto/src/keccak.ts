import { createKeccak } from 'hash-wasm'

// One instance for the process: making one costs more than thousands of hashes, and use is synchronous.
const hasher = await createKeccak(256)

/** Keccak-256 (the original padding, as Ethereum uses it; not SHA3-256). 32 bytes. */
export function keccak256(bytes: Uint8Array): Uint8Array {
  return hasher.init().update(bytes).digest('binary')
}
