import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

export interface Ended {
  readonly code: number
  readonly output: string
}

export interface RunOptions {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Stands before each line that it writes, for it runs beside others. */
  readonly label?: string
}

/** Runs a program of the project to its end; its output goes to standard error as it comes, and is returned. */
export function run(
  program: string,
  args: readonly string[],
  { cwd = root, env = process.env, label }: RunOptions = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk
        if (label === undefined) process.stderr.write(chunk)
      })
      if (label !== undefined)
        createInterface({ input: stream }).on('line', (line) => process.stderr.write(`${label} │ ${line}\n`))
    }
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

/** Path of a program that npm has installed. */
export function installed(name: string): string {
  return `${root}node_modules/.bin/${name}`
}
