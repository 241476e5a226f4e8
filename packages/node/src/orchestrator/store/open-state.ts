import type { DatabaseSync } from 'node:sqlite'
import { delay, type Lifecycle, type Logger } from '@millrace/common'
import { WinnerStore } from '../../redemption/winner-store.ts'
import { lockDataDir } from '../../state/data-dir-lock.ts'
import { prepareDataDir } from '../../state/database.ts'
import { DataDirLockedError } from '../../state/errors.ts'
import { lockIdentity } from '../../state/identity-lock.ts'
import { SettingsStore } from '../../state/settings-store.ts'
import type { OrchestratorConfig } from '../config.ts'
import { openOrchestratorDatabase } from './schema.ts'

/** What is open in the data folder. */
export interface NodeState {
  readonly settings: SettingsStore
  readonly winners: WinnerStore
  readonly database: DatabaseSync
}

export interface StateContext {
  readonly log: Logger
  readonly life: Lifecycle
  /** The process before may still be at its last work when the socket is shared with it. */
  readonly hasPredecessor: boolean
}

const predecessorWaitMs = 60_000
const predecessorLookMs = 20

/** Locks and opens the data folder. Throws as `Orchestrator.create` says. */
export async function openState(
  { dataDir, keystoreFile, rpcUrls }: OrchestratorConfig,
  { life, log, hasPredecessor }: StateContext,
): Promise<NodeState> {
  prepareDataDir(dataDir)
  const lock = hasPredecessor ? await lockAfterPredecessor(dataDir, log) : lockDataDir(dataDir)
  life.use('data folder lock', lock)
  const isOnChain = rpcUrls.length > 0 && keystoreFile !== undefined
  const identity = isOnChain ? lockIdentity({ keystoreFile, role: 'orchestrator' }, log) : undefined
  life.add('identity lock', () => identity?.close())
  const database = life.use('database', openOrchestratorDatabase(dataDir))
  return { settings: new SettingsStore(database), winners: new WinnerStore(database), database }
}

/** A process on a shared socket may be started before the one it follows stops, so that nobody waits for its start. */
async function lockAfterPredecessor(dataDir: string, log: Logger): Promise<ReturnType<typeof lockDataDir>> {
  const deadlineMs = performance.now() + predecessorWaitMs
  for (let isTold = false; ; isTold = true) {
    try {
      return lockDataDir(dataDir)
    } catch (error) {
      if (!(error instanceof DataDirLockedError) || performance.now() > deadlineMs) throw error
      if (!isTold) log.info({ dataDir }, 'waiting for the process before to end')
      await delay(predecessorLookMs)
    }
  }
}
