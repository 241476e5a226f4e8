import { publicKeyToAddressBytes, toChecksumAddress } from './address.ts'
import { InvalidPrivateKeyError } from './errors.ts'
import { type Address, type Hex, hexToBytes } from './hex.ts'
import { secp256k1 } from './secp256k1.ts'
import { personalMessageHash } from './signature.ts'

/** An account that signs; its key may be in this process, in a keystore or elsewhere. */
export interface Signer {
  readonly address: Address
  /** EIP-191 `personal_sign`: 65 bytes R‖S‖V, low S, V 27 or 28. */
  signMessage(message: Uint8Array): Promise<Uint8Array>
}

/** A signer with its key in memory. @throws {InvalidPrivateKeyError} when it is not a private key. */
export function localSigner(privateKey: Hex): Signer {
  const key = parsePrivateKey(privateKey)
  return {
    address: toChecksumAddress(publicKeyToAddressBytes(secp256k1.publicKey(key))),
    signMessage: async (message) => {
      const { compact, recoveryId } = secp256k1.sign(personalMessageHash(message), key)
      // R beyond the order (recovery 2 or 3) has a chance of 2^-127 and no V in Ethereum.
      if (recoveryId > 1) throw new RangeError('The signature has no Ethereum form.')
      const signature = new Uint8Array(65)
      signature.set(compact)
      signature[64] = 27 + recoveryId
      return signature
    },
  }
}

function parsePrivateKey(privateKey: Hex): Uint8Array {
  // The cause is dropped on purpose: nothing about a key may reach a log.
  const key = /^0x[0-9a-fA-F]{64}$/.test(privateKey) ? hexToBytes(privateKey) : undefined
  if (key === undefined || !secp256k1.isPrivateKey(key)) throw new InvalidPrivateKeyError()
  return key
}
