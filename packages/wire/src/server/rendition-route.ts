import { parseRenditionPath } from '../codec/rendition-path.ts'
import type { OrchestratorHandlers } from './handlers.ts'
import {
  type AnyRequest,
  type AnyResponse,
  endAnswer,
  pathOf,
  remoteAddressOf,
  sendText,
  startAnswer,
} from './http-types.ts'
import type { OpenRequests } from './open-requests.ts'

export interface RenditionRouteParts {
  readonly handlers: Pick<OrchestratorHandlers, 'rendition'>
  readonly requests: OpenRequests
  readonly timeoutMs: number
}

const contentTypes = { mpegts: 'video/mp2t', mp4: 'video/mp4' } as const

/** Answers `GET /stream/SESSION/PROFILE/SEQ.ts`. */
export async function serveRendition(
  request: AnyRequest,
  response: AnyResponse,
  { handlers, requests, timeoutMs }: RenditionRouteParts,
): Promise<void> {
  const address = parseRenditionPath(pathOf(request))
  const signal = requests.track(response)
  const bytes =
    address && (await handlers.rendition(address, { remoteAddress: remoteAddressOf(request), signal }))
  if (address === undefined || bytes === undefined) return sendText(response, 404, '404 page not found')
  startAnswer(response, 200, {
    'content-type': contentTypes[address.format],
    'content-length': bytes.length,
    'cache-control': 'max-age=5',
  })
  if (request.method === 'HEAD') {
    endAnswer(response)
    return
  }
  const timer = setTimeout(() => response.destroy(), timeoutMs)
  response.once('close', () => clearTimeout(timer))
  endAnswer(response, bytes)
}
