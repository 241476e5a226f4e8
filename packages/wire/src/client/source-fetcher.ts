import { parseHttpUri } from '../codec/service-uri.ts'
import { maxSegmentBytes } from '../limits.ts'
import type { SourceFetcher } from '../server/handlers.ts'
import { download } from './download.ts'
import { Http1Connections } from './http1-connections.ts'

export interface SourceFetcherOptions {
  /** @defaultValue 8 s */
  readonly timeoutMs?: number
  /** Also fetches from private networks and this machine: only where every gateway is one's own. */
  readonly allowsPrivate?: boolean
}

/**
 * Fetches segments that gateways leave in an object store. The address comes from a stranger, so hosts of private
 * networks are refused by default.
 */
export function createSourceFetcher(options: SourceFetcherOptions = {}): SourceFetcher {
  const timeoutMs = options.timeoutMs ?? 8_000
  const connections = new Http1Connections({ timeoutMs, onlyPublic: !options.allowsPrivate })
  return (uri, { maxBytes, signal }) =>
    download(connections, parseHttpUri(uri.trim(), 'body'), {
      timeoutMs,
      signals: [signal],
      maxBytes: Math.min(maxBytes, maxSegmentBytes),
    })
}
