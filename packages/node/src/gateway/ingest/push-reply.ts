import { randomBytes } from 'node:crypto'
import type { ProfileFormat } from '@millrace/media'
import type { DispatchOutcome, PublishedRendition } from '../dispatch/types.ts'
import type { PublishRefusedError, SegmentInputError } from '../errors.ts'

/** How the renditions of one pushed segment are answered. */
export interface ReplyForm {
  /** The encoder's own number of the segment. */
  readonly number: number
  readonly format: ProfileFormat
  /** Puts MPEG-TS files into the format that was asked for. */
  readonly convert: (files: readonly Uint8Array[]) => Promise<readonly Uint8Array[]>
}

const extensions: Readonly<Record<ProfileFormat, string>> = { mpegts: 'ts', mp4: 'mp4' }
const mediaTypes: Readonly<Record<ProfileFormat, string>> = { mpegts: 'video/mp2t', mp4: 'video/mp4' }
const addressType = 'application/vnd+livepeer.uri'

export const refusalStatus = {
  WRONG_KEY: 403,
  NOT_ADMITTED: 403,
  STREAM_BUSY: 409,
  TOO_MANY_STREAMS: 503,
  CLOSING: 503,
} as const satisfies Record<PublishRefusedError['code'], number>

/** What a pusher that wants its renditions is answered. */
export async function outcomeReply(outcome: DispatchOutcome, form: ReplyForm): Promise<Response> {
  if (outcome.kind === 'done') return multipartReply(outcome.result.renditions, form)
  if (outcome.kind === 'passed') {
    return outcome.renditions.length > 0
      ? multipartReply(outcome.renditions, form)
      : new Response(null, { status: 200 })
  }
  switch (outcome.reason) {
    case 'no-orchestrators':
    case 'payment-required':
      return refuse(503, 'No sessions available')
    case 'spend-cap':
      return refuse(503, outcome.detail)
    case 'unusable':
      return refuse(422, 'The segment cannot be transcoded.')
    default:
      return refuse(500, 'The segment was not transcoded.')
  }
}

/** The renditions as the live network's gateways answer them: their bytes, or their addresses in an object store. */
async function multipartReply(
  renditions: readonly PublishedRendition[],
  { number, format, convert }: ReplyForm,
): Promise<Response> {
  const boundary = randomBytes(16).toString('hex')
  const stored = renditions.filter(({ url }) => url === undefined)
  const files = await convert(stored.map(({ bytes }) => bytes))
  const bytesOf = new Map(stored.map((rendition, index) => [rendition, files[index] ?? rendition.bytes]))
  const parts = renditions.flatMap((rendition, index) => {
    const { name, url } = rendition
    const body = url === undefined ? (bytesOf.get(rendition) ?? new Uint8Array()) : Buffer.from(url)
    const file = `P_${index}_${number}.${url === undefined ? extensions[format] : 'txt'}`
    const head = [
      `--${boundary}`,
      `Content-Type: ${url === undefined ? mediaTypes[format] : addressType}; name="${file}"`,
      `Content-Length: ${body.length}`,
      `Content-Disposition: attachment; filename="${file}"`,
      `Rendition-Name: ${name.replace(/[^\x20-\x7e]/g, '_')}`,
    ]
    return [Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body, Buffer.from('\r\n')]
  })
  const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])
  return new Response(body, { headers: { 'Content-Type': `multipart/mixed; boundary=${boundary}` } })
}

const inputRefusals = {
  TOO_LARGE: [413, 'The segment is too large.'],
  UNREADABLE: [422, 'Error getting codec info'],
  UNKNOWN_CODEC: [422, 'Unknown input stream codec'],
  NO_KEYFRAME: [422, 'Error getting codec info'],
  NO_DURATION: [422, 'The segment has no usable duration.'],
} as const satisfies Record<SegmentInputError['code'], readonly [number, string]>

/** What a pusher is answered whose segment cannot be used. */
export function inputRefusal(code: SegmentInputError['code']): Response {
  const [status, sentence] = inputRefusals[code]
  return refuse(status, sentence)
}

export function refuse(status: number, sentence: string, headers: Record<string, string> = {}): Response {
  return new Response(`${sentence}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
  })
}
