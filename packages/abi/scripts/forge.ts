import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { delimiter, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folder of the Solidity sources. */
export const contractsFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../../../contracts')

export interface ForgeResult {
  readonly exitCode: number | null
  /** Standard output and standard error, in that order. */
  readonly output: string
}

/** Runs forge on our contracts. Its binary is spawned directly: npm's shim costs half a second a call. */
export function runForge(args: readonly string[]): ForgeResult {
  const forge = createRequire(import.meta.url).resolve(`@foundry-rs/forge-${platformSuffix()}/bin/forge`)
  const { status, stdout, stderr, error } = spawnSync(forge, args, {
    cwd: contractsFolder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // The compiler wrapper is a script that starts `node`: it shall be this one.
    env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}` },
  })
  if (error) throw error
  return { exitCode: status, output: stdout + stderr }
}

function platformSuffix(): string {
  return `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`
}
