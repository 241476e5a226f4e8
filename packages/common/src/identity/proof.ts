import { handleOf } from './records.ts'
import { safeUrl } from './safe-url.ts'

const githubHosts: ReadonlySet<string> = new Set(['raw.githubusercontent.com', 'gist.githubusercontent.com'])

/**
 * The line by which somebody else says that an account is theirs: in a TXT record of their domain, in a file of their
 * GitHub account.
 */
export function proofLine(address: string): string {
  return `millrace-account=${address.toLowerCase()}`
}

/** @returns whether one of the lines of a text says that the account is theirs */
export function provesAccount(text: string, address: string): boolean {
  const wanted = proofLine(address)
  return text.split(/\r?\n/).some((line) => line.trim().toLowerCase() === wanted)
}

/** @returns the name under which a website's domain is asked for its TXT records, undefined if the website has no domain */
export function dnsProofName(website: string | undefined): string | undefined {
  const url = URL.parse(safeUrl(website ?? '')?.href ?? '')
  const isName = url?.protocol === 'https:' && /^(?:[a-z\d-]+\.)+[a-z][a-z\d-]*$/i.test(url.hostname)
  return isName ? `_millrace.${url.hostname}` : undefined
}

/**
 * Where the file of a GitHub account is that says so: `proof.github` if it is of that account, else `millrace.txt` in the
 * repository that carries its name.
 * @returns undefined if the profile names no GitHub account, or a file that is not of that account
 */
export function githubProofUrl(texts: Readonly<Partial<Record<string, string>>>): string | undefined {
  const handle = handleOf('com.github', texts['com.github'] ?? '')
  if (handle === undefined) return undefined
  const named = texts['proof.github'] ?? ''
  if (named === '') return `https://raw.githubusercontent.com/${handle}/${handle}/HEAD/millrace.txt`
  const url = URL.parse(safeUrl(named)?.href ?? '')
  const [, owner = ''] = url?.pathname.split('/') ?? []
  const isTheirs = url !== null && githubHosts.has(url.host) && owner.toLowerCase() === handle.toLowerCase()
  return isTheirs ? url.href : undefined
}
