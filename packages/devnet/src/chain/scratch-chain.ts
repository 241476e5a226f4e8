import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { anvilBinary } from './anvil-binary.ts'
import { ChainStartError } from './errors.ts'

export interface ScratchOptions {
  readonly chainId: number
  /** RPC of a chain whose state it begins with; left out for an empty one. */
  readonly forkUrl?: string | undefined
  /** When it begins, in seconds since the Unix epoch; now if not said. */
  readonly genesisSeconds?: number | undefined
}

/** A chain to try something on: it mines each transaction at once, and is gone when it is closed. */
export interface ScratchChain extends AsyncDisposable {
  readonly rpcUrl: string
}

/** @throws {ChainStartError | ChainUnavailableError} */
export async function startScratchChain({
  chainId,
  forkUrl,
  genesisSeconds,
}: ScratchOptions): Promise<ScratchChain> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-scratch-'))
  // By way of a file that only we can read: an RPC's URL may hold a key, and arguments are seen by everybody.
  const endpoints = `[rpc_endpoints]\nsource = ${JSON.stringify(forkUrl)}\n`
  if (forkUrl !== undefined) await writeFile(join(folder, 'foundry.toml'), endpoints, { mode: 0o600 })
  const args = [
    ...['--host', '127.0.0.1', '--port', '0', '--chain-id', String(chainId), '--hardfork', 'cancun'],
    ...['--accounts', '1', '--cache-path', folder],
    ...(genesisSeconds === undefined ? [] : ['--timestamp', String(genesisSeconds)]),
    ...(forkUrl === undefined ? [] : ['--fork-url', 'source', '--no-storage-caching']),
  ]
  const child = spawn(anvilBinary(), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    env: { HOME: folder, PATH: process.env.PATH ?? '' },
  })
  const close = async () => {
    if (child.exitCode === null && child.pid !== undefined) {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    }
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return { rpcUrl: await listening(child), [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const read = (chunk: Buffer) => {
      output += chunk
      const address = /Listening on (\S+)/.exec(output)?.[1]
      if (address) resolve(`http://${address}`)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('error', (error) => reject(new ChainStartError({ reason: error.message })))
    child.once('exit', (code) =>
      reject(new ChainStartError({ reason: `anvil ended with ${code}: ${output.trim().slice(-1_000)}` })),
    )
  })
}
