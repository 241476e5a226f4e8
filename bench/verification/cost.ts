import { h264Profile, type TranscoderPool } from '@millrace/media'
import type { Depth } from '@millrace/verification'
import { verifySegment } from '@millrace/verification/looking'
import { bytesOf, type Segment } from './segments.ts'

const timeoutMs = 120_000
const ladder = [
  { heightPx: 720, bitrateBps: 2_500_000 },
  { heightPx: 480, bitrateBps: 1_200_000 },
  { heightPx: 360, bitrateBps: 600_000 },
  { heightPx: 240, bitrateBps: 250_000 },
]

/** CPU time of verifying every rendition of a ladder, reference transcodes included, as a share of making it. */
export async function costShare(
  segments: readonly Segment[],
  depth: Depth,
  pool: TranscoderPool,
): Promise<number> {
  let [transcode, verify] = [0, 0]
  for (const segment of segments) {
    const source = await bytesOf(segment)
    const video = (await pool.look({ source, renditions: [], phase: 0, timeoutMs })).source?.video
    if (!video) throw new Error(`${segment.path} is no video.`)
    const profiles = ladder
      .filter(({ heightPx }) => heightPx <= video.heightPx)
      .map(({ heightPx, bitrateBps }) => {
        const widthPx = Math.round((heightPx * video.widthPx) / video.heightPx / 2) * 2
        return h264Profile({ name: `${heightPx}p`, widthPx, heightPx, bitrateBps })
      })
    const before = pool.stats.cpuSeconds
    const { renditions } = await pool.transcode({ source, profiles, timeoutMs })
    const [made, own] = [pool.stats.cpuSeconds, process.cpuUsage()]
    await verifySegment(
      {
        ...{ source, sourceSize: video, phase: 0.5, depth, timeoutMs },
        renditions: renditions.map(({ profile, bytes, pixels }) => ({
          ...{ profile, bytes, isSigned: true, claimedPixels: pixels },
        })),
      },
      pool,
    )
    const { user, system } = process.cpuUsage(own)
    transcode += made - before
    verify += pool.stats.cpuSeconds - made + (user + system) / 1e6
  }
  return Number((verify / transcode).toFixed(3))
}
