import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Tarball } from '../build.ts'
import { closureOf, type LockEntry, type Lockfile } from '../lockfile.ts'

const execute = promisify(execFile)

export interface Project {
  readonly folder: string
  readonly tarballs: readonly Tarball[]
  /** Of this repository: what else is installed, is installed as it is locked here. */
  readonly lockfile: Lockfile
}

const packedManifestSchema = z.looseObject({
  version: z.string(),
  license: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
})

/**
 * Installs the tarballs in an empty project as anybody would, but from what npm has fetched before, and without install
 * scripts.
 */
export async function installInto({ folder, tarballs, lockfile }: Project): Promise<void> {
  await mkdir(folder, { recursive: true })
  const project = {
    ...{ name: 'empty', version: '1.0.0', private: true, type: 'module' },
    dependencies: Object.fromEntries(tarballs.map(({ name, path }) => [name, `file:${path}`])),
    // What a program in TypeScript has for Node anyway.
    devDependencies: { '@types/node': lockfile.packages['node_modules/@types/node']?.version ?? '' },
  }
  const packages: Record<string, unknown> = { '': project }
  for (const { name, path, integrity } of tarballs) {
    const { stdout } = await execute('tar', ['-xzOf', path, 'package/package.json'])
    const manifest = packedManifestSchema.parse(JSON.parse(stdout))
    packages[`node_modules/${name}`] = { ...manifest, resolved: `file:${path}`, integrity }
  }
  for (const [path, entry] of thirdParties(tarballs, lockfile)) packages[path] = entry
  await writeFile(join(folder, 'package.json'), JSON.stringify(project))
  const lock = { name: 'empty', version: '1.0.0', lockfileVersion: 3, requires: true, packages }
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock))
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier']
  await execute('npm', ['ci', '--offline', '--ignore-scripts', ...quiet], { cwd: folder })
}

/** All that the packages need of others, at the places where their links in this repository find it. */
function thirdParties(tarballs: readonly Tarball[], lockfile: Lockfile): ReadonlyMap<string, LockEntry> {
  const found = new Map<string, LockEntry>()
  const add = (path: string, entry: LockEntry | undefined) => {
    if (!entry) throw new Error(`${path} is not in the lockfile.`)
    found.set(path.replace(/^packages\/([^/]+)\//, 'node_modules/@millrace/$1/'), entry)
  }
  for (const { name } of tarballs) {
    const folder = name.replace('@millrace/', 'packages/')
    for (const [path, entry] of closureOf(lockfile, folder))
      if (path.includes('node_modules/')) add(path, entry)
  }
  for (const name of ['@types/node', 'undici-types'])
    add(`node_modules/${name}`, lockfile.packages[`node_modules/${name}`])
  return found
}
