import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'
import {
  bitString,
  bool,
  der,
  explicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from './der.ts'

/** What a TLS server shows; the key never leaves the process. */
export interface ServerCertificate {
  /** PEM. */
  readonly cert: string
  /** PEM, PKCS #8. */
  readonly key: string
}

const validityMs = 8_765 * 3_600_000
const oid = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const

/**
 * Makes a fresh self-signed ECDSA P-256 certificate, valid for 8,765 hours from now. The host goes into the DNS names
 * even when it is an IP address: nobody on the network checks names, and this is the form that it knows.
 */
export function createSelfSignedCertificate(host: string, nowMs = Date.now()): ServerCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subjectPublicKey = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  const name = sequence(set(sequence(objectIdentifier(oid.commonName), utf8String(host.slice(0, 64)))))
  const algorithm = sequence(objectIdentifier(oid.ecdsaWithSha256))
  const body = sequence(
    explicit(0, integer(Uint8Array.of(2))),
    integer(new Uint8Array(randomBytes(16))),
    algorithm,
    name,
    // A minute back, for peers whose clock is a little behind.
    sequence(time(new Date(nowMs - 60_000)), time(new Date(nowMs + validityMs))),
    name,
    subjectPublicKey,
    explicit(3, sequence(...extensions(host))),
  )
  const signature = new Uint8Array(sign('sha256', body, privateKey))
  const certificate = new X509Certificate(Buffer.from(sequence(body, algorithm, bitString(signature))))
  return { cert: certificate.toString(), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

function extensions(host: string): readonly Uint8Array[] {
  const dnsName = der(0x82, new TextEncoder().encode(host.slice(0, 253)))
  // Bits 0 (digitalSignature) and 5 (keyCertSign) of RFC 5280 4.2.1.3; two bits of the byte are not used.
  const keyUsage = bitString(Uint8Array.of(0b1000_0100), 2)
  return [
    extension(oid.keyUsage, keyUsage, true),
    extension(oid.extendedKeyUsage, sequence(objectIdentifier(oid.serverAuth))),
    extension(oid.basicConstraints, sequence(bool(true)), true),
    extension(oid.subjectAltName, sequence(dnsName)),
  ]
}

function extension(id: string, value: Uint8Array, isCritical = false): Uint8Array {
  return sequence(objectIdentifier(id), ...(isCritical ? [bool(true)] : []), octetString(value))
}
