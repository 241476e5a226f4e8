import { CryptoUnavailableError } from './errors.ts'
import { bytesToHex, hexToBytes } from './hex.ts'
import type { Secp256k1 } from './secp256k1-backend.ts'
import { loadNativeSecp256k1 } from './secp256k1-native.ts'
import { loadWasmSecp256k1 } from './secp256k1-wasm.ts'

// Computed with @noble/curves: key 1 signs the hash 0x11…11 (RFC 6979, low S).
const knownAnswer = {
  privateKey: hexToBytes(`0x${'00'.repeat(31)}01`),
  hash: hexToBytes(`0x${'11'.repeat(32)}`),
  compact:
    '0xe7c93726a865578504442b1a6827f676e0ed74bdff2be3960d1e253bbcfc44626aa772b878bc912bdbb33a0014ec507c4b3896ea85aa914b74dee9b7ac3e56da',
  recoveryId: 1,
} as const

/** The first implementation that loads and gives the known answer. @throws {CryptoUnavailableError} when none does. */
export async function selectBackend(
  loaders: readonly (() => Secp256k1 | Promise<Secp256k1>)[],
): Promise<Secp256k1> {
  const causes: unknown[] = []
  for (const load of loaders) {
    try {
      const backend = await load()
      if (givesKnownAnswer(backend)) return backend
      causes.push(new RangeError(`The ${backend.name} backend gave a wrong answer.`))
    } catch (cause) {
      causes.push(cause)
    }
  }
  throw new CryptoUnavailableError({ causes })
}

function givesKnownAnswer(backend: Secp256k1): boolean {
  const { hash, privateKey } = knownAnswer
  const { compact, recoveryId } = backend.sign(hash, privateKey)
  if (bytesToHex(compact) !== knownAnswer.compact || recoveryId !== knownAnswer.recoveryId) return false
  const recovered = backend.recover(hash, compact, knownAnswer.recoveryId)
  return recovered !== undefined && bytesToHex(recovered) === bytesToHex(backend.publicKey(privateKey))
}

export const secp256k1: Secp256k1 = await selectBackend([loadNativeSecp256k1, loadWasmSecp256k1])

/** Which implementation signs and recovers in this process. */
export function secp256k1Backend(): 'native' | 'wasm' {
  return secp256k1.name
}
