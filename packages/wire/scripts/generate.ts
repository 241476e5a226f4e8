/**
 * Writes the code of the messages in `proto/` to `src/generated/`, or to the folder given as the only argument.
 */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { delimiter, dirname, join, resolve } from 'node:path'

const packageDir = resolve(import.meta.dirname, '..')
const modulesDir = resolve(createRequire(import.meta.url).resolve('@bufbuild/buf/package.json'), '../../..')

/** @throws {Error} when buf fails. */
export function generate(outDir: string): void {
  const template = JSON.stringify({
    version: 'v2',
    plugins: [
      {
        local: 'protoc-gen-es',
        out: outDir,
        // Node strips types and nothing else, so no `enum` may be left in the code.
        opt: ['target=ts', 'import_extension=ts', 'erasable_syntax=true'],
      },
    ],
  })
  runBuf(['generate', '--clean', '--template', template])
}

/** @throws {Error} with what buf says when it fails. */
export function runBuf(args: readonly string[], input?: Uint8Array): Buffer {
  // Node of this process runs buf's and the plugin's scripts, whatever the machine's own is.
  const path = [join(modulesDir, '.bin'), dirname(process.execPath), process.env.PATH ?? ''].join(delimiter)
  const { status, stdout, stderr, error } = spawnSync(join(modulesDir, '.bin', 'buf'), args, {
    cwd: packageDir,
    env: { ...process.env, PATH: path },
    input,
  })
  if (status !== 0) throw new Error(`buf ${args[0]} failed: ${error?.message ?? stderr.toString()}`)
  return stdout
}

if (process.argv[1] === import.meta.filename) generate(process.argv[2] ?? join(packageDir, 'src/generated'))
