import { silentLogger } from '@millrace/common'
import { h264Profile, SegmentRefusedError, TranscoderPool } from '@millrace/media'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeSegment } from '../clips.ts'

const profile = h264Profile({ name: '120p', widthPx: 214, heightPx: 120, bitrateBps: 150_000 })
const timeoutMs = 60_000
let pool: TranscoderPool
let source: Uint8Array
beforeAll(async () => {
  source = await makeSegment({ seconds: 0.5 })
  pool = await TranscoderPool.create({ workers: 1 }, { log: silentLogger() })
})
afterAll(() => pool?.close())

test('renditions are counted as their maker counted them, in MPEG-TS and in MP4', async () => {
  const profiles = [profile, { ...profile, name: 'mp4', format: 'mp4' } as const]
  const { renditions } = await pool.transcode({ source, profiles, timeoutMs })
  const given = renditions.map(({ bytes, profile: { format } }) => ({ bytes, format }))
  const found = await pool.inspect({ renditions: given, timeoutMs })
  expect(found).toEqual(
    renditions.map(({ pixels, widthPx, heightPx }) => ({ frames: 15, pixels, widthPx, heightPx })),
  )
})

test('error: garbage, nothing, another container and a header without pictures are refused', async () => {
  const garbage = source.map((byte, index) => (index % 188 === 0 ? byte : (byte * 31 + index) & 0xff))
  const bodies = [garbage, new Uint8Array(0), new Uint8Array(100_000), source.subarray(0, 376)]
  for (const bytes of bodies) {
    const renditions = [{ bytes, format: 'mpegts' as const }]
    await expect(pool.inspect({ renditions, timeoutMs })).rejects.toThrow(SegmentRefusedError)
  }
  const asMp4 = [{ bytes: source, format: 'mp4' as const }]
  await expect(pool.inspect({ renditions: asMp4, timeoutMs })).rejects.toThrow(SegmentRefusedError)
})
