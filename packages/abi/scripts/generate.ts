// Writes src/generated, contracts/layouts and docs/contracts/errors.md from what forge compiled. Run: node packages/abi/scripts/generate.ts
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { renderGenerated } from './generated-files.ts'

for (const { folder, isShared, files } of renderGenerated()) {
  if (!isShared) rmSync(folder, { recursive: true, force: true })
  for (const [path, content] of files) {
    const target = join(folder, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content)
  }
  process.stdout.write(`${files.size} file(s) written to ${folder}\n`)
}
