import { BaseError, silentLogger } from '@millrace/common'
import { h264Profile, TranscoderPool } from '@millrace/media'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeSegment } from '../clips.ts'

const profiles = [h264Profile({ name: '120p', widthPx: 214, heightPx: 120, bitrateBps: 150_000, fps: 25 })]
const timeoutMs = 60_000

test('whatever bytes come, each segment ends in renditions or a declared error, and the next one is done', async () => {
  await using pool = await TranscoderPool.create({ workers: 1 }, { log: silentLogger() })
  const good = await makeSegment({ seconds: 0.3, audio: true })
  const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
  const change = fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 40 }))
  const hostile = fc.record({
    changes: fc.array(change, { maxLength: 30 }),
    keep: place,
    repeat: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(hostile, async ({ changes, keep, repeat }) => {
      // A copy: a part of a Buffer is a view of it, and the good one has to stay good.
      const source = Uint8Array.from(good.subarray(0, Math.ceil(good.length * (1 - keep * keep))))
      for (const [at, bytes] of changes)
        source.set(
          bytes.slice(0, source.length - Math.floor(at * source.length)),
          Math.floor(at * source.length),
        )
      const sent = repeat ? Buffer.concat([source, source]) : source
      const outcome = await pool
        .transcode({ source: sent, profiles, timeoutMs })
        .catch((error: unknown) => error)
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(BaseError)
      else expect(outcome).toMatchObject({ renditions: [{ widthPx: 214 }] })
    }),
    { numRuns: 60 },
  )
  expect((await pool.transcode({ source: good, profiles, timeoutMs })).renditions).toHaveLength(1)
})

test('error: pictures larger than are decoded here are the segment’s fault: no other node could do better', async () => {
  await using pool = await TranscoderPool.create({ workers: 1 }, { log: silentLogger() })
  const source = await makeSegment({ size: '8192x8192', fps: '1', seconds: 1 })
  const outcome = pool.transcode({ source, profiles, timeoutMs })
  await expect(outcome).rejects.toMatchObject({ code: 'UNSUPPORTED_INPUT', retryable: false })
})
