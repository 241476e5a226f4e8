import { createHash, randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Address, Hex } from '@millrace/crypto'
import { createTestClient, http } from 'viem'
import { type DeployOptions, deployProtocol } from '../src/deploy/index.ts'
import type { TestChainOptions } from '../src/deploy/test/anvil.ts'
import { clientsOf } from '../src/deploy/test/fixtures.ts'

export interface Deployed {
  readonly controller: Address
  readonly multicall3: Address
}

interface KeptState extends Deployed {
  /** What anvil wrote of the whole chain. */
  readonly state: Hex
}

export interface HistoryOption {
  /** Whether the state at every block of the deployment can be asked for. A chain that was loaded has lost that. */
  readonly hasHistory?: boolean
}

/**
 * The protocol on a fresh anvil. Deploying takes two seconds of CPU time, and most tests begin with the same: within a
 * test run, which names a folder in MILLRACE_TEST_STATES, each deployment is made once and its chain loaded by the others.
 */
export async function deployOnce(
  rpcUrl: string,
  options: DeployOptions,
  { flags = [], hasHistory = false }: TestChainOptions & HistoryOption,
): Promise<Deployed> {
  const folder = process.env.MILLRACE_TEST_STATES
  if (folder === undefined || hasHistory) return deploy(rpcUrl, options)
  const anvil = createTestClient({ mode: 'anvil', transport: http(rpcUrl, { timeout: 60_000 }) })
  const file = join(folder, `${keyOf({ options, flags })}.json`)
  const kept = await readState(file)
  if (kept) {
    await anvil.loadState({ state: kept.state })
    return kept
  }
  const deployed = await deploy(rpcUrl, options)
  await writeState(file, { ...deployed, state: await anvil.dumpState() })
  return deployed
}

async function deploy(rpcUrl: string, options: DeployOptions): Promise<Deployed> {
  const { controller, multicall3 } = await deployProtocol(options, clientsOf(rpcUrl))
  return { controller, multicall3 }
}

function keyOf(begin: { readonly options: DeployOptions; readonly flags: readonly string[] }): string {
  const text = JSON.stringify(begin, (_key, value) => (typeof value === 'bigint' ? `${value}n` : value))
  return createHash('sha256').update(text).digest('hex')
}

/** @returns undefined when nobody has written it yet */
async function readState(file: string): Promise<KeptState | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : JSON.parse(text)
}

/** Whole or not at all: another test may read it at the same time. */
async function writeState(file: string, kept: KeptState): Promise<void> {
  const unfinished = `${file}.${randomUUID()}`
  await writeFile(unfinished, JSON.stringify(kept))
  await rename(unfinished, file)
}
