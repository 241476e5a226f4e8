import { isSafeText } from './safe-text.ts'
import { safeUrl } from './safe-url.ts'

/** Longest key and longest text that the registry takes, in bytes, and most records of an account. */
export const recordLimits = { keyBytes: 64, textBytes: 1024, records: 64 } as const

/** A text record of an account, by an EIP-634 key. */
export interface TextRecord {
  readonly key: string
  /** Empty removes it. */
  readonly value: string
}

/** What is known of a key. */
export interface KnownKey {
  /** How forms and pages call it. */
  readonly label: string
  readonly kind: 'line' | 'text' | 'url' | 'email' | 'handle'
  /** Most characters. */
  readonly maxLength: number
  /** Of a handle, with the `@` that people write in front left out. */
  readonly pattern?: RegExp
  /** Where a handle's page is, if it has one. */
  readonly page?: (handle: string) => string
  /** An example of a good value. */
  readonly example: string
}

/** The keys that profiles are made of, in the order in which they are shown. */
export const knownKeys = {
  name: { label: 'Name', kind: 'line', maxLength: 48, example: 'Weir & Sluice' },
  description: {
    label: 'Description',
    kind: 'text',
    maxLength: 600,
    example: 'Three machines in Lisbon. Fee share stays at 60 %.',
  },
  url: { label: 'Website', kind: 'url', maxLength: 512, example: 'https://example.org' },
  avatar: { label: 'Picture', kind: 'url', maxLength: 512, example: 'https://example.org/mill.png' },
  region: { label: 'Region', kind: 'line', maxLength: 48, example: 'Lisbon, Portugal' },
  email: { label: 'E-mail', kind: 'email', maxLength: 254, example: 'crew@example.org' },
  'com.github': {
    label: 'GitHub',
    kind: 'handle',
    maxLength: 39,
    pattern: /^[a-z\d](?:[a-z\d]|-(?=[a-z\d]))*$/i,
    page: (handle) => `https://github.com/${handle}`,
    example: 'octocat',
  },
  'com.twitter': {
    label: 'X',
    kind: 'handle',
    maxLength: 15,
    pattern: /^\w+$/,
    page: (handle) => `https://x.com/${handle}`,
    example: 'weir',
  },
  'org.telegram': {
    label: 'Telegram',
    kind: 'handle',
    maxLength: 32,
    pattern: /^[a-z]\w{3,}$/i,
    page: (handle) => `https://t.me/${handle}`,
    example: 'weir_crew',
  },
  'com.discord': {
    label: 'Discord',
    kind: 'handle',
    maxLength: 32,
    pattern: /^[a-z\d._]{2,}$/i,
    example: 'weir.crew',
  },
  'org.openpgp': {
    label: 'OpenPGP fingerprint',
    kind: 'handle',
    maxLength: 64,
    pattern: /^(?:[\da-f]{40}|[\da-f]{64})$/i,
    example: '0123456789abcdef0123456789abcdef01234567',
  },
  'proof.github': {
    label: 'GitHub proof file',
    kind: 'url',
    maxLength: 512,
    example: 'https://raw.githubusercontent.com/octocat/octocat/HEAD/millrace.txt',
  },
} as const satisfies Readonly<Record<string, KnownKey>>

export type ProfileKey = keyof typeof knownKeys

const specs: ReadonlyMap<string, KnownKey> = new Map(Object.entries(knownKeys))

/**
 * Checks a record before it is written: a text that would not be shown as it is written is refused.
 * @returns a sentence about what is wrong, undefined if nothing is
 */
export function recordProblem({ key, value }: TextRecord): string | undefined {
  if (!/^[a-z\d-]+(?:\.[a-z\d-]+)*$/.test(key) || key.length > recordLimits.keyBytes) {
    return `“${key.slice(0, 80)}” is not a key: words of small letters, with dots between, of ${recordLimits.keyBytes} characters at most.`
  }
  if (value === '') return undefined
  const bytes = new TextEncoder().encode(value).length
  if (bytes > recordLimits.textBytes) {
    return `${labelOf(key)} is ${bytes} bytes long; ${recordLimits.textBytes} are allowed.`
  }
  return valueProblem(key, value)
}

/** @returns what a handle is without the `@` before it, undefined if it is none */
export function handleOf(key: ProfileKey, value: string): string | undefined {
  const { pattern, maxLength }: KnownKey = knownKeys[key]
  const handle = value.trim().replace(/^@/, '')
  return handle.length <= maxLength && pattern?.test(handle) ? handle : undefined
}

/** @returns an e-mail address, undefined if it is none that can be linked to */
export function emailOf(value: string): string | undefined {
  const address = value.trim()
  const isAddress = /^[\w.!#$%&'*+/=^`{|}~-]{1,64}@(?:[a-z\d-]{1,63}\.)+[a-z]{2,63}$/i.test(address)
  return isAddress && address.length <= knownKeys.email.maxLength ? address : undefined
}

function valueProblem(key: string, value: string): string | undefined {
  const { kind = 'text', maxLength = recordLimits.textBytes, example = '' } = specs.get(key) ?? {}
  const label = labelOf(key)
  const bounds = { maxLength, maxLines: kind === 'text' ? 8 : 1 }
  if ([...value].length > maxLength) return `${label} is longer than ${maxLength} characters.`
  if (!isSafeText(value, bounds)) {
    return `${label} has characters that cannot be seen or that turn the direction of writing, or more space than needed.`
  }
  if (kind === 'url' && safeUrl(value) === undefined) {
    return `${label} is not an address that begins with https:// or ipfs://, such as ${example}.`
  }
  if (kind === 'email' && emailOf(value) === undefined)
    return `${label} is not an address such as ${example}.`
  if (kind === 'handle' && handleOf(key as ProfileKey, value) === undefined) {
    return `${label} is not a name there, such as ${example}.`
  }
  return undefined
}

function labelOf(key: string): string {
  return specs.get(key)?.label ?? key
}
