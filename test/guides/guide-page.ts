import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What is typed, and what is seen then. */
export interface GuideStep {
  /** Heading and line of the page, for who has to mend it. */
  readonly place: string
  readonly commands: string
  /** The terminal that it is typed in. */
  readonly terminal: string
  /** `settings`: values of the reader, in every terminal. `again`: typed until what is expected is seen. */
  readonly manner: 'once' | 'again' | 'settings' | 'fails'
  /** Questions with answers, and what is seen between them. */
  readonly dialogue: readonly DialogueLine[]
  /** Lines that are seen in this order, with others between; `…` stands for anything. */
  readonly expected: readonly string[]
  /** What the world does first, as the page says to its readers: `<!-- meanwhile: NAME -->`. */
  readonly meanwhile: readonly string[]
}

export type DialogueLine =
  | { readonly kind: 'seen'; readonly text: string }
  /** What the reader does elsewhere, as `meanwhile`. */
  | { readonly kind: 'remark'; readonly text: string }
  | { readonly kind: 'asked'; readonly question: string; readonly answer: string }

interface Block {
  readonly info: string
  readonly text: string
  readonly place: string
  readonly meanwhile: readonly string[]
}

const terminalKinds = /^(?<kind>sh|text|dialogue|json|ini)(?<rest>.*)$/

/** The steps of a page in `docs/guides`. @throws {Error} naming a block that is neither typed nor seen. */
export function readGuide(name: string): readonly GuideStep[] {
  const file = fileURLToPath(new URL(`../../docs/guides/${name}.md`, import.meta.url))
  return stepsOf(blocksOf(readFileSync(file, 'utf8'), name))
}

/** @param name of the page, for messages */
export function stepsOf(blocks: readonly Block[]): readonly GuideStep[] {
  const steps: GuideStep[] = []
  for (const { info, text, place, meanwhile } of blocks) {
    const { kind, rest = '' } = terminalKinds.exec(info)?.groups ?? {}
    const last = steps.at(-1)
    if (kind === 'sh') steps.push({ ...typed(rest), place, commands: text, meanwhile })
    else if ((kind === 'text' || kind === 'dialogue') && last)
      steps.splice(-1, 1, {
        ...last,
        expected: kind === 'text' ? linesOf(text) : last.expected,
        dialogue: kind === 'dialogue' ? linesOf(text).map(dialogueLine) : last.dialogue,
      })
    else throw new Error(`${place}: a block of "${info}" is neither typed nor seen.`)
  }
  return steps
}

export function blocksOf(markdown: string, page: string): readonly Block[] {
  const blocks: Block[] = []
  let heading = ''
  let meanwhile: string[] = []
  let open: { info: string; lines: string[]; line: number } | undefined
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^```(.*)$/.exec(line)
    if (open && fence) {
      const place = `${page}, line ${open.line}${heading && ` (${heading})`}`
      blocks.push({ info: open.info, text: open.lines.join('\n'), place, meanwhile })
      meanwhile = []
      open = undefined
    } else if (open) open.lines.push(line)
    else if (fence) open = { info: (fence[1] ?? '').trim(), lines: [], line: index + 1 }
    else if (line.startsWith('#')) heading = line.replace(/^#+ /, '')
    else meanwhile.push(...[...line.matchAll(/<!-- meanwhile: (.+?) -->/g)].map(([, name = '']) => name))
  }
  return blocks
}

function typed(rest: string): Omit<GuideStep, 'place' | 'commands' | 'meanwhile'> {
  const manner = /\b(again|settings|fails)\b/.exec(rest)?.[1] as GuideStep['manner'] | undefined
  return {
    terminal: /terminal=(\S+)/.exec(rest)?.[1] ?? 'main',
    manner: manner ?? 'once',
    dialogue: [],
    expected: [],
  }
}

function dialogueLine(line: string): DialogueLine {
  if (line.startsWith('# ')) return { kind: 'remark', text: line.slice(2).trim() }
  if (!line.startsWith('? ')) return { kind: 'seen', text: line.trim() }
  const [question = '', answer = ''] = line.slice(2).split(/ ›(?: |$)/)
  return { kind: 'asked', question: question.trim(), answer: answer.trim() }
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}
