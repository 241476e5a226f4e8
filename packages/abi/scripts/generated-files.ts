import { join, resolve } from 'node:path'
import { contractsFolder, runForge } from './forge.ts'
import { renderLayouts } from './layouts.ts'
import { renderFiles } from './render.ts'

/** A folder of which every file is generated. */
export interface GeneratedFolder {
  readonly folder: string
  /** Content by path below the folder. */
  readonly files: ReadonlyMap<string, string>
}

/** Compiles the contracts and renders all that is generated from them. */
export function renderGenerated(): GeneratedFolder[] {
  const { exitCode, output } = runForge(['build', '--skip', 'test'])
  if (exitCode !== 0) throw new Error(`forge build failed:\n${output}`)
  const outFolder = join(contractsFolder, 'out')
  return [
    { folder: resolve(import.meta.dirname, '../src/generated'), files: renderFiles(outFolder) },
    { folder: join(contractsFolder, 'layouts'), files: renderLayouts(outFolder) },
  ]
}
