import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { WhichNodeError } from './errors.ts'

/** Where nodes keep their data when nothing else is said, where `millrace init` puts it, and this folder itself. */
const usualDataDirs = [
  ...['.', 'gateway-data', 'orchestrator-data', 'transcoder-data', 'redeemer-data', 'tester-data'],
  ...['data', 'gateway/data', 'orchestrator/data'],
]

/**
 * The data folder that is meant when none is named: the only one here that has such a file.
 * @throws {WhichNodeError} when there is none, or more than one.
 */
export function findDataDir(file: 'operator.json' | 'operator-token'): string {
  const found = usualDataDirs.filter((folder) => existsSync(join(folder, file)))
  const [only] = found
  if (only === undefined || found.length > 1) throw new WhichNodeError({ found })
  return only
}
