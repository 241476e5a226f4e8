import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Before any test: a folder for the chains that several tests begin with, see packages/chain/test/deployed-state.ts.
 * Runs for each project of the settings; the first one makes it.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.MILLRACE_TEST_STATES !== undefined) return undefined
  const folder = await mkdtemp(join(tmpdir(), 'millrace-states-'))
  process.env.MILLRACE_TEST_STATES = folder
  return () => rm(folder, { recursive: true, force: true })
}
