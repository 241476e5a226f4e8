import { createHash } from 'node:crypto'
import { concatBytes } from '@millrace/crypto'

/** Marks a ping as a challenge, so that no other signature of the key can answer one. */
const mark = Buffer.from('mrep1', 'latin1')
const nonceBytes = 16
const fingerprintBytes = 32
/** An endpoint without TLS has no certificate to name. */
const noCertificate = new Uint8Array(fingerprintBytes)

/** SHA-256 of a certificate (DER). */
export function certificateFingerprint(certificate: Uint8Array | undefined): Uint8Array {
  if (certificate === undefined) return noCertificate
  return new Uint8Array(createHash('sha256').update(certificate).digest())
}

/**
 * A ping value that asks an endpoint to prove its key over this very connection: it names the certificate that was seen,
 * and our orchestrators sign it only if that is theirs, so that nobody in between can have it signed elsewhere. Others
 * of the network sign any value.
 * @param nonce - 16 random bytes
 */
export function createEndpointChallenge(nonce: Uint8Array, fingerprint: Uint8Array): Uint8Array {
  if (nonce.length !== nonceBytes) throw new RangeError(`A nonce has ${nonceBytes} bytes.`)
  return concatBytes(mark, nonce, fingerprint)
}

/** The fingerprint that a ping value names, if it is a challenge. */
export function readEndpointChallenge(value: Uint8Array): Uint8Array | undefined {
  if (value.length !== mark.length + nonceBytes + fingerprintBytes) return undefined
  return mark.equals(value.subarray(0, mark.length)) ? value.subarray(mark.length + nonceBytes) : undefined
}
