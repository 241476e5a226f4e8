import { WireFormatError } from '../errors.ts'
import { maxUriLength } from '../limits.ts'

/**
 * Reads the address of an orchestrator; without a scheme it is `https`.
 * @throws {WireFormatError} when it is no plain http(s) address.
 */
export function parseServiceUri(text: string): URL {
  return parseHttpUri(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`, 'transcoder')
}

/**
 * @throws {WireFormatError} when `text` is too long, not http(s), or carries a user name, password or fragment.
 */
export function parseHttpUri(text: string, field: string): URL {
  const fail = (reason: string) => new WireFormatError({ field, reason })
  if (text.length > maxUriLength) throw fail('it is too long')
  const url = URL.parse(text)
  if (url === null) throw fail('it is no address')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw fail('it is not http or https')
  if (url.username !== '' || url.password !== '' || url.hash !== '')
    throw fail('it carries more than an address')
  return url
}

/** @returns `path` (which begins with a slash) below the service, whose own path may end in one. */
export function serviceUrl(service: URL, path: string): URL {
  const url = new URL(service)
  url.search = ''
  url.pathname = service.pathname.replace(/\/+$/, '') + path
  return url
}
