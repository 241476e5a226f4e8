/**
 * `npm run relock`: writes the lockfile anew from all package.json files, complete for every platform. npm leaves out
 * of it the platform packages that the registry at hand does not have (a mirror, say), and `npm ci` then refuses the
 * lockfile for lacking them; they are added here, with the version their parent asks for and the platform their name
 * tells.
 */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runQuietly } from './processes.mjs'
import { say, step } from './report.mjs'
import { npmCli } from './runtime.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
/** Parts of names → npm's name of the processor. */
const processors = {
  amd64: 'x64',
  arm: 'arm',
  arm64: 'arm64',
  armv7: 'arm',
  ia32: 'ia32',
  loong64: 'loong64',
  mips64el: 'mips64el',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  wasm32: 'wasm32',
  x64: 'x64',
}

/** A tree without node_modules: npm would otherwise lock only what is installed. */
async function lockAnew() {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-lock-'))
  try {
    const workspaces = await Promise.all(
      ['packages', 'apps'].map(async (group) =>
        (await readdir(join(root, group))).map((name) => join(group, name)),
      ),
    )
    for (const file of [
      'package.json',
      '.npmrc',
      ...workspaces.flat().map((name) => join(name, 'package.json')),
    ]) {
      await cp(join(root, file), join(folder, file), { recursive: true })
    }
    await runQuietly(
      process.execPath,
      [npmCli(), 'install', '--package-lock-only', '--ignore-scripts', '--no-audit'],
      { cwd: folder },
    )
    return JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * @typedef {{ version?: string, optional?: boolean, dev?: boolean, os?: string[], cpu?: string[], optionalDependencies?: Record<string, string> }} Entry
 * @param {Record<string, Entry>} packages entries of the lockfile, to which the missing ones are added
 */
function complete(packages) {
  let added = 0
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (packages[`node_modules/${name}`] || packages[`${path}/node_modules/${name}`]) continue
      packages[`node_modules/${name}`] = {
        version: range.replace(/^[~^]/, ''),
        ...(entry.dev ? { dev: true } : {}),
        optional: true,
        ...platformOf(name),
      }
      added++
    }
  }
  return added
}

/** @param {string} name */
function platformOf(name) {
  const parts = name.replace(/armeabihf|gnueabihf|eabi/, '').split(/[-_/@]/)
  const os = systems.filter((system) => parts.includes(system))
  const cpu = Object.entries(processors)
    .filter(([part]) => parts.includes(part))
    .map(([, processor]) => processor)
  return { ...(os.length > 0 ? { os } : {}), ...(cpu.length > 0 ? { cpu } : {}) }
}

await step('writing the lockfile', async () => {
  const lock = await lockAnew()
  const added = complete(lock.packages)
  const sorted = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  )
  await writeFile(
    join(root, 'package-lock.json'),
    `${JSON.stringify({ ...lock, packages: sorted }, undefined, 2)}\n`,
  )
  say(`${Object.keys(sorted).length} entries, ${added} of them completed`)
})
