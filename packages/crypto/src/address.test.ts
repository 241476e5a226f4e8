import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressToBytes, isSameAddress, toChecksumAddress } from './address.ts'
import { InvalidAddressError, InvalidHexError } from './errors.ts'
import { bytesToHex } from './hex.ts'

// From EIP-55.
const checksummed = [
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0xde709f2102306220921060314715629080e2fb77',
  '0x27b1fdb04752bbc536007a920d24acb045561c26',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
]

test('addresses get the capitals of EIP-55', () => {
  for (const address of checksummed) {
    expect(toChecksumAddress(address.toLowerCase())).toBe(address)
    expect(toChecksumAddress(addressToBytes(address))).toBe(address)
  }
})

test('capitals never change the bytes, and do not matter for being the same', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
      const address = toChecksumAddress(bytes)
      expect(addressToBytes(address)).toEqual(bytes)
      expect(isSameAddress(address, bytesToHex(bytes))).toBe(true)
    }),
  )
  expect(isSameAddress(checksummed[0] ?? '', checksummed[1] ?? '')).toBe(false)
})

test('error: 19 or 21 bytes and other text are no address', () => {
  for (const byteLength of [0, 19, 21, 32]) {
    expect(() => toChecksumAddress(new Uint8Array(byteLength))).toThrow(InvalidAddressError)
    expect(() => addressToBytes(`0x${'00'.repeat(byteLength)}`)).toThrow(InvalidAddressError)
  }
  expect(() => toChecksumAddress('vitalik')).toThrow(InvalidHexError)
})
