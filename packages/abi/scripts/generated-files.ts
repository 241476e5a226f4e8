import { join, resolve } from 'node:path'
import { renderErrorsPage } from './errors-page.ts'
import { contractsFolder, runForge } from './forge.ts'
import { renderLayouts } from './layouts.ts'
import { renderFiles } from './render.ts'

/** A folder with files that are generated. */
export interface GeneratedFolder {
  readonly folder: string
  /** Whether there are files in it that are not generated. */
  readonly isShared: boolean
  /** Content by path below the folder. */
  readonly files: ReadonlyMap<string, string>
}

/** Compiles the contracts and renders all that is generated from them. */
export function renderGenerated(): GeneratedFolder[] {
  const { exitCode, output } = runForge(['build', '--skip', 'test'])
  if (exitCode !== 0) throw new Error(`forge build failed:\n${output}`)
  const outFolder = join(contractsFolder, 'out')
  return [
    {
      folder: resolve(import.meta.dirname, '../src/generated'),
      isShared: false,
      files: renderFiles(outFolder),
    },
    { folder: join(contractsFolder, 'layouts'), isShared: false, files: renderLayouts(outFolder) },
    {
      folder: resolve(import.meta.dirname, '../../../docs/contracts'),
      isShared: true,
      files: new Map([['errors.md', renderErrorsPage(outFolder)]]),
    },
  ]
}
