import { createRequire } from 'node:module'
import type { Secp256k1 } from './secp256k1-backend.ts'

type Bindings = Pick<
  typeof import('secp256k1'),
  'privateKeyVerify' | 'publicKeyCreate' | 'ecdsaSign' | 'ecdsaRecover'
>

/**
 * libsecp256k1 as a native add-on, prebuilt in the package for Linux x64, macOS arm64 and Windows x64.
 * The package's main entry would fall back to slow JavaScript without a word, so its bindings are loaded by name.
 * @throws when the machine has no prebuilt binary
 */
export function loadNativeSecp256k1(): Secp256k1 {
  const bindings = createRequire(import.meta.url)('secp256k1/bindings.js') as Bindings
  return {
    name: 'native',
    isPrivateKey: (privateKey) => privateKey.length === 32 && bindings.privateKeyVerify(privateKey),
    publicKey: (privateKey) => bindings.publicKeyCreate(privateKey, false),
    sign: (hash, privateKey) => {
      const { signature, recid } = bindings.ecdsaSign(hash, privateKey)
      return { compact: signature, recoveryId: recid }
    },
    recover: (hash, compact, recoveryId) => {
      try {
        return bindings.ecdsaRecover(compact, recoveryId, hash, false)
      } catch {
        return undefined
      }
    },
  }
}
