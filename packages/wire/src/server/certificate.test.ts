import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSelfSignedCertificate } from './certificate.ts'

const nowMs = Date.UTC(2026, 7, 1, 12)

test('a certificate is that of a P-256 authority which signed itself, for servers, by the name of the host', () => {
  const { cert, key } = createSelfSignedCertificate('orchestrator.example', nowMs)
  const certificate = new X509Certificate(cert)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect(certificate.checkIssued(certificate)).toBe(true)
  expect(certificate.ca).toBe(true)
  expect(certificate.subjectAltName).toBe('DNS:orchestrator.example')
  expect(certificate.checkHost('orchestrator.example')).toBe('orchestrator.example')
  expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
  expect(createPublicKey(createPrivateKey(key)).equals(certificate.publicKey)).toBe(true)
  expect(certificate.validToDate.getTime() - nowMs).toBe(8_765 * 3_600_000)
  expect(certificate.validFromDate.getTime()).toBeLessThan(nowMs)
})

test('an IP address goes into the names as the network has it', () => {
  expect(new X509Certificate(createSelfSignedCertificate('127.0.0.1').cert).subjectAltName).toBe(
    'DNS:127.0.0.1',
  )
})

test('each certificate has its own key and number', () => {
  const [a, b] = [createSelfSignedCertificate('a'), createSelfSignedCertificate('a')]
  expect(new X509Certificate(a.cert).serialNumber).not.toBe(new X509Certificate(b.cert).serialNumber)
  expect(a.key).not.toBe(b.key)
})

test('dates beyond 2049 have four digits of year', () => {
  const { cert } = createSelfSignedCertificate('a', Date.UTC(2051, 0, 1))
  expect(new X509Certificate(cert).validToDate.getUTCFullYear()).toBe(2052)
})

test('a hundred certificates in a row are all well formed, whatever their numbers begin with', () => {
  for (let index = 0; index < 100; index++) {
    const certificate = new X509Certificate(createSelfSignedCertificate('a').cert)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
  }
})
