export { addressToBytes, isSameAddress, toChecksumAddress, zeroAddress } from './address.ts'
export {
  CryptoUnavailableError,
  IntegerOutOfRangeError,
  InvalidAddressError,
  InvalidHexError,
  InvalidPrivateKeyError,
} from './errors.ts'
export { type Address, bytesToHex, type Hex, hexToBytes } from './hex.ts'
export { bigintToBytes32, bigintToMinimalBytes, bytesToBigint, concatBytes } from './integers.ts'
export { keccak256 } from './keccak.ts'
export { secp256k1Backend } from './secp256k1.ts'
export { messageVerifier, recoverMessageSigner, verifyMessage } from './signature.ts'
export { localSigner, type Signer } from './signer.ts'
