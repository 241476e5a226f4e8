import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono } from 'hono'
import type { AuthorizePlayback, PlaybackRequest } from './authorize.ts'
import { type PlaybackTarget, parsePlaybackPath } from './playback-path.ts'
import type { StreamPlayback } from './stream-playback.ts'

/** What playback needs of the streams. */
interface PlayableStreams {
  /** `gone`: it ended and is not kept any more. */
  playback(streamId: string): StreamPlayback | 'gone' | undefined
}

export interface PlaybackRoutesDependencies {
  readonly streams: PlayableStreams
  readonly authorize: AuthorizePlayback
  /** Whether answers differ by viewer, so that shared caches must not keep them. */
  readonly isPrivate: boolean
  readonly onServed?: (kind: PlaybackTarget['kind'], bytes: number) => void
}

/** A viewer who comes with the encoder waits so long for the first segment, rather than being sent away. */
const firstSegmentWaitMs = 8_000
const playlistType = 'application/vnd.apple.mpegurl'
const segmentType = 'video/mp2t'

/** Serves playlists and segments, read-only, to any origin. */
export function playbackRoutes(deps: PlaybackRoutesDependencies): Hono {
  const app = new Hono()
  const handler = (context: Context) => serve(context, deps)
  app.on(['GET', 'HEAD'], ['/hls/*', '/stream/*'], handler)
  app.on('OPTIONS', ['/hls/*', '/stream/*'], () => new Response(null, { status: 204, headers: preflight }))
  return app
}

const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Content-Length',
}
const preflight = {
  ...cors,
  'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
  'Access-Control-Allow-Headers': 'Authorization, Range',
  'Access-Control-Max-Age': '86400',
}

async function serve(context: Context, deps: PlaybackRoutesDependencies): Promise<Response> {
  const url = new URL(context.req.url)
  const target = parsePlaybackPath(url.pathname)
  if (!target) return refuse(404, 'There is nothing at this path.')
  const token = url.searchParams.get('token') ?? bearer(context.req.header('authorization'))
  const decision = await deps.authorize(requestOf(target, token, remoteAddress(context)))
  if (!decision.allow) {
    if (decision.reason === 'denied') return refuse(403, 'You may not watch this stream.')
    return refuse(503, 'Nobody can tell now whether you may watch this stream.')
  }
  const playback = deps.streams.playback(target.streamId)
  if (!playback) return refuse(404, 'There is no such stream.')
  if (playback === 'gone') return refuse(410, 'This stream has ended.')
  const query = url.searchParams.has('token') && token ? `?token=${encodeURIComponent(token)}` : ''
  const response = await answer(target, { playback, query, deps, signal: context.req.raw.signal })
  return response ?? refuse(404, 'There is no such rendition, or nothing to play yet.')
}

interface Answering {
  readonly playback: StreamPlayback
  /** Handed on to the URIs in playlists. */
  readonly query: string
  readonly deps: PlaybackRoutesDependencies
  readonly signal: AbortSignal
}

async function answer(target: PlaybackTarget, answering: Answering): Promise<Response | undefined> {
  const { playback, query, deps, signal } = answering
  if (target.kind === 'segment') return segment(target, answering)
  if (target.kind === 'master') {
    await playback.ready(AbortSignal.any([signal, AbortSignal.timeout(firstSegmentWaitMs)]))
    const folder = target.form === 'hls' ? '' : `${encodeURIComponent(target.streamId)}/`
    return playlist(
      playback.masterPlaylist((name) => `${folder}${encodeURIComponent(name)}.m3u8${query}`),
      'master',
      deps,
    )
  }
  const folder = encodeURIComponent(target.rendition)
  return playlist(
    playback.mediaPlaylist(target.rendition, (seqNo) => `${folder}/${seqNo}.ts${query}`),
    'media',
    deps,
  )
}

function playlist(
  text: string | undefined,
  kind: 'master' | 'media',
  { isPrivate, onServed }: PlaybackRoutesDependencies,
): Response | undefined {
  if (text === undefined) return undefined
  onServed?.(kind, text.length)
  return new Response(text, {
    headers: { ...cors, 'Content-Type': playlistType, 'Cache-Control': isPrivate ? 'no-store' : 'max-age=1' },
  })
}

function segment(
  { rendition, seqNo }: PlaybackTarget & { kind: 'segment' },
  { playback, deps }: Answering,
): Response {
  const found = playback.segment(rendition, seqNo)
  if (found.kind === 'gone') return refuse(410, 'This segment is not there any more.')
  if (found.kind === 'unknown') return refuse(404, 'There is no such segment.')
  deps.onServed?.('segment', found.bytes.length)
  return new Response(found.bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      ...cors,
      'Content-Type': segmentType,
      'Content-Length': String(found.bytes.length),
      'Cache-Control': deps.isPrivate ? 'private, max-age=30' : 'public, max-age=30',
    },
  })
}

function refuse(status: number, sentence: string): Response {
  return new Response(`${sentence}\n`, {
    status,
    headers: { ...cors, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  })
}

function requestOf(target: PlaybackTarget, token: string | undefined, remote: string): PlaybackRequest {
  return {
    streamId: target.streamId,
    kind: target.kind,
    ...(target.kind !== 'master' && { rendition: target.rendition }),
    ...(target.kind === 'segment' && { seqNo: target.seqNo }),
    ...(token !== undefined && { token }),
    remoteAddress: remote,
  }
}

function bearer(header: string | undefined): string | undefined {
  return /^Bearer +(\S{1,4096})$/i.exec(header ?? '')?.[1]
}

function remoteAddress(context: Context): string {
  return getConnInfo(context).remote.address ?? ''
}
