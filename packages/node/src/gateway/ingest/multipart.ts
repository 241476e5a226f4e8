import { randomBytes } from 'node:crypto'
import type { CheckedRendition } from '../dispatch/types.ts'

/** The renditions of one pushed segment, as the live network's gateways answer them. */
export function multipartReply(renditions: readonly CheckedRendition[], number: number): Response {
  const boundary = randomBytes(16).toString('hex')
  const parts = renditions.flatMap(({ name, bytes }, index) => {
    const file = `P_${index}_${number}.ts`
    const head = [
      `--${boundary}`,
      `Content-Type: video/mp2t; name="${file}"`,
      `Content-Length: ${bytes.length}`,
      `Content-Disposition: attachment; filename="${file}"`,
      `Rendition-Name: ${name.replace(/[^\x20-\x7e]/g, '_')}`,
    ]
    return [Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes, Buffer.from('\r\n')]
  })
  const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)])
  return new Response(body, { headers: { 'Content-Type': `multipart/mixed; boundary=${boundary}` } })
}
