import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { stripVTControlCharacters } from 'node:util'
import { until } from '../../e2e/support/until.ts'

/** A shell in which a reader types. */
export class Terminal {
  readonly #shell: ChildProcess
  #output = ''
  #blocks = 0

  constructor({ folder, env }: { folder: string; env: NodeJS.ProcessEnv }) {
    // A group of its own, so that what it started ends with it.
    this.#shell = spawn('bash', ['--norc', '--noprofile'], { cwd: folder, env, detached: true })
    for (const stream of [this.#shell.stdout, this.#shell.stderr])
      stream?.setEncoding('utf8').on('data', (chunk) => {
        this.#output += stripVTControlCharacters(String(chunk)).replaceAll('\r', '')
      })
    this.#type('failed=0; set -E; trap \'failed=$?; echo "failed with $failed: $BASH_COMMAND"\' ERR')
  }

  /** All that was seen. */
  get output(): string {
    return this.#output
  }

  /** Types a block. @returns what `ended` and `seen` refer to */
  begin(commands: string): { readonly from: number; readonly end: RegExp } {
    const from = this.#output.length
    const mark = `block-${++this.#blocks}`
    // One line for the shell: what is typed after it goes to the program that the block starts.
    this.#type(`failed=0; eval ${quoted(commands)}; echo "${mark} ended with $failed"`)
    return { from, end: new RegExp(`${mark} ended with (\\d+)`) }
  }

  /** Answers a program that asks. */
  answer(text: string): void {
    this.#type(text)
  }

  /** Waits for a block's end. @returns its exit code, and what was seen since its beginning */
  async ended(block: { readonly from: number; readonly end: RegExp }, timeoutMs: number) {
    const code = await until(
      `the end of the block`,
      () => {
        const found = block.end.exec(this.#output)
        if (!found && this.#shell.exitCode !== null) throw new Error('The shell has ended.')
        return found?.[1]
      },
      { timeoutMs },
    )
    return { code: Number(code), output: this.#output.slice(block.from).replace(block.end, '') }
  }

  /** Ends the shell and all that it started. */
  async close(): Promise<void> {
    const { pid, exitCode } = this.#shell
    if (pid === undefined || exitCode !== null) return
    const closed = once(this.#shell, 'exit')
    process.kill(-pid, 'SIGKILL')
    await closed
  }

  #type(line: string): void {
    this.#shell.stdin?.write(`${line}\n`)
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
