import type { Tarball } from '../build.ts'
import { closureOf, type Lockfile } from '../lockfile.ts'
import { publishedPackages } from '../packages.ts'

/**
 * The lockfile of a project that depends on the packed packages, with the very versions that this repository has: so that
 * all of them come out of npm's cache.
 */
export function projectLock(
  lockfile: Lockfile,
  tarballs: readonly Tarball[],
  dependencies: Record<string, string>,
) {
  const packages: Record<string, unknown> = { '': { name: 'project', version: '1.0.0', dependencies } }
  for (const name of publishedPackages) {
    const folder = `packages/${name}`
    const tarball = tarballs.find((one) => one.name === `@millrace/${name}`)
    if (!tarball) throw new Error(`${name} was not packed.`)
    const { dependencies: needed } = lockfile.packages[folder] ?? { dependencies: {} }
    packages[`node_modules/@millrace/${name}`] = {
      version: '0.0.0',
      resolved: `file:${tarball.path}`,
      integrity: tarball.integrity,
      dependencies: Object.fromEntries(
        Object.entries(needed).map(([other, range]) => [
          other,
          other.startsWith('@millrace/') ? '0.0.0' : range,
        ]),
      ),
    }
    for (const [path, entry] of closureOf(lockfile, folder)) {
      if (!path.includes('node_modules/')) continue
      packages[path.replace(/^packages\//, 'node_modules/@millrace/')] = entry
    }
  }
  return { name: 'project', version: '1.0.0', lockfileVersion: 3, requires: true, packages }
}
