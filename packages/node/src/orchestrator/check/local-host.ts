import { isIP } from 'node:net'
import { isPublicAddress } from '@millrace/wire'

/** Whether a URI, by its own words, leads no further than to this machine or its network. Names are not looked up. */
export function isLocalUri(uri: string): boolean {
  const host = new URL(uri).hostname.replace(/^\[|\]$/g, '')
  if (isIP(host)) return !isPublicAddress(host)
  return /(^|\.)(localhost|local|internal|lan)$/i.test(host)
}
