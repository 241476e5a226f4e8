import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changesOf, problemsOf, setCommand, signatureIn } from './edit.ts'

test('only what became different is written, and what was emptied is taken away', () => {
  expect(
    changesOf({ name: 'Weir', url: 'https://weir.example' }, { name: ' Weir ', url: '', region: 'Lisbon' }),
  ).toEqual([
    { key: 'url', value: '' },
    { key: 'region', value: 'Lisbon' },
  ])
})

test('error: what would not be shown as it is written is refused by key', () => {
  const problems = problemsOf([
    { key: 'name', value: 'Weir\u202Eylloj' },
    { key: 'url', value: 'javascript:alert(1)' },
    { key: 'region', value: 'Lisbon' },
  ])
  expect([...problems.keys()]).toEqual(['name', 'url'])
})

test('a shell gives the command the texts as they were entered, and runs nothing of them', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(`'; rm -rf /'`, '$(id)', '`id`', 'a\nb')),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
      (values) => {
        fc.pre(values.every((value) => !value.includes('\0')))
        const records = values.map((value, index) => ({ key: `key-${index}`, value }))
        const shell = `millrace() { printf '%s\\0' "$@"; }; ${setCommand(records)}`
        const words = execFileSync('/bin/sh', ['-c', shell], { encoding: 'utf8' }).split('\0')
        expect(words.slice(2, -3)).toEqual(records.map(({ key, value }) => `${key}=${value}`))
      },
    ),
    { numRuns: 30 },
  )
})

test('a signature is taken by itself or out of the signed file', () => {
  expect(signatureIn(' 0x1234\n')).toBe('0x1234')
  expect(signatureIn(`0x${'f'.repeat(20_000)}`)).toBeUndefined()
  expect(signatureIn('{\n  "kind": "link",\n  "signature": "0xabcd"\n}')).toBe('0xabcd')
})

test.each(['', '0x', '0x123', 'abcd', '{"signature":"nothing"}', '{}'])(
  'error: %j is no signature',
  (pasted) => expect(signatureIn(pasted)).toBeUndefined(),
)
