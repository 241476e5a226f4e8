import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { hasPostgresql, unpackPostgresql } from './postgresql.mjs'
import { runQuietly } from './processes.mjs'
import { SetupError, say, step } from './report.mjs'
import { unpackedPrograms, unpackTools } from './unpack.mjs'

/** What the tests run beside the project's own code: program → Debian packages that bring it. */
const testTools = {
  ffmpeg: ['ffmpeg'],
  // What the guides have their readers type.
  curl: ['curl'],
  openssl: ['openssl'],
  chromium: ['chromium', 'fonts-dejavu-core'],
  // An S3 server, of one daemon each.
  radosgw: ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-common'],
}

/** What is only unpacked: where it is installed it starts as a service, or becomes the machine's init. */
const unpackedTools = {
  prometheus: ['prometheus'],
  promtool: ['prometheus'],
  // The checks of the units, and what tells systemd how a node is.
  'systemd-analyze': ['systemd', 'libsystemd-shared'],
  'systemd-notify': ['systemd', 'libsystemd-shared'],
}

/** What tests use where it is there: they have another way, so that nobody has to have it. */
const wantedTools = {
  ip: ['iproute2'],
}

const administratorsFolders = ['/usr/sbin', '/sbin']

/**
 * Makes sure of the programs that the tests need: installs them where that may be done (root on Debian), otherwise
 * says what is missing. What would start as a service is only unpacked, which everybody may.
 * @param {string} root the project's folder
 * @returns {Promise<string[]>} programs that are missing, whose tests are left out; in CI that is an error
 */
export async function ensureTestTools(root) {
  const mayInstall = process.getuid?.() === 0 && isOnPath('apt-get')
  const toInstall = missingOf(testTools)
  const isThere = (/** @type {string} */ program) =>
    isOnPath(program) || existsSync(join(unpackedPrograms(root), program))
  const toUnpack = missingOf(unpackedTools, isThere)
  const wanted = missingOf(wantedTools).flatMap((program) => wantedTools[program])
  if (mayInstall) {
    if (toInstall.length > 0)
      await install([...toInstall.flatMap((program) => testTools[program]), ...wanted])
    else if (wanted.length > 0) await tryToInstall(wanted)
  }
  if (toUnpack.length > 0 && isOnPath('apt-get')) {
    // Only root may fetch the lists, and an installation has done so.
    const isUpToDate = !mayInstall || toInstall.length + wanted.length > 0
    await tryToUnpack(root, toUnpack, { isUpToDate })
  }
  if (mayInstall && !hasPostgresql()) await unpackPostgresql()
  const missing = [...(mayInstall ? [] : toInstall), ...missingOf(unpackedTools, isThere)]
  if (!hasPostgresql()) missing.push('postgresql')
  if (missing.length === 0) return []
  const packages = missing.flatMap(
    (program) => ({ ...testTools, ...unpackedTools, postgresql: ['postgresql'] })[program],
  )
  const advice = `${missing.join(' and ')} not found. On Debian: sudo apt-get install ${[...new Set(packages)].join(' ')}`
  if (process.env.CI) throw new SetupError(`${advice}. No test may be left out in CI.`)
  say(`${advice}. The tests that need ${missing.length === 1 ? 'it' : 'them'} are left out.`)
  return missing
}

/**
 * @param {string} root
 * @param {readonly (keyof typeof unpackedTools)[]} programs
 * @param {{ readonly isUpToDate: boolean }} lists whether apt's lists of packages need not be fetched
 */
async function tryToUnpack(root, programs, { isUpToDate }) {
  try {
    if (!isUpToDate) await runQuietly('apt-get', ['update', '--quiet'])
    await unpackTools(root, Object.fromEntries(programs.map((program) => [program, unpackedTools[program]])))
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
  }
}

/** @param {readonly string[]} packages Debian's names */
async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await step(`installing ${packages.join(' ')} from Debian, for the tests`, async (update) => {
    const onLine = (/** @type {string} */ line) => update(line.slice(0, 60))
    await runQuietly('apt-get', ['update', '--quiet'], { env, onLine })
    await runQuietly('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...packages], {
      env,
      onLine,
    })
    update('')
  })
}

/** @param {readonly string[]} packages Debian's names */
async function tryToInstall(packages) {
  try {
    await install(packages)
  } catch {
    say(`${packages.join(' ')} could not be installed. The tests that use it go another way.`)
  }
}

/**
 * @template {object} Tools
 * @param {Tools} tools
 * @param {(program: string) => boolean} isThere
 */
function missingOf(tools, isThere = isOnPath) {
  const programs = /** @type {(keyof Tools & string)[]} */ (Object.keys(tools))
  return programs.filter((program) => !isThere(program))
}

/** @param {string} program */
function isOnPath(program) {
  return [...(process.env.PATH ?? '').split(delimiter), ...administratorsFolders].some(
    (folder) => folder !== '' && existsSync(join(folder, program)),
  )
}
