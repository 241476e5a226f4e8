import { z } from 'zod'

const names = z.record(z.string(), z.string()).default({})

const entrySchema = z.looseObject({
  version: z.string().optional(),
  license: z.string().optional(),
  link: z.boolean().optional(),
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
})

/** npm's lockfile, version 3. */
export const lockfileSchema = z.looseObject({
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), entrySchema),
})
export type Lockfile = z.output<typeof lockfileSchema>
export type LockEntry = z.output<typeof entrySchema>

/** Where a package that is needed at `from` is found, as Node looks for it: there, then further up. */
function locate({ packages }: Lockfile, name: string, from: string): string | undefined {
  for (let at = from; ; at = parentOf(at)) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`
    if (path in packages) return path
    if (at === '') return undefined
  }
}

function parentOf(path: string): string {
  const inner = path.lastIndexOf('/node_modules/')
  return inner === -1 ? '' : path.slice(0, inner)
}

/**
 * All that a package of this repository brings along when it is installed, by path in the lockfile: its dependencies and
 * theirs, optional ones and peers where they are there.
 * @throws {Error} for one that is needed but not locked.
 */
export function closureOf(lockfile: Lockfile, folder: string): ReadonlyMap<string, LockEntry> {
  const found = new Map<string, LockEntry>()
  const visit = (path: string, entry: LockEntry) => {
    for (const name of Object.keys(entry.dependencies)) need(name, path, true)
    for (const group of [entry.optionalDependencies, entry.peerDependencies])
      for (const name of Object.keys(group)) need(name, path, false)
  }
  const need = (name: string, from: string, isNeeded: boolean) => {
    // A package of our own is linked: what it needs lies beside it.
    const own = /^@millrace\/(.+)$/.exec(name)?.[1]
    const path = own === undefined ? locate(lockfile, name, from) : `packages/${own}`
    const entry = path === undefined ? undefined : lockfile.packages[path]
    if (path === undefined || entry === undefined) {
      if (isNeeded) throw new Error(`${name} is not in the lockfile.`)
      return
    }
    if (found.has(path)) return
    found.set(path, entry)
    visit(path, entry)
  }
  const root = lockfile.packages[folder]
  if (root === undefined) throw new Error(`${folder} is not in the lockfile.`)
  visit(folder, root)
  return found
}
