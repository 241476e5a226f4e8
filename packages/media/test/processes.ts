import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delay } from '@millrace/common'

/** Waits for a condition; the test's own time limit is the only deadline. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(10)
}

/** Whether a process is there; one that has ended and was not yet waited for is not. */
export function isRunning(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2)[0] !== 'Z'
  } catch {
    return false
  }
}

/** Runs a script as a Node process of its own; every line it prints is handed over. */
export function runScript(
  script: string,
  {
    onLine = () => {},
    execArgv = [],
  }: { onLine?: (line: string) => void; execArgv?: readonly string[] } = {},
): { readonly child: ChildProcess; readonly ended: Promise<{ code: number | null; stderr: string }> } {
  const child = spawn(process.execPath, [...execArgv, '--input-type=module-typescript', '-e', script], {
    cwd: new URL('.', import.meta.url),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stderr = ''
  let partial = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (partial + text).split('\n')
    partial = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, stderr }))
  })
  return { child, ended }
}
