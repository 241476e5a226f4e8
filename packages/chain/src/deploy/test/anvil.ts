import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An EVM chain of its own for a test. */
export interface TestChain extends AsyncDisposable {
  readonly rpcUrl: string
}

export interface TestChainOptions {
  /** Address that it listens on. */
  readonly host?: string
  /** Command that starts programs elsewhere than here, such as on another host. */
  readonly startWith?: readonly string[]
  /** More of anvil's own flags. */
  readonly flags?: readonly string[]
}

/** Starts anvil on a port that the system chooses; it mines each transaction at once. */
export async function startTestChain({
  host = '127.0.0.1',
  startWith = [],
  flags = [],
}: TestChainOptions = {}): Promise<TestChain> {
  const cachePath = await mkdtemp(join(tmpdir(), 'millrace-anvil-'))
  const anvil = createRequire(import.meta.url).resolve('@foundry-rs/anvil-linux-amd64/bin/anvil')
  const options = ['--port', '0', '--max-transactions', '100000', '--cache-path', cachePath]
  const [program = anvil, ...args] = [...startWith, anvil, '--host', host, ...options, ...flags]
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const rpcUrl = await listening(child)
  return {
    rpcUrl,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) {
        const exited = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGKILL')
        await exited
      }
      await rm(cachePath, { recursive: true, force: true })
    },
  }
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk
      const address = /Listening on (\S+)/.exec(output)?.[1]
      if (address) resolve(`http://${address}`)
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`anvil ended with ${code}: ${output}`)))
  })
}
