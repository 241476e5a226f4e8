/** Hosts for people; paths, queries and user names of RPC URLs may hold access keys and are never shown. */
export function hostOf(url: string): string {
  return new URL(url).host
}

const textFields = ['message', 'details', 'shortMessage', 'stack', 'url'] as const

/**
 * Replaces RPC URLs by their hosts in an error and its causes, in place: libraries put whole URLs into messages, and
 * errors end in logs.
 */
export function redactUrls(error: unknown, urls: readonly string[]): void {
  const seen = new Set<unknown>()
  for (let at = error; at instanceof Error && !seen.has(at); at = at.cause) {
    seen.add(at)
    const record = at as Error & Record<string, unknown>
    for (const field of textFields) {
      const text = record[field]
      if (typeof text === 'string') record[field] = withoutUrls(text, urls)
    }
    if (Array.isArray(record.metaMessages))
      record.metaMessages = record.metaMessages.map((line: unknown) =>
        typeof line === 'string' ? withoutUrls(line, urls) : line,
      )
  }
}

function withoutUrls(text: string, urls: readonly string[]): string {
  return urls.reduce((redacted, url) => {
    const { host, href } = new URL(url)
    return redacted.replaceAll(url, host).replaceAll(href, host)
  }, text)
}
