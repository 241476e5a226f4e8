import { z } from 'zod'

const dependencies = z.record(z.string(), z.string()).default({})

/** What is read of a `package.json` in the sources. */
export const sourceManifestSchema = z.looseObject({
  name: z.string(),
  description: z.string(),
  license: z.string(),
  exports: z.record(z.string(), z.string()),
  bin: z.record(z.string(), z.string()).optional(),
  dependencies,
  optionalDependencies: dependencies,
})
export type SourceManifest = z.output<typeof sourceManifestSchema>

export interface ReleaseFacts {
  readonly version: string
  /** Names of all packages of this release. */
  readonly names: ReadonlySet<string>
  /** What each needs of Node. */
  readonly node: string
  /** Folder of the package in the repository. */
  readonly folder: string
  /** Folders that go along beside the built files. */
  readonly beside?: readonly string[]
  /** Where the sources are. The registry takes an attestation only for a package that names them. */
  readonly repository?: string | undefined
}

interface Repository {
  readonly type: 'git'
  readonly url: string
  readonly directory: string
}

export interface PublishedManifest {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly license: string
  readonly type: 'module'
  readonly engines: { readonly node: string }
  readonly exports: Readonly<Record<string, { readonly types: string; readonly default: string }>>
  readonly bin?: Readonly<Record<string, string>>
  readonly repository?: Repository
  readonly files: readonly string[]
  readonly dependencies: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly publishConfig: { readonly access: 'public'; readonly provenance: true }
}

/**
 * The `package.json` that is published: built files instead of sources, and packages of the same release by their exact
 * version.
 * @throws {Error} for an entry that is not built, or a dependency that is not published.
 */
export function publishedManifest(source: SourceManifest, facts: ReleaseFacts): PublishedManifest {
  const { name, description, license, bin, optionalDependencies } = source
  const { folder: directory, repository: url, beside = [] } = facts
  return {
    name,
    version: facts.version,
    description,
    license,
    ...(url !== undefined && { repository: { type: 'git', url, directory } }),
    type: 'module',
    engines: { node: facts.node },
    exports: Object.fromEntries(
      Object.entries(source.exports)
        // Kits for tests stay with the tests.
        .filter(([entry]) => entry !== './testing')
        .map(([entry, path]) => [entry, builtEntry(path)]),
    ),
    ...(bin && {
      bin: Object.fromEntries(
        Object.entries(bin).map(([command, path]) => [command, builtEntry(path).default]),
      ),
    }),
    files: ['dist', ...beside, 'README.md', 'LICENSE', 'LICENCES.md'],
    dependencies: withExactVersions(source.dependencies, facts),
    ...(Object.keys(optionalDependencies).length > 0 && { optionalDependencies }),
    publishConfig: { access: 'public', provenance: true },
  }
}

function builtEntry(path: string): { types: string; default: string } {
  const stem = /^\.\/src\/(.+)\.tsx?$/.exec(path)?.[1]
  if (stem === undefined) throw new Error(`The entry ${path} is not a source file that is built.`)
  return { types: `./dist/${stem}.d.ts`, default: `./dist/${stem}.js` }
}

function withExactVersions(
  wanted: Readonly<Record<string, string>>,
  { names, version }: ReleaseFacts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).map(([name, range]) => {
      if (!name.startsWith('@millrace/')) return [name, range]
      if (!names.has(name)) throw new Error(`${name} is needed, but not published.`)
      return [name, version]
    }),
  )
}
