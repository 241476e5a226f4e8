import { type AnyRequest, type AnyResponse, endAnswer, pathOf, sendText, startAnswer } from './http-types.ts'
import type { TranscoderHandlers } from './transcoder-handlers.ts'

export const sourcePathPrefix = '/transcodeSource/'

/** @returns the path under which a transcoder gets the source of its task; `key` is what only it knows. */
export function sourcePath(key: string): string {
  return `${sourcePathPrefix}${key}.ts`
}

/** Answers `GET /transcodeSource/KEY.ts` while the task is open. */
export function serveTranscodeSource(
  request: AnyRequest,
  response: AnyResponse,
  {
    handlers,
    timeoutMs,
  }: { readonly handlers: Pick<TranscoderHandlers, 'source'>; readonly timeoutMs: number },
): void {
  const key = /^\/transcodeSource\/([0-9a-f]{64})\.ts$/.exec(pathOf(request))?.[1]
  const bytes = key === undefined ? undefined : handlers.source(key)
  if (bytes === undefined) {
    sendText(response, 404, '404 page not found')
    return
  }
  const timer = setTimeout(() => response.destroy(), timeoutMs)
  response.once('close', () => clearTimeout(timer))
  startAnswer(response, 200, { 'content-type': 'video/mp2t', 'content-length': bytes.length })
  endAnswer(response, bytes)
}
