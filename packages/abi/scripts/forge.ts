import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

/** Folder of the Solidity sources. */
export const contractsFolder = resolve(import.meta.dirname, '../../../contracts')

export interface ForgeResult {
  readonly exitCode: number | null
  /** Standard output and standard error, in that order. */
  readonly output: string
}

/** Runs forge on our contracts, with the arguments after its name. */
export function runForge(args: readonly string[]): ForgeResult {
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [resolve(contractsFolder, 'tools/forge.mjs'), ...args],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  if (error) throw error
  return { exitCode: status, output: stdout + stderr }
}
