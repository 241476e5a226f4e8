// Writes src/generated from what forge compiled. Run: node packages/abi/scripts/generate.ts
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { contractsFolder, runForge } from './forge.ts'
import { renderFiles } from './render.ts'

const generatedFolder = resolve(import.meta.dirname, '../src/generated')

const { exitCode, output } = runForge(['build', '--skip', 'test'])
if (exitCode !== 0) throw new Error(`forge build failed:\n${output}`)

const files = renderFiles(join(contractsFolder, 'out'))
rmSync(generatedFolder, { recursive: true, force: true })
for (const [path, content] of files) {
  const target = join(generatedFolder, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, content)
}
process.stdout.write(`${files.size} files written to ${generatedFolder}\n`)
