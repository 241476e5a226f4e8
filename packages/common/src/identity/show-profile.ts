import { emailOf, handleOf, type KnownKey, knownKeys, type ProfileKey } from './records.ts'
import { safeText } from './safe-text.ts'
import { type SafeUrl, safeUrl } from './safe-url.ts'

/** Where an account can be found elsewhere. */
export interface ShownContact {
  readonly key: ProfileKey
  readonly label: string
  readonly text: string
  /** `https:` or `mailto:`; left out if there is no page. */
  readonly href?: string
}

/** A profile fit to be shown. Whatever is missing was not said, or cannot be shown. */
export interface ShownProfile {
  readonly name?: string
  readonly description?: string
  readonly website?: SafeUrl
  /** Where the account's own picture is. Whoever loads it tells its host so. */
  readonly picture?: SafeUrl
  /** Where the account says it is. */
  readonly region?: string
  readonly contacts: readonly ShownContact[]
}

const contactKeys = Object.keys(knownKeys).filter((key): key is ProfileKey => {
  const { kind }: KnownKey = knownKeys[key as ProfileKey]
  return kind === 'handle' || kind === 'email'
})

/**
 * Makes what an account says of itself fit to be shown beside others: bounded, without what cannot be seen or turns the
 * direction of writing, with links only to `https:`, `ipfs:` and `mailto:`. All of it is text, never markup.
 * @param texts by key; keys that are not known are left out
 */
export function showProfile(texts: Readonly<Partial<Record<string, string>>>): ShownProfile {
  const own = new Map(Object.entries(texts))
  const line = (key: ProfileKey, maxLines = 1) => {
    const { maxLength } = knownKeys[key]
    return safeText(own.get(key) ?? '', { maxLength, maxLines }) || undefined
  }
  const entries = {
    name: line('name'),
    description: line('description', 8),
    website: safeUrl(own.get('url') ?? ''),
    picture: safeUrl(own.get('avatar') ?? ''),
    region: line('region'),
  }
  const contacts = contactKeys.flatMap((key) => contactOf(key, own.get(key) ?? '') ?? [])
  const said = Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined))
  return { ...said, contacts }
}

function contactOf(key: ProfileKey, value: string): ShownContact | undefined {
  const { label, page }: KnownKey = knownKeys[key]
  if (key === 'email') {
    const email = emailOf(value)
    return email === undefined
      ? undefined
      : { key, label, text: email, href: `mailto:${encodeURIComponent(email).replaceAll('%40', '@')}` }
  }
  const handle = handleOf(key, value)
  return handle === undefined ? undefined : { key, label, text: handle, ...(page && { href: page(handle) }) }
}
