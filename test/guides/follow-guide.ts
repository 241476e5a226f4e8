import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { until } from '../../e2e/support/until.ts'
import { type DialogueLine, type GuideStep, readGuide } from './guide-page.ts'
import { Terminal } from './terminal.ts'

export interface GuideWorld {
  /** Values for the variables that the page's settings have; each of them must be given. */
  readonly settings: Readonly<Record<string, string>>
  /** What happens elsewhere while somebody reads: `<!-- meanwhile: NAME -->`. */
  readonly meanwhile?: Readonly<Record<string, (folder: string) => Promise<unknown>>>
}

const stepTimeoutMs = 60_000
const bin = fileURLToPath(new URL('../../bin', import.meta.url))

/**
 * Types what a page says, in an empty folder, and looks whether what it promises is seen.
 * @throws {Error} naming the place in the page, what was missing and what was seen instead
 */
export async function followGuide(name: string, world: GuideWorld): Promise<void> {
  const steps = readGuide(name)
  const folder = await mkdtemp(join(tmpdir(), 'millrace-guide-'))
  const reader = new Reader(folder, world)
  try {
    for (const step of steps) await reader.follow(step)
    reader.requireAllUsed()
  } finally {
    await reader.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

class Reader {
  readonly #world: GuideWorld
  readonly #env: NodeJS.ProcessEnv
  readonly #folder: string
  readonly #terminals = new Map<string, Terminal>()
  readonly #used = new Set<string>()
  #settings = ''

  constructor(folder: string, world: GuideWorld) {
    this.#folder = folder
    this.#world = world
    // Its own home: nothing of this machine's user is read or written.
    const path = [bin, dirname(process.execPath), process.env.PATH ?? ''].join(delimiter)
    this.#env = { PATH: path, HOME: folder, LANG: 'C.UTF-8', TERM: 'dumb' }
  }

  async follow(step: GuideStep): Promise<void> {
    const { place, terminal: name, manner, meanwhile } = step
    for (const event of meanwhile) await this.#happens(event, place)
    if (manner === 'settings') return this.#take(step)
    const terminal = this.#terminal(name)
    const before = terminal.output.length
    try {
      if (manner === 'again') await this.#again(step, terminal)
      else await this.#once(step, terminal)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw new Error(`${place}: ${why}\n--- seen:\n${terminal.output.slice(before).slice(-2_000)}`, {
        cause: error,
      })
    }
  }

  /** @throws {Error} where the test prepares something that the page does not have */
  requireAllUsed(): void {
    const { settings, meanwhile = {} } = this.#world
    const unused = [...Object.keys(settings), ...Object.keys(meanwhile)].filter((key) => !this.#used.has(key))
    if (unused.length > 0) throw new Error(`The page has no ${unused.join(', ')}.`)
  }

  async close(): Promise<void> {
    for (const terminal of [...this.#terminals.values()].reverse()) await terminal.close()
  }

  async #once(step: GuideStep, terminal: Terminal): Promise<void> {
    const block = terminal.begin(step.commands)
    await this.#converse(step.dialogue, terminal, block.from)
    // A daemon goes on: what it says is waited for, not its end.
    if (step.terminal !== 'main') {
      const seen = () =>
        missingOf(step.expected, terminal.output.slice(block.from), this.#expand) === undefined
      await until('what the page promises', seen, { timeoutMs: stepTimeoutMs })
      return
    }
    const { code, output } = await terminal.ended(block, stepTimeoutMs)
    if ((code !== 0) !== (step.manner === 'fails')) throw new Error(`it ended with ${code}.`)
    const missing = missingOf(step.expected, output, this.#expand)
    if (missing !== undefined) throw new Error(`this is not seen: ${missing}`)
  }

  #again(step: GuideStep, terminal: Terminal): Promise<unknown> {
    return until(
      'what the page promises',
      async () => {
        const { output } = await terminal.ended(terminal.begin(step.commands), stepTimeoutMs)
        return missingOf(step.expected, output, this.#expand) === undefined
      },
      { timeoutMs: stepTimeoutMs },
    )
  }

  async #converse(lines: readonly DialogueLine[], terminal: Terminal, begin: number): Promise<void> {
    let from = begin
    for (const line of lines) {
      if (line.kind === 'remark') {
        await this.#happens(line.text, 'a dialogue')
        continue
      }
      const text = this.#expand(line.kind === 'seen' ? line.text : line.question)
      const pattern = patternOf(text)
      const end = await until(
        `“${text}”`,
        () => {
          const found = pattern.exec(terminal.output.slice(from))
          return found ? from + found.index + found[0].length : undefined
        },
        { timeoutMs: stepTimeoutMs },
      )
      from = end
      if (line.kind === 'asked') terminal.answer(keys(this.#expand(line.answer)))
    }
  }

  #terminal(name: string): Terminal {
    const known = this.#terminals.get(name)
    if (known) return known
    const terminal = new Terminal({ folder: this.#folder, env: this.#env })
    this.#terminals.set(name, terminal)
    terminal.begin(this.#settings)
    return terminal
  }

  /** The page's own values are examples; each variable must have one of the test's. */
  #take({ commands, place }: GuideStep): void {
    this.#settings = commands
      .split('\n')
      .map((line) => {
        const name = /^(\w+)=/.exec(line)?.[1]
        if (name === undefined) return line
        const value = this.#world.settings[name]
        if (value === undefined) throw new Error(`${place}: the test has no ${name}.`)
        this.#used.add(name)
        return `${name}='${value}'`
      })
      .join('\n')
    for (const terminal of this.#terminals.values()) terminal.begin(this.#settings)
  }

  async #happens(event: string, place: string): Promise<void> {
    const happen = this.#world.meanwhile?.[event]
    if (!happen) throw new Error(`${place}: the test knows no “${event}”.`)
    this.#used.add(event)
    await happen(this.#folder)
  }

  #expand = (text: string): string =>
    text.replaceAll(/\$(\w+)/g, (whole, name: string) => this.#world.settings[name] ?? whole)
}

/** @returns the first line that is not seen after those before it */
export function missingOf(
  expected: readonly string[],
  output: string,
  expand: (text: string) => string = (text) => text,
): string | undefined {
  let rest = output
  for (const line of expected) {
    const found = patternOf(expand(line)).exec(rest)
    if (!found) return line
    rest = rest.slice(found.index + found[0].length)
  }
  return undefined
}

/**
 * Words in their order; `…` is anything within a line, spaces are as many as there are. Numbers are examples: 0 stands for
 * itself, any other for any that is not 0.
 */
function patternOf(text: string): RegExp {
  const parts = text.trim().split('…')
  const words = parts.map((part) => part.trim().split(/\s+/).map(wordPattern).join('[ \\t]+'))
  return new RegExp(words.join('[^\\n]*'))
}

function wordPattern(word: string): string {
  return word
    .split(/(\d+(?:\.\d+)?)/)
    .map((part, index) => {
      if (index % 2 === 0) return escaped(part)
      return Number(part) === 0 ? '0' : '(?=[\\d.]*[1-9])\\d+(?:\\.\\d+)?'
    })
    .join('')
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

/** `↓` is a key; an answer of nothing takes what is offered. */
function keys(answer: string): string {
  return answer.replaceAll('↓', '\u001b[B')
}
