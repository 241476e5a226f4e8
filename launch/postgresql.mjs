import { existsSync, readdirSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runQuietly } from './processes.mjs'
import { step } from './report.mjs'
import { fetchAndExtract } from './unpack.mjs'

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
  await step('unpacking PostgreSQL of Debian, for the tests', async (update) => {
    const onLine = (/** @type {string} */ line) => update(line.slice(0, 60))
    await mkdir(dirname(unpacked), { recursive: true, mode: 0o755 })
    const archives = await mkdtemp(join(tmpdir(), 'millrace-postgresql-'))
    const folder = await mkdtemp(`${unpacked}-`)
    try {
      await runQuietly('apt-get', ['update', '--quiet'], { onLine })
      await fetchAndExtract(['postgresql'], { archives, folder, onLine })
      await chmod(folder, 0o755)
      await rm(unpacked, { recursive: true, force: true })
      await rename(folder, unpacked)
    } finally {
      await rm(archives, { recursive: true, force: true })
      await rm(folder, { recursive: true, force: true })
    }
    update('')
  })
}
