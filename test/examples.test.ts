import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './programs.ts'

test('the page about programs shows the example as it is', async () => {
  const page = await readFile(join(root, 'docs/library.md'), 'utf8')
  const [, shown] = /^```ts\n([\s\S]*?)^```$/m.exec(page) ?? []
  expect(shown).toBe(await readFile(join(root, 'examples/publish-file.ts'), 'utf8'))
})
