import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { SetupError } from './report.mjs'

/**
 * Runs a program to its end, quietly; its last lines come out only when it fails.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options]
 */
export function runQuietly(program, args, { cwd, env = process.env, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    /** @type {string[]} */
    const lastLines = []
    for (const stream of [child.stdout, child.stderr]) {
      let rest = ''
      stream.setEncoding('utf8').on('data', (chunk) => {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          lastLines.push(line)
          if (lastLines.length > 60) lastLines.shift()
          onLine?.(line)
        }
      })
    }
    child.once('error', (error) =>
      reject(new SetupError(`${program} could not be started: ${error.message}`)),
    )
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(undefined)
      const command = [program, ...args].join(' ')
      reject(new SetupError(`${command} ended with ${signal ?? `code ${code}`}:\n${lastLines.join('\n')}`))
    })
  })
}

/**
 * Hands the terminal to a program and ends as it ends. Signals meant for this process go on to it, and it is waited
 * for, so that it can stop in its own order.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code
 */
export function runInForeground(program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: 'inherit' })
    // A terminal sends ctrl-c to the whole group: the program has it already, and only its end counts here.
    process.on('SIGINT', () => {
      if (!process.stdin.isTTY) child.kill('SIGINT')
    })
    for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
      process.on(signal, () => child.kill(signal))
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}
