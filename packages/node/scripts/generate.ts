// Writes what is made from the descriptions of the APIs. Run: node packages/node/scripts/generate.ts
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { renderApiFiles } from './api-files.ts'

const files = await renderApiFiles()
for (const [path, content] of files) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
process.stdout.write(`${files.size} file(s) written from the descriptions of the APIs\n`)
