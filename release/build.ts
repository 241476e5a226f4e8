import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { installed, root } from '../test/programs.ts'
import { licencesOf } from './licences.ts'
import { lockfileSchema } from './lockfile.ts'
import { publishedManifest, sourceManifestSchema } from './manifest.ts'
import { publishedPackages } from './packages.ts'

export interface Tarball {
  readonly name: string
  readonly path: string
  readonly bytes: number
  /** As npm writes it into lockfiles. */
  readonly integrity: string
}

export interface BuildOptions {
  /** Of all packages. */
  readonly version: string
  /** Folder that the tarballs are put into. */
  readonly out: string
  readonly log: (line: string) => void
}

const execute = promisify(execFile)
/** What the published packages need of Node: type stripping is not, `node:sqlite` is. */
const engine = '>=24'

/**
 * Compiles all published packages and packs each as it would go to the registry.
 * @throws {Error} with what the compiler or npm says.
 */
export async function buildPackages({ version, out, log }: BuildOptions): Promise<readonly Tarball[]> {
  await mkdir(out, { recursive: true })
  const work = await mkdtemp(join(tmpdir(), 'millrace-build-'))
  try {
    log('compiling')
    await execute(installed('tsc'), ['-p', join(root, 'release/tsconfig.json'), '--outDir', work])
    const lockfile = lockfileSchema.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')))
    const names = new Set(publishedPackages.map((name) => `@millrace/${name}`))
    const tarballs: Tarball[] = []
    for (const name of publishedPackages) {
      const folder = `packages/${name}`
      const stage = join(work, 'stage', name)
      await cp(join(work, folder, 'src'), join(stage, 'dist'), { recursive: true })
      const source = sourceManifestSchema.parse(
        JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')),
      )
      const manifest = publishedManifest(source, { version, names, node: engine })
      await writeFile(join(stage, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
      await writeFile(join(stage, 'LICENCES.md'), licencesOf(lockfile, folder))
      await cp(join(root, 'LICENSE'), join(stage, 'LICENSE'))
      await writeFile(join(stage, 'README.md'), await readmeOf(folder, source))
      log(`packing ${manifest.name}`)
      tarballs.push(await pack(stage, out))
    }
    return tarballs
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** The package's own page, or its name and what it is. */
async function readmeOf(folder: string, { name, description }: { name: string; description: string }) {
  const own = await readFile(join(root, folder, 'README.md'), 'utf8').catch(() => undefined)
  return own ?? `# ${name}\n\n${description}\n\nPart of Millrace, an open network for live video.\n`
}

async function pack(stage: string, out: string): Promise<Tarball> {
  const args = ['pack', stage, '--pack-destination', out, '--json', '--ignore-scripts']
  const { stdout } = await execute('npm', args)
  const [packed] = JSON.parse(stdout) as { name: string; filename: string; size: number; integrity: string }[]
  if (packed === undefined) throw new Error(`npm packed nothing of ${stage}.`)
  const { name, filename, size: bytes, integrity } = packed
  return { name, path: join(out, filename), bytes, integrity }
}
