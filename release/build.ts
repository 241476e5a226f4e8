import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { installed, root } from '../test/programs.ts'
import { bundledLicences, licencesOf } from './licences.ts'
import { type Lockfile, lockfileSchema } from './lockfile.ts'
import { publishedManifest, sourceManifestSchema } from './manifest.ts'
import { besides, bundled, type PublishedPackage, publishedPackages } from './packages.ts'

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
  /** URL of the sources, as npm wants it: `git+https://…`. */
  readonly repository?: string | undefined
  /** Leaves out what `npm run check` has found right already; what is built is the same. */
  readonly skipTypeCheck?: boolean
  readonly log: (line: string) => void
}

const execute = promisify(execFile)
/** What `npm pack --json` says, as far as it is used. */
const packedSchema = z.array(
  z.object({ name: z.string(), filename: z.string(), size: z.int(), integrity: z.string() }),
)

/** What the published packages need of Node: type stripping is not, `node:sqlite` is. */
const engine = '>=24'

/**
 * Compiles all published packages and packs each as it would go to the registry.
 * @throws {Error} with what the compiler or npm says.
 */
export async function buildPackages(options: BuildOptions): Promise<readonly Tarball[]> {
  const { out, log, skipTypeCheck = false } = options
  await mkdir(out, { recursive: true })
  const work = await mkdtemp(join(tmpdir(), 'millrace-build-'))
  try {
    log('compiling')
    await compile(work, skipTypeCheck ? ['--noCheck'] : [])
    const lockfile = await readLockfile()
    log('packing')
    const stages = publishedPackages.map((name) => join(work, 'stage', name))
    for (const [at, name] of publishedPackages.entries()) {
      const stage = stages[at] ?? ''
      await fillStage(name, { ...options, lockfile, stage, built: join(work, 'packages', name, 'src') })
    }
    return await pack(stages, out)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** The lockfile of this repository. */
export async function readLockfile(): Promise<Lockfile> {
  return lockfileSchema.parse(JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')))
}

/** @throws {Error} with what the compiler says. */
async function compile(out: string, flags: readonly string[]): Promise<void> {
  try {
    await execute(installed('tsc'), ['-p', join(root, 'release/tsconfig.json'), '--outDir', out, ...flags])
  } catch (cause) {
    const { stdout = '' } = cause as { readonly stdout?: string }
    throw new Error(`The packages do not compile:\n${stdout}`, { cause })
  }
}

interface Stage extends Pick<BuildOptions, 'version' | 'repository'> {
  readonly lockfile: Lockfile
  /** Folder that is packed. */
  readonly stage: string
  /** Folder of the compiled files. */
  readonly built: string
}

async function fillStage(name: PublishedPackage, { stage, built, lockfile, ...facts }: Stage): Promise<void> {
  const folder = `packages/${name}`
  const [carried, beside] = [bundled[name], besides[name]]
  await cp(built, join(stage, 'dist'), { recursive: true })
  if (beside) {
    // What tells the set-up from which sources they are built stays here.
    const filter = (path: string) => !basename(path).startsWith('.')
    await cp(join(root, beside.from), join(stage, beside.to), { recursive: true, filter })
  }
  const source = sourceManifestSchema.parse(
    JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')),
  )
  const manifest = publishedManifest(source, {
    ...{ ...facts, folder, node: engine },
    names: new Set(publishedPackages.map((published) => `@millrace/${published}`)),
    beside: beside ? [beside.to] : [],
  })
  await writeFile(join(stage, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
  const licences = licencesOf(lockfile, folder)
  const others = carried ? await bundledLicences(lockfile, carried, root) : ''
  await writeFile(join(stage, 'LICENCES.md'), `${licences}${others}`)
  await cp(join(root, 'LICENSE'), join(stage, 'LICENSE'))
  await cp(join(root, folder, 'README.md'), join(stage, 'README.md'))
}

async function pack(stages: readonly string[], out: string): Promise<readonly Tarball[]> {
  const args = ['pack', ...stages, '--pack-destination', out, '--json', '--ignore-scripts']
  // What it says lists every file.
  const { stdout } = await execute('npm', args, { maxBuffer: 16_000_000 })
  const packed = packedSchema.parse(JSON.parse(stdout))
  if (packed.length !== stages.length) throw new Error(`npm packed ${packed.length} of ${stages.length}.`)
  return packed.map(({ name, filename, size: bytes, integrity }) => {
    return { name, path: join(out, filename), bytes, integrity }
  })
}
