import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { hasPostgresql, unpackPostgresql } from './postgresql.mjs'
import { runQuietly } from './processes.mjs'
import { SetupError, say, step } from './report.mjs'

/** What the tests run beside the project's own code: program → Debian packages that bring it. */
const testTools = {
  ffmpeg: ['ffmpeg'],
  // What the guides have their readers type.
  curl: ['curl'],
  openssl: ['openssl'],
  chromium: ['chromium', 'fonts-dejavu-core'],
  prometheus: ['prometheus'],
  // An S3 server, of one daemon each.
  radosgw: ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-common'],
}

/** What tests use where it is there: they have another way, so that nobody has to have it. */
const wantedTools = {
  ip: ['iproute2'],
}

const administratorsFolders = ['/usr/sbin', '/sbin']

/**
 * Makes sure of the programs that the tests need: installs them where that may be done (root on Debian), otherwise
 * says what is missing.
 * @returns {Promise<string[]>} programs that are missing, whose tests are left out; in CI that is an error
 */
export async function ensureTestTools() {
  /** @type {string[]} */
  const missing = missingOf(testTools)
  const packages = missingOf(testTools).flatMap((program) => testTools[program])
  if (process.getuid?.() === 0 && isOnPath('apt-get')) {
    const wanted = missingOf(wantedTools).flatMap((program) => wantedTools[program])
    if (packages.length > 0) await install([...packages, ...wanted])
    else if (wanted.length > 0) await tryToInstall(wanted)
    if (!hasPostgresql()) await unpackPostgresql()
    return []
  }
  if (!hasPostgresql()) {
    missing.push('postgresql')
    packages.push('postgresql')
  }
  if (missing.length === 0) return []
  const advice = `${missing.join(' and ')} not found. On Debian: sudo apt-get install ${packages.join(' ')}`
  if (process.env.CI) throw new SetupError(`${advice}. No test may be left out in CI.`)
  say(`${advice}. The tests that need ${missing.length === 1 ? 'it' : 'them'} are left out.`)
  return missing
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
 */
function missingOf(tools) {
  const programs = /** @type {(keyof Tools & string)[]} */ (Object.keys(tools))
  return programs.filter((program) => !isOnPath(program))
}

/** @param {string} program */
function isOnPath(program) {
  return [...(process.env.PATH ?? '').split(delimiter), ...administratorsFolders].some(
    (folder) => folder !== '' && existsSync(join(folder, program)),
  )
}
