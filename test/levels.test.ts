import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './programs.ts'

/** A package imports lower levels only (docs/architecture.md). */
const levels: Readonly<Record<string, number>> = {
  common: 0,
  crypto: 0,
  abi: 0,
  client: 0,
  media: 1,
  payments: 1,
  chain: 1,
  database: 1,
  wire: 2,
  verification: 3,
  daemon: 3,
  indexer: 4,
  node: 4,
  devnet: 5,
  cli: 6,
}
/** Pages talk to the network through these only. */
const forApps = ['abi', 'client', 'common']

async function sourcesBelow(
  folder: string,
): Promise<readonly { readonly path: string; readonly imports: readonly string[] }[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  const files = entries.filter(
    (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name),
  )
  return Promise.all(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => /\/src\//.test(path))
      .map(async (path) => ({
        path: relative(root, path),
        imports: importsOf(await readFile(path, 'utf8')),
      })),
  )
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '')
}

function packageOf(specifier: string): string | undefined {
  return /^@millrace\/([a-z-]+)/.exec(specifier)?.[1]
}

test('a package imports only packages of a lower level, or its peers at level 0', async () => {
  const wrong: string[] = []
  for (const { path, imports } of await sourcesBelow('packages')) {
    const own = path.split('/')[1] ?? ''
    const ownLevel = levels[own] ?? Number.NaN
    for (const other of imports.map(packageOf).filter((name) => name !== undefined)) {
      const otherLevel = levels[other] ?? Number.NaN
      const isAllowed = otherLevel < ownLevel || (ownLevel === 0 && other === 'common')
      if (!isAllowed) wrong.push(`${path} imports @millrace/${other}`)
    }
  }
  expect(wrong).toEqual([])
})

test('apps import abi, client and common only', async () => {
  const wrong: string[] = []
  for (const { path, imports } of await sourcesBelow('apps')) {
    for (const other of imports.map(packageOf).filter((name) => name !== undefined)) {
      if (!forApps.includes(other)) wrong.push(`${path} imports @millrace/${other}`)
    }
  }
  expect(wrong).toEqual([])
})

const roles = ['gateway', 'orchestrator', 'redeemer', 'tester', 'transcoder']

/** The role whose folder a file is in; undefined for what roles share. */
function roleOf(path: string): string | undefined {
  const folder = /(?:^|\/)src\/([a-z-]+)\//.exec(path)?.[1]
  return folder !== undefined && roles.includes(folder) ? folder : undefined
}

test('the roles of the node meet in the wire package and in what they share, and never import each other', async () => {
  const entry = 'packages/node/src/index.ts'
  // A backup holds what every role keeps, so it knows their databases.
  const sources = (await sourcesBelow('packages/node')).filter(({ path }) => !path.includes('src/backup/'))
  const wrong = sources.flatMap(({ path, imports }) =>
    imports
      .filter((specifier) => specifier.startsWith('.'))
      .filter((specifier) => {
        const imported = join(dirname(path), specifier)
        const other = roleOf(imported)
        // The entry of the package hands all roles out, by what each exports itself.
        if (path === entry) return other !== undefined && basename(imported) !== 'index.ts'
        return imported === entry || (other !== undefined && other !== roleOf(path))
      })
      .map((specifier) => `${path} imports ${specifier}`),
  )
  expect(wrong).toEqual([])
})

test('every package is in the list of levels', async () => {
  expect((await readdir(join(root, 'packages'))).sort()).toEqual(Object.keys(levels).sort())
})
