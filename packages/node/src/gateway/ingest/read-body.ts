/** Thrown by {@link readBody}; the caller answers 413. */
export class BodyTooLarge extends Error {}

/**
 * Reads a body whole, never holding more than `maxBytes`.
 * @throws {BodyTooLarge}
 */
export async function readBody(
  body: ReadableStream<Uint8Array> | null,
  { maxBytes, announcedBytes }: { readonly maxBytes: number; readonly announcedBytes: number | undefined },
): Promise<Uint8Array> {
  if (announcedBytes !== undefined && announcedBytes > maxBytes) throw new BodyTooLarge()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.length
    if (length > maxBytes) throw new BodyTooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}
