import { BaseError, silentLogger } from '@millrace/common'
import { h264Profile, TranscoderPool } from '@millrace/media'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeSegment } from '../clips.ts'

const profiles = [h264Profile({ name: '120p', widthPx: 214, heightPx: 120, bitrateBps: 150_000, fps: 25 })]
const timeoutMs = 60_000

test('whatever bytes come, each segment ends in renditions or a refusal, and the next one is done', async () => {
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
      if (outcome instanceof Error) {
        expect(outcome).toBeInstanceOf(BaseError)
        expect(outcome).toMatchObject({ retryable: false })
      } else expect(outcome).toMatchObject({ renditions: [{ widthPx: 214 }] })
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

// With two threads FFmpeg's decoder tells of damage with a later picture than the one that had it.
test.each([1, 2])('damage is never this machine’s fault (threads of the decoder: %i)', async (threads) => {
  await using pool = await TranscoderPool.create({ workers: 1, threads }, { log: silentLogger() })
  const good = Buffer.from(await makeSegment({ seconds: 0.3 }))
  const parameters = good.indexOf(Buffer.of(0, 0, 0, 1, 0x67))
  for (let at = parameters + 5; at < parameters + 30; at++) {
    const source = Uint8Array.from(good)
    source[at] = 0x9d
    const outcome = await pool.transcode({ source, profiles, timeoutMs }).catch((error: unknown) => error)
    expect(outcome instanceof Error ? outcome : undefined, `byte ${at}`).not.toMatchObject({
      retryable: true,
    })
  }
})

test('broken packets of sound are left out, wherever they wait, and the rest is transcoded', async () => {
  await using pool = await TranscoderPool.create({ workers: 1 }, { log: silentLogger() })
  const good = Buffer.from(await makeSegment({ seconds: 0.6, audio: true }))
  const headers = headersOfAac(good)
  expect(headers.length).toBeGreaterThan(10)
  const whole = await pool.transcode({ source: good, profiles: bothContainers, timeoutMs })
  for (const broken of [headers.slice(3, 4), headers.slice(-1), headers.slice(1)]) {
    const source = Uint8Array.from(good)
    for (const at of broken) source[at] = 0
    const { renditions } = await pool.transcode({ source, profiles: bothContainers, timeoutMs })
    expect(renditions.map(({ pixels }) => pixels)).toEqual(whole.renditions.map(({ pixels }) => pixels))
  }
})

const bothContainers = [
  ...profiles,
  ...profiles.map((profile) => ({ ...profile, name: 'mp4', format: 'mp4' as const })),
]

/** Where frames of AAC begin in packets of MPEG-TS: the first byte of an ADTS header. */
function headersOfAac(segment: Buffer): readonly number[] {
  const header = Buffer.of(0xff, 0xf1, 0x4c)
  const places: number[] = []
  for (let at = segment.indexOf(header); at >= 0; at = segment.indexOf(header, at + 1)) places.push(at)
  return places
}
