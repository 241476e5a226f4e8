import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSecretFile } from './secret-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-secret-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'secret')

function read(content: string): string {
  writeFileSync(file, content)
  return readSecretFile(file, 'secretFile')
}

test('the first line is the secret', () => {
  expect(read('open-sesame\r\nnothing else\n')).toBe('open-sesame')
})

test.each(['', '\nx', 'two words', 'ümlaut', 'x'.repeat(513)])(
  'error: %j is no secret, and is not shown',
  (content) => {
    const attempt = () => read(content)
    expect(attempt).toThrow(/^Setting secretFile: the first line of .* must be 1 to 512 printable characters/)
    expect(attempt).not.toThrow(/words|ümlaut|xxx/)
  },
)

test('error: a file that is not there is named', () => {
  expect(() => readSecretFile(join(folder, 'none'), 'secretFile')).toThrow(
    /^Setting secretFile: .*none cannot be read/,
  )
})
