import { expect, test } from 'vitest'
import { pictureHost } from './picture-host.ts'

const hostOf = (href: string) => pictureHost({ href, text: href })

test('a picture comes from a host with a name', () => {
  expect(hostOf('https://cdn.example.org/mill.png')).toBe('cdn.example.org')
})

test.each([
  'http://example.org/mill.png',
  'ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi',
  'https://localhost/mill.png',
  'https://router.local/reboot',
  'https://printer.lan/mill.png',
  'https://192.168.1.1/reboot',
  'https://3232235777/reboot',
  'https://[::1]/mill.png',
  'https://example.org:8443/mill.png',
  'data:image/svg+xml,<svg/>',
  'nothing',
])('error: %s is not asked for', (href) => expect(hostOf(href)).toBeUndefined())
