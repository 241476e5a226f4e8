/** Names of settings that hold a secret itself; those that name a file with one are harmless. */
const secretName = /(secret|password|token|privatekey|accesskey)$/i

/** Settings as they may be shown: amounts as text, secrets and the parts of URLs that may hold one left out. */
export function shownSettings(settings: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, shown(name, value)]))
}

function shown(name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'string') return secretName.test(name) ? '…' : withoutPath(value)
  if (Array.isArray(value)) return value.map((item) => shown(name, item))
  if (typeof value === 'object' && value !== null) return shownSettings(value)
  return value
}

/** `https://user:pass@host/v3/key?x=y` → `https://host/…`. */
function withoutPath(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return text
  const { protocol, host, pathname, search, username, password, hash } = new URL(text)
  const isBare = [search, username, password, hash].every((part) => part === '') && /^\/?$/.test(pathname)
  return isBare ? text : `${protocol}//${host}/…`
}
