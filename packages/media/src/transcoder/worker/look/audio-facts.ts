import { createHash } from 'node:crypto'
import { AV_CODEC_ID_AAC } from 'node-av/constants'
import type { AudioFacts } from '../../../samples/facts.ts'
import type { SegmentInput } from '../segment-input.ts'

/** The same packets have the same digest in MPEG-TS and in MP4, which leaves out what comes before each AAC frame. */
export function audioFacts({ audio, audioPackets }: SegmentInput): AudioFacts | undefined {
  if (!audio) return undefined
  const isAac = audio.codecpar.codecId === AV_CODEC_ID_AAC
  const hash = createHash('sha256')
  for (const { data } of audioPackets) {
    if (!data) continue
    const payload = isAac ? data.subarray(adtsHeaderBytes(data)) : data
    const length = Buffer.alloc(4)
    length.writeUInt32BE(payload.length)
    hash.update(length).update(payload)
  }
  return { codec: isAac ? 'aac' : String(audio.codecpar.codecId), digest: hash.digest('hex') }
}

/** 7 bytes, 9 with a checksum, none where there is no such header. */
function adtsHeaderBytes(data: Uint8Array): number {
  const [first = 0, second = 0] = data
  if (first !== 0xff || (second & 0xf6) !== 0xf0) return 0
  return (second & 1) === 1 ? 7 : 9
}
