import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { renderApiFiles } from '../scripts/api-files.ts'

test('client and reference pages are as the roles describe themselves: npm run generate writes them', async () => {
  const files = await renderApiFiles()
  expect(files.size).toBe(10)
  for (const [path, content] of files) expect(readFileSync(path, 'utf8'), path).toBe(content)
})
