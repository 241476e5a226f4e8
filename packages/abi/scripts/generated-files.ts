import { join, resolve } from 'node:path'
import { renderErrorsPage } from './errors-page.ts'
import { contractsFolder, runForge } from './forge.ts'
import { type LayoutChanges, layoutChanges } from './layout-changes.ts'
import { builtLayouts, recordedLayouts, renderLayouts } from './layouts.ts'
import { renderFiles } from './render.ts'

/** A folder with files that are generated. */
export interface GeneratedFolder {
  readonly folder: string
  /** Whether there are files in it that are not generated. */
  readonly isShared: boolean
  /** Content by path below the folder. */
  readonly files: ReadonlyMap<string, string>
}

/** All that is generated from the contracts. */
export interface Generated {
  readonly folders: readonly GeneratedFolder[]
  /** How the storage layouts differ from the recorded ones. */
  readonly layoutChanges: LayoutChanges
}

/** Compiles the contracts and renders all that is generated from them. */
export function renderGenerated(): Generated {
  const { exitCode, output } = runForge(['build', '--skip', 'test'])
  if (exitCode !== 0) throw new Error(`forge build failed:\n${output}`)
  const outFolder = join(contractsFolder, 'out')
  const layoutsFolder = join(contractsFolder, 'layouts')
  const layouts = builtLayouts(outFolder)
  return {
    folders: [
      {
        folder: resolve(import.meta.dirname, '../src/generated'),
        isShared: false,
        files: renderFiles(outFolder),
      },
      { folder: layoutsFolder, isShared: false, files: renderLayouts(layouts) },
      {
        folder: resolve(import.meta.dirname, '../../../docs/contracts'),
        isShared: true,
        files: new Map([['errors.md', renderErrorsPage(outFolder)]]),
      },
    ],
    layoutChanges: layoutChanges(recordedLayouts(layoutsFolder), layouts),
  }
}
