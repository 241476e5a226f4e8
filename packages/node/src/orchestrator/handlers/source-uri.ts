import { lookup } from 'node:dns'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { SourceUriError } from '../errors.ts'

export interface SourceUriLimits {
  readonly timeoutMs: number
  readonly maxBytes: number
  /** Lets through addresses of private and loopback networks. */
  readonly allowPrivate: boolean
}

/** Networks that a stranger must not reach through this machine. IPv4 rules hold for mapped IPv6 addresses too. */
const privateNetworks = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  privateNetworks.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  privateNetworks.addSubnet(network, prefix, 'ipv6')
}

/** Whether an IP address belongs to a private, loopback, link-local or multicast network. */
export function isPrivateAddress(address: string): boolean {
  return privateNetworks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Fetches a segment that a gateway handed over by its URL. The address is checked where the connection is made, so that
 * a name that resolves differently the second time gains nothing; redirects are not followed.
 * @throws {SourceUriError} for URLs that are not allowed, do not answer 200 in time or are too large.
 */
export async function fetchSourceUri(uri: string, limits: SourceUriLimits): Promise<Uint8Array> {
  const url = parseSourceUri(uri, limits)
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const refuse = (reason: string, cause?: unknown) => reject(new SourceUriError({ reason, cause }))
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    agent: false,
    signal: AbortSignal.timeout(limits.timeoutMs),
    lookup: guardedLookup(limits),
  })
  request.once('error', (cause) => refuse('it cannot be fetched', cause))
  request.once('response', async (response) => {
    try {
      if (response.statusCode !== 200) return refuse(`it answers ${response.statusCode}`)
      const chunks: Buffer[] = []
      let size = 0
      for await (const chunk of response as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > limits.maxBytes) return refuse(`it is larger than ${limits.maxBytes} bytes`)
        chunks.push(chunk)
      }
      resolve(new Uint8Array(Buffer.concat(chunks)))
    } catch (cause) {
      refuse('it breaks off', cause)
    } finally {
      request.destroy()
    }
  })
  request.end()
  return promise
}

function parseSourceUri(uri: string, { allowPrivate }: SourceUriLimits): URL {
  const url = URL.parse(uri)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new SourceUriError({ reason: 'it is not an HTTP URL' })
  if (url.username !== '' || url.password !== '')
    throw new SourceUriError({ reason: 'it carries credentials' })
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) {
    throw new SourceUriError({ reason: 'its address is private' })
  }
  return url
}

function guardedLookup({ allowPrivate }: SourceUriLimits): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0)
      const refused = !allowPrivate && addresses.some(({ address }) => isPrivateAddress(address))
      const first = addresses[0]
      if (refused || first === undefined)
        return callback(new SourceUriError({ reason: 'its address is private' }), '', 0)
      if (options.all) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
}
