import { type Logger, silentLogger } from '@millrace/common'
import type { Driver } from './driver.ts'
import { openPglite } from './pglite-driver.ts'
import { openPostgresql } from './postgresql-driver.ts'

/** Where a database is: a folder of this machine that one process uses, a PostgreSQL server, or nowhere but in memory. */
export type DatabasePlace = { readonly folder: string } | { readonly url: string } | { readonly memory: true }

/**
 * The engine that a place asks for, with nothing of ours in it yet.
 * @throws {DatabaseUnreachableError | DatabaseUrlError | ServerVersionError} for a server
 * @throws {DatabaseInUseError | DatabaseFolderError} for a folder
 */
export function openDriver(
  place: DatabasePlace,
  { applicationName, log = silentLogger() }: { applicationName: string; log?: Logger },
): Promise<Driver> {
  return 'url' in place
    ? openPostgresql({ url: place.url, applicationName, log })
    : openPglite('folder' in place ? place.folder : undefined)
}
