import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Debian's own, and what the set-up unpacked from its packages (`launch/postgresql.mjs`). */
const roots = ['', '/var/cache/millrace/postgresql']

export interface PostgresPrograms {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
}

/** Programs of the newest PostgreSQL of this machine. */
export function postgresPrograms(): PostgresPrograms {
  for (const root of roots) {
    const versions = join(root, '/usr/lib/postgresql')
    const folder = (existsSync(versions) ? readdirSync(versions) : [])
      .sort((a, b) => Number(b) - Number(a))
      .map((version) => join(versions, version, 'bin'))
      .find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')))
    if (folder !== undefined) return { folder, env: environmentOf(root) }
  }
  throw new Error('PostgreSQL is not there; `npm test` gets it, or says how.')
}

function environmentOf(root: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, LC_ALL: 'C' }
  if (root === '') return env
  const libraries = join(root, 'usr/lib')
  const folders = readdirSync(libraries).filter((name) => name.includes('-linux-'))
  return { ...env, LD_LIBRARY_PATH: folders.map((name) => join(libraries, name)).join(':') }
}

/** Set by the set-up where PostgreSQL could not be had; in CI that counts as a failure. */
export function isPostgresLeftOut(): boolean {
  return (process.env.MILLRACE_LEFT_OUT ?? '').split(',').includes('postgresql')
}
