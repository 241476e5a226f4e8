import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { closureOf, type LockEntry, type Lockfile } from './lockfile.ts'
import type { Bundled } from './packages.ts'

/** Packages whose own manifest names no licence, with the one that their files give. */
const stated: Readonly<Record<string, string>> = {
  '@shinyoshiaki/jspack': 'BSD-3-Clause',
}

/** Texts of packages that come without: the MIT licence, after their own notice of copyright. */
const notices: Readonly<Record<string, string>> = {
  '@openzeppelin/contracts': 'Copyright (c) 2016-2026 Zeppelin Group Ltd',
  '@openzeppelin/contracts-upgradeable': 'Copyright (c) 2016-2026 Zeppelin Group Ltd',
}

/** What the named licence of a package does not tell. */
const notes: Readonly<Record<string, string>> = {
  'node-av': 'The wrapper alone: its platform packages carry FFmpeg with x264 and x265, in effect GPL-3.0.',
}

/**
 * The page about licences that goes with a package: everything that comes along when it is installed.
 * @throws {Error} for a package without a licence.
 */
export function licencesOf(lockfile: Lockfile, folder: string): string {
  return `# Licences

The package itself is under the MIT licence.

## What is installed along

${tableOf(closureOf(lockfile, folder))}
`
}

/**
 * The part of that page about work of others in the package's own files, which must go with its licence's text.
 * @throws {Error} for one that names no licence.
 */
export async function bundledLicences(
  lockfile: Lockfile,
  { what, paths, withDependenciesOf }: Bundled,
  root: string,
): Promise<string> {
  const parts = new Map(withDependenciesOf === undefined ? [] : closureOf(lockfile, withDependenciesOf))
  for (const path of paths) {
    const entry = lockfile.packages[path]
    if (entry === undefined) throw new Error(`${path} is not in the lockfile.`)
    parts.set(path, entry)
  }
  const texts = await Promise.all(
    [...parts.keys()].filter(isForeign).map(async (path) => {
      const text = await licenceText(nameOf(path), { folder: join(root, path), root })
      return text === undefined ? [] : [`### ${nameOf(path)}\n\n\`\`\`text\n${text.trim()}\n\`\`\`\n`]
    }),
  )
  return `
## What its ${what}

${tableOf(parts)}

${texts.flat().join('\n')}`
}

function tableOf(parts: ReadonlyMap<string, LockEntry>): string {
  const rows = [...parts]
    .filter(([path]) => isForeign(path))
    .map(([path, { version, license }]) => {
      const name = nameOf(path)
      const licence = license ?? stated[name]
      if (licence === undefined) throw new Error(`${name} names no licence.`)
      return `| ${name} | ${version ?? ''} | ${licence} | ${notes[name] ?? ''} |`
    })
  return `| package | version | licence | note |
|---|---|---|---|
${[...new Set(rows)].sort().join('\n')}`
}

function isForeign(path: string): boolean {
  return path.includes('node_modules/')
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

/** Undefined for a package that carries none. */
async function licenceText(
  name: string,
  { folder, root }: { folder: string; root: string },
): Promise<string | undefined> {
  const files = await readdir(folder).catch(() => [])
  const file = files.find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry))
  if (file !== undefined) return readFile(join(folder, file), 'utf8')
  const notice = notices[name]
  if (notice === undefined) return undefined
  return (await readFile(join(root, 'LICENSE'), 'utf8')).replace(/^Copyright.*$/m, notice)
}
