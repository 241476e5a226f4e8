// Writes src/generated, contracts/layouts and docs/contracts/errors.md from what forge compiled. Run: node packages/abi/scripts/generate.ts
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type GeneratedFolder, renderGenerated } from './generated-files.ts'

const acceptFlag = 'accept-incompatible-layouts'

function write({ folder, isShared, files }: GeneratedFolder): void {
  if (!isShared) rmSync(folder, { recursive: true, force: true })
  for (const [path, content] of files) {
    const target = join(folder, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content)
  }
  process.stdout.write(`${files.size} file(s) written to ${folder}\n`)
}

const { values } = parseArgs({ options: { [acceptFlag]: { type: 'boolean', default: false } } })
const { folders, layoutChanges } = renderGenerated()
for (const sentence of layoutChanges.renamed) process.stdout.write(`renamed in storage: ${sentence}\n`)
for (const sentence of layoutChanges.incompatible) {
  process.stderr.write(`incompatible storage layout: ${sentence}\n`)
}
if (layoutChanges.incompatible.length > 0 && !values[acceptFlag]) {
  process.stderr.write(
    `Nothing was written: an upgrade to this code would garble the storage of a running contract. Append variables
instead. If no deployment has to be upgraded, record the new layouts by: node packages/abi/scripts/generate.ts --${acceptFlag}\n`,
  )
  process.exitCode = 1
} else {
  for (const folder of folders) write(folder)
}
