import { existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runQuietly } from './processes.mjs'
import { step } from './report.mjs'

/** Where root unpacks it: readable by the unprivileged user that the tests run it as, wherever the project lies. */
const unpacked = '/var/cache/millrace/postgresql'

/** Whether there is a PostgreSQL server to run, Debian's own or unpacked. */
export function hasPostgresql() {
  return ['', unpacked].some((root) => {
    const versions = join(root, '/usr/lib/postgresql')
    return (
      existsSync(versions) &&
      readdirSync(versions).some((version) => existsSync(join(versions, version, 'bin/postgres')))
    )
  })
}

/**
 * Gets PostgreSQL from Debian and only unpacks it, with the libraries that the system lacks: installing it would make a
 * database and start it as a service of the machine.
 */
export async function unpackPostgresql() {
  await step('getting PostgreSQL from Debian, for the tests', async (update) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const onLine = (/** @type {string} */ line) => update(line.slice(0, 60))
    const archives = await mkdtemp(join(tmpdir(), 'millrace-postgresql-'))
    try {
      await mkdir(join(archives, 'partial'))
      await runQuietly('apt-get', ['update', '--quiet'], { env, onLine })
      const flags = ['--yes', '--quiet', '--download-only', '--no-install-recommends']
      const into = ['-o', `Dir::Cache::archives=${archives}`, '-o', 'APT::Sandbox::User=root']
      await runQuietly('apt-get', ['install', ...flags, ...into, 'postgresql'], { env, onLine })
      await unpackAll(archives, onLine)
    } finally {
      await rm(archives, { recursive: true, force: true })
    }
    update('')
  })
}

/**
 * @param {string} archives folder of .deb files
 * @param {(line: string) => void} onLine
 */
async function unpackAll(archives, onLine) {
  await mkdir(dirname(unpacked), { recursive: true, mode: 0o755 })
  const folder = await mkdtemp(`${unpacked}-`)
  for (const name of (await readdir(archives)).filter((file) => file.endsWith('.deb')))
    await runQuietly('dpkg-deb', ['--extract', join(archives, name), folder], { onLine })
  await runQuietly('chmod', ['755', folder], { onLine })
  await rm(unpacked, { recursive: true, force: true })
  await rename(folder, unpacked)
}
