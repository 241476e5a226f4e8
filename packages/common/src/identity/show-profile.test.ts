import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { knownKeys, type ProfileKey, recordProblem } from './records.ts'
import { safeText } from './safe-text.ts'
import { safeUrl } from './safe-url.ts'
import { showProfile } from './show-profile.ts'

const keys = Object.keys(knownKeys) as ProfileKey[]
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom(
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'https://user:password@example.org',
    'http://example.org',
    ' https://example.org/\u202Egpj.exe',
    'ipfs://../../etc/passwd',
    '<img src=x onerror=alert(1)>',
    `a${'\u0301'.repeat(500)}`,
    '\u202Emoc.elpmaxe',
    'x'.repeat(5_000),
    '\u0000\u0007\uFEFF',
    '\uD800',
  ),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
)
const texts = fc.dictionary(fc.constantFrom(...keys, 'other', '__proto__', 'constructor'), hostile)

describe('whatever an account says', () => {
  test('is shown bounded, in one direction, and with links to https, ipfs and mailto only', () => {
    fc.assert(
      fc.property(texts, (said) => {
        const shown = showProfile(said)
        const { name = '', description = '', region = '', website, picture, contacts } = shown
        for (const [text, key] of [
          [name, 'name'] as const,
          [description, 'description'] as const,
          [region, 'region'] as const,
        ]) {
          expect([...text].length).toBeLessThanOrEqual(knownKeys[key].maxLength)
          expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Default_Ignorable_Code_Point}]|\p{M}{3}/u)
        }
        expect(name + region).not.toContain('\n')
        expect(description.split('\n').length).toBeLessThanOrEqual(8)
        for (const url of [website, picture]) {
          if (url) expect(url.href).toMatch(/^(?:https:\/\/[\x21-\x7e]+|ipfs:\/\/[\w./~%-]+)$/)
        }
        for (const { text, href } of contacts) {
          expect(text).toMatch(/^[\x21-\x7e]+$/)
          if (href) expect(href).toMatch(/^(?:https:\/\/[\x21-\x7e]+|mailto:[\x21-\x7e]+)$/)
        }
      }),
    )
  })

  test('is shown the same when it is cleaned once more', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const bounds = { maxLength: 64, maxLines: 4 }
        const once = safeText(text, bounds)
        expect(safeText(once, bounds)).toBe(once)
      }),
    )
  })

  test('is shown as it was written, if it may be written', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys), hostile, (key, value) => {
        fc.pre(value !== '' && recordProblem({ key, value }) === undefined)
        const { name, description, region, website, picture, contacts } = showProfile({ [key]: value })
        const written = value.normalize('NFC').trim().replaceAll('\r\n', '\n')
        if (key === 'name' || key === 'description' || key === 'region')
          expect({ name, description, region }[key]).toBe(written === '' ? undefined : written)
        else if (key === 'url') expect(website).toBeDefined()
        else if (key === 'avatar') expect(picture).toBeDefined()
        else if (key !== 'proof.github') expect(contacts).toHaveLength(1)
      }),
    )
  })
})

test('a profile of good records is shown whole', () => {
  const said = Object.fromEntries(Object.entries(knownKeys).map(([key, { example }]) => [key, example]))
  for (const [key, value] of Object.entries(said)) expect(recordProblem({ key, value }), key).toBeUndefined()
  expect(showProfile(said)).toEqual({
    name: 'Weir & Sluice',
    description: 'Three machines in Lisbon. Fee share stays at 60 %.',
    website: { href: 'https://example.org/', text: 'example.org' },
    picture: { href: 'https://example.org/mill.png', text: 'example.org/mill.png' },
    region: 'Lisbon, Portugal',
    contacts: [
      { key: 'email', label: 'E-mail', text: 'crew@example.org', href: 'mailto:crew@example.org' },
      { key: 'com.github', label: 'GitHub', text: 'octocat', href: 'https://github.com/octocat' },
      { key: 'com.twitter', label: 'X', text: 'weir', href: 'https://x.com/weir' },
      { key: 'org.telegram', label: 'Telegram', text: 'weir_crew', href: 'https://t.me/weir_crew' },
      { key: 'com.discord', label: 'Discord', text: 'weir.crew' },
      { key: 'org.openpgp', label: 'OpenPGP fingerprint', text: '0123456789abcdef0123456789abcdef01234567' },
    ],
  })
})

test('nothing said is nothing shown', () => {
  expect(showProfile({})).toEqual({ contacts: [] })
  expect(showProfile({ name: ' \u200B\n', url: '', email: '@' })).toEqual({ contacts: [] })
})

describe('error: a record is not written when', () => {
  test.each([
    ['Name', 'x', 'is not a key'],
    ['a'.repeat(65), 'x', 'is not a key'],
    ['name', 'Weir\u202Eylloj', 'cannot be seen'],
    ['name', 'Weir\nSluice', 'cannot be seen'],
    ['name', 'x'.repeat(49), 'longer than 48 characters'],
    ['note', 'ä'.repeat(513), '1026 bytes long'],
    ['url', 'http://example.org', 'https:// or ipfs://'],
    ['avatar', 'data:image/svg+xml,<svg/>', 'https:// or ipfs://'],
    ['email', 'crew@example', 'crew@example.org'],
    ['com.github', 'octo--cat', 'octocat'],
    ['com.twitter', 'https://x.com/weir', 'longer than 15'],
    ['org.openpgp', 'abcd', 'fingerprint is not'],
  ])('%s is %j', (key, value, sentence) => {
    expect(recordProblem({ key, value })).toContain(sentence)
  })

  test('and may always be taken away', () => {
    expect(recordProblem({ key: 'com.example.anything', value: '' })).toBeUndefined()
  })
})

test('an address is linked to only where it leads is plain', () => {
  expect(safeUrl('https://xn--mller-kva.example/a?b#c')?.text).toBe('xn--mller-kva.example/a?b')
  expect(safeUrl('https://müller.example')?.text).toBe('xn--mller-kva.example')
  expect(safeUrl('ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG/readme')?.href).toBe(
    'ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG/readme',
  )
  for (const url of [
    'https://',
    'https:example',
    'HTTPS://a b',
    'https://a\u00adb.example',
    'ipfs://short',
    '//example.org',
  ])
    expect(safeUrl(url), url).toBeUndefined()
})
