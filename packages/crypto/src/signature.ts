import { addressToBytes, publicKeyToAddressBytes, toChecksumAddress } from './address.ts'
import type { Address } from './hex.ts'
import { concatBytes } from './integers.ts'
import { keccak256 } from './keccak.ts'
import { secp256k1 } from './secp256k1.ts'

const halfOrder = Buffer.from('7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0', 'hex')
const prefix = Buffer.from('\x19Ethereum Signed Message:\n', 'latin1')
// Almost everything that is signed here is a hash, so what stands before 32 bytes is laid out once.
const hashPreimage = new Uint8Array(Buffer.concat([prefix, Buffer.from('32', 'latin1'), Buffer.alloc(32)]))
const hashStart = hashPreimage.length - 32

/** The hash that EIP-191 `personal_sign` signs: keccak256("\x19Ethereum Signed Message:\n" ‖ decimal length ‖ message). */
export function personalMessageHash(message: Uint8Array): Uint8Array {
  if (message.length === 32) {
    hashPreimage.set(message, hashStart)
    return keccak256(hashPreimage)
  }
  return keccak256(concatBytes(prefix, Buffer.from(String(message.length), 'latin1'), message))
}

/**
 * Who made an EIP-191 signature (65 bytes R‖S‖V).
 * @returns nothing when it has another length, a high S (a second form of the same signature), a V other than 27
 * or 28, or fits no key
 */
export function recoverMessageSigner(message: Uint8Array, signature: Uint8Array): Address | undefined {
  const publicKey = recoverPublicKey(message, signature)
  return publicKey && toChecksumAddress(publicKeyToAddressBytes(publicKey))
}

/** Whether the account made this EIP-191 signature (same rules as {@link recoverMessageSigner}). */
export function verifyMessage(address: string, message: Uint8Array, signature: Uint8Array): boolean {
  return messageVerifier(address)(message, signature)
}

/** {@link verifyMessage} for many signatures of one account, whose address is read once. @throws as {@link addressToBytes} */
export function messageVerifier(address: string): (message: Uint8Array, signature: Uint8Array) => boolean {
  const expected = addressToBytes(address)
  return (message, signature) => {
    const publicKey = recoverPublicKey(message, signature)
    return publicKey !== undefined && Buffer.compare(publicKeyToAddressBytes(publicKey), expected) === 0
  }
}

function recoverPublicKey(message: Uint8Array, signature: Uint8Array): Uint8Array | undefined {
  if (signature.length !== 65) return undefined
  const v = signature[64]
  if (v !== 27 && v !== 28) return undefined
  if (Buffer.compare(signature.subarray(32, 64), halfOrder) > 0) return undefined
  return secp256k1.recover(personalMessageHash(message), signature.subarray(0, 64), v === 27 ? 0 : 1)
}
