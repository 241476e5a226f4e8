import { text } from '../../text/text.ts'
import { variantOf } from './variant.ts'

/** An event as the indexer tells it: whole numbers as decimal text, addresses in lower case. */
export interface DecodedEvent {
  readonly contract: string
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
}

const partKinds = [
  'account',
  'token',
  'ether',
  'count',
  'round',
  'cut',
  'inflation',
  'hex',
  'id',
  'quote',
  'time',
  'duration',
] as const

export type PartKind = (typeof partKinds)[number]

/** A piece of a sentence: words, or a value to be written as its kind is. */
export type SentencePart =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: PartKind; readonly value: string }

/** What an event says, in words; one that has no sentence is named. */
export function sentenceOfEvent(event: DecodedEvent): readonly SentencePart[] {
  const template = templateOf(event)
  const parts = template === undefined ? undefined : fill(template, event.args)
  if (parts) return parts
  const contract = text.events.contracts[event.contract] ?? event.contract
  return [{ kind: 'words', text: text.events.unknown(contract, event.name) }]
}

function templateOf({ contract, name: told, args }: DecodedEvent): string | undefined {
  const own = text.events.sentences[contract] ?? {}
  const name = told === 'VoteCastWithParams' ? 'VoteCast' : told
  const variant = variantOf(name, args)
  return (variant && own[`${name}.${variant}`]) ?? own[name] ?? text.events.sentences['any']?.[name]
}

/** Undefined when an argument that the sentence names is not there. */
function fill(template: string, args: DecodedEvent['args']): readonly SentencePart[] | undefined {
  const parts = template.split(/(\{\w+:\w+\})/).map((piece): SentencePart | undefined => {
    const [, name = '', kind = ''] = /^\{(\w+):(\w+)\}$/.exec(piece) ?? []
    if (name === '') return { kind: 'words', text: piece }
    const value = args[name]
    const known = partKinds.find((each) => each === kind)
    return known && (typeof value === 'string' || typeof value === 'number')
      ? { kind: known, value: String(value) }
      : undefined
  })
  const whole = parts.filter((part) => part !== undefined)
  return whole.length === parts.length
    ? whole.filter((part) => part.kind !== 'words' || part.text !== '')
    : undefined
}
