/**
 * How long `npm start` takes: cold (a fresh clone of the last commit, empty npm cache: set-up time and bytes fetched)
 * and warm (all set up, new data folder) until the first transcoded segment. `--warm` leaves out the cold part.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { BenchContext } from './main.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const freePorts = [
  '--chain-port',
  '--rtmp-port',
  '--http-port',
  '--gateway-operator-port',
  '--explorer-port',
  '--orchestrator-port',
  '--operator-port',
].flatMap((flag) => [flag, '0'])
const warmRuns = 3

export default async function start({ args, log }: BenchContext): Promise<Record<string, unknown>> {
  const warm: number[] = []
  for (let run = 0; run < warmRuns; run++) warm.push(await secondsToFirstSegment(root, log))
  warm.sort((a, b) => a - b)
  const figures = { warmStartToFirstSegmentMs: warm[Math.floor(warmRuns / 2)], warmRunsMs: warm }
  return args.includes('--warm') ? figures : { ...figures, ...(await coldSetup()) }
}

/** ms from the start of the command until a segment is published with all its renditions. */
async function secondsToFirstSegment(project: string, log: BenchContext['log']): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
  const startedAt = performance.now()
  const args = ['launch/launch.mjs', 'start', '--json', '--data-dir', dataDir, ...freePorts]
  const child = spawn(process.execPath, args, { cwd: project, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(child, 'close')
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const event: { event?: string; data?: { state?: string } } = JSON.parse(line)
      if (event.event === 'segment' && event.data?.state === 'published')
        return Math.round(performance.now() - startedAt)
    }
    throw new Error('The network ended before its first segment.')
  } finally {
    child.kill('SIGTERM')
    await ended
    await rm(dataDir, { recursive: true, force: true })
    log(`warm start: ${Math.round(performance.now() - startedAt)} ms until stopped`)
  }
}

async function coldSetup(): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-cold-'))
  try {
    const clone = join(folder, 'clone')
    await run('git', ['clone', '--quiet', root, clone], folder, process.env)
    const before = await bytesReceived()
    const startedAt = performance.now()
    await run('npm', ['--silent', 'run', 'setup'], clone, {
      ...process.env,
      npm_config_cache: join(folder, 'npm-cache'),
    })
    return {
      coldSetupMs: Math.round(performance.now() - startedAt),
      coldBytesFetched: (await bytesReceived()) - before,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const [code] = await once(
    spawn(program, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] }),
    'close',
  )
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with code ${code}.`)
}

/** Bytes that all network interfaces but loopback have received since the machine started (Linux). */
async function bytesReceived(): Promise<number> {
  const lines = (await readFile('/proc/net/dev', 'utf8')).split('\n').slice(2)
  return lines
    .map((line) => line.trim().split(/[:\s]+/))
    .filter(([name]) => name !== undefined && name !== '' && name !== 'lo')
    .reduce((sum, [, bytes]) => sum + Number(bytes), 0)
}
