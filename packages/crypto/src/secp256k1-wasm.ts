import type { Secp256k1 } from './secp256k1-backend.ts'

/** libsecp256k1 compiled to WebAssembly: for machines without a native build, at about a quarter of its speed. */
export async function loadWasmSecp256k1(): Promise<Secp256k1> {
  const wasm = await import('tiny-secp256k1')
  return {
    name: 'wasm',
    isPrivateKey: (privateKey) => privateKey.length === 32 && wasm.isPrivate(privateKey),
    publicKey: (privateKey) => {
      const point = wasm.pointFromScalar(privateKey, false)
      if (point === null) throw new RangeError('A checked private key gave no point.')
      return point
    },
    sign: (hash, privateKey) => {
      const { signature, recoveryId } = wasm.signRecoverable(hash, privateKey)
      return { compact: signature, recoveryId }
    },
    recover: (hash, compact, recoveryId) => {
      try {
        return wasm.recover(hash, compact, recoveryId, false) ?? undefined
      } catch {
        return undefined
      }
    },
  }
}
