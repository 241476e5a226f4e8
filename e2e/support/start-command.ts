import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url))
const freePorts = [
  '--chain-port',
  '--rtmp-port',
  '--http-port',
  '--gateway-operator-port',
  '--explorer-port',
  '--orchestrator-port',
  '--operator-port',
].flatMap((flag) => [flag, '0'])

export interface Event {
  readonly event: string
  readonly [fact: string]: unknown
}

/** `millrace start` under way. */
export interface Started {
  readonly child: ChildProcess
  readonly events: Event[]
  readonly errors: () => string
  readonly ended: Promise<number>
}

/** Starts a network on ports that are free. */
export function start(args: readonly string[]): Started {
  const child = spawn(process.execPath, [main, 'start', '--json', ...freePorts, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const events: Event[] = []
  let said = ''
  createInterface({ input: child.stdout }).on('line', (line) => events.push(JSON.parse(line)))
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    said += chunk
  })
  return {
    child,
    events,
    errors: () => said,
    ended: once(child, 'close').then(([code]) => Number(code ?? -1)),
  }
}
