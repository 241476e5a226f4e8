import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AnvilProcess } from './anvil-process.ts'
import { ChainStartError } from './errors.ts'
import { type SavedState, StateFiles, writePlain } from './state-files.ts'

export interface LaunchOptions {
  readonly dataDir: string
  readonly port: number
  readonly blockTimeSeconds: number
  readonly accounts: number
  /** When a new chain began; by default now. */
  readonly genesisSeconds?: number | undefined
}

/** A log line, wherever it goes. */
type Say = (level: 'debug' | 'info' | 'warn' | 'error', message: string, fields?: object) => void

export interface LaunchTools {
  readonly say: Say
  /** Told of each anvil, so that somebody else can end it when this process no longer can. */
  readonly onAnvil: (pid: number) => void
}

/** Launches anvil with the best state there is: the last save, else the copy, else none. */
export async function launchFromDisk(
  options: LaunchOptions,
  { say, onAnvil }: LaunchTools,
): Promise<AnvilProcess> {
  const files = new StateFiles(options.dataDir)
  const cacheDir = join(options.dataDir, 'cache')
  // What a killed anvil left behind.
  await rm(cacheDir, { recursive: true, force: true })
  await mkdir(cacheDir, { recursive: true, mode: 0o700 })
  const damaged: string[] = []
  const states = await files.load(({ file, reason }) => {
    damaged.push(file)
    say('warn', 'saved chain state is damaged', { file, reason })
  })
  for (const file of damaged)
    say('warn', 'damaged chain state set aside', { file: await files.setAside(file) })
  if (states.length === 0) return run(options, { cacheDir, state: undefined, onAnvil })
  const reasons: string[] = []
  for (const state of states) {
    if (state.isBackup)
      say('warn', 'going on from the last good copy of the chain state', { file: state.file })
    try {
      return await run(options, { cacheDir, state, onAnvil })
    } catch (error) {
      if (!(error instanceof ChainStartError)) throw error
      reasons.push(reasonOf(error))
      say('warn', 'anvil refused a saved chain state', { file: state.file, reason: reasonOf(error) })
    }
  }
  throw files.unusable(reasons.join('; '))
}

async function run(
  { port, blockTimeSeconds, accounts, genesisSeconds }: LaunchOptions,
  {
    cacheDir,
    state,
    onAnvil,
  }: { cacheDir: string; state: SavedState | undefined; onAnvil: (pid: number) => void },
): Promise<AnvilProcess> {
  const stateFile = state ? join(cacheDir, 'state.json') : undefined
  if (state && stateFile) await writePlain(stateFile, state.json)
  const anvil = await AnvilProcess.launch({
    port,
    blockTimeSeconds,
    accounts,
    genesisSeconds,
    cacheDir,
    stateFile,
    onSpawn: onAnvil,
  })
  if (stateFile) await rm(stateFile, { force: true })
  return anvil
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
