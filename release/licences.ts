import { closureOf, type Lockfile } from './lockfile.ts'

/** Packages whose own manifest names no licence, with the one that their files give. */
const stated: Readonly<Record<string, string>> = {
  '@shinyoshiaki/jspack': 'BSD-3-Clause',
  memorystream: 'MIT',
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
  const rows = [...closureOf(lockfile, folder)]
    .filter(([path]) => path.includes('node_modules/'))
    .map(([path, { version, license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
      const licence = license ?? stated[name]
      if (licence === undefined) throw new Error(`${name} names no licence.`)
      return `| ${name} | ${version ?? ''} | ${licence} | ${notes[name] ?? ''} |`
    })
  return `# Licences of what is installed along

The package itself is under the MIT licence.

| package | version | licence | note |
|---|---|---|---|
${[...new Set(rows)].sort().join('\n')}
`
}
