import { type LinkProps, linkOptions } from '@tanstack/react-router'
import type { AnswerOf } from '../../api/indexer.ts'
import { formatCount } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'

export type SearchHit = AnswerOf<'/v1/search'>['items'][number]

/** One thing that was found, with all that it is. */
export interface Found {
  readonly id: string
  /** Roles of an account; one for anything else. */
  readonly kinds: readonly string[]
  /** What an account calls itself. */
  readonly name: string | undefined
}

/** Hits by what they stand for: an account that is found in several roles is one. */
export function foundOf(hits: readonly SearchHit[]): readonly Found[] {
  const kinds = new Map<string, Found & { readonly kinds: string[] }>()
  for (const { kind, id, name } of hits) {
    const key = id.startsWith('0x') ? id : `${kind} ${id}`
    const known = kinds.get(key)
    if (known) known.kinds.push(kind)
    else kinds.set(key, { id, kinds: [kind], name })
  }
  return [...kinds.values()]
}

export function kindsText({ kinds }: Found): string {
  return kinds.map((kind) => text.search.kinds[kind] ?? kind).join(', ')
}

export function foundText({ id, kinds }: Found): string {
  return kinds[0] === 'round' || kinds[0] === 'block' ? formatCount(id) : id
}

/** Where the page of something is. */
export function placeOf({ id, kinds }: Found): LinkProps {
  if (kinds.includes('round')) return linkOptions({ to: '/rounds/$round', params: { round: id } })
  if (kinds.includes('transaction')) return linkOptions({ to: '/transactions/$hash', params: { hash: id } })
  if (kinds.includes('block')) return linkOptions({ to: '/transactions', search: { block: Number(id) } })
  if (kinds.includes('orchestrator'))
    return linkOptions({ to: '/orchestrators/$address', params: { address: id } })
  if (kinds.includes('gateway')) return linkOptions({ to: '/gateways/$address', params: { address: id } })
  return linkOptions({ to: '/accounts/$address', params: { address: id } })
}
