const maxLength = 512

/** An address that a page may link to. */
export interface SafeUrl {
  /** Fit for an attribute: `https:` or `ipfs:`, in ASCII. */
  readonly href: string
  /** What to show: host and path, with names of other scripts in their ASCII form. */
  readonly text: string
}

/**
 * Reads a URL of a stranger. Only `https:` and `ipfs:` are let through: whatever else runs, opens or reveals something.
 * @returns undefined if it is none that may be linked to
 */
export function safeUrl(value: string): SafeUrl | undefined {
  const written = value.trim()
  // The parser would drop what a reader does not see.
  if (written.length > maxLength || /[\s\p{C}\p{Default_Ignorable_Code_Point}]/u.test(written))
    return undefined
  if (/^ipfs:/i.test(written)) return ipfsUrl(written)
  const url = URL.parse(written)
  if (
    url?.protocol !== 'https:' ||
    !/^https:\/\/[^/]/i.test(written) ||
    url.username !== '' ||
    url.password !== ''
  ) {
    return undefined
  }
  const path = `${url.pathname}${url.search}`
  return { href: url.href, text: `${url.host}${path === '/' ? '' : path}` }
}

/** `ipfs://CID`, `ipfs://CID/path`. */
function ipfsUrl(written: string): SafeUrl | undefined {
  const [, cid, path = ''] =
    /^ipfs:\/\/(?:ipfs\/)?([a-z0-9]{46,96})((?:\/[\w.~%-]+)*)\/?$/i.exec(written) ?? []
  return cid === undefined || path.includes('..')
    ? undefined
    : { href: `ipfs://${cid}${path}`, text: `ipfs://${cid}${path}` }
}
