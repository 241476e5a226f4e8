import { h264Profile, type Profile, type TranscoderPool } from '@millrace/media'
import type { MediaWorker } from '@millrace/verification/looking'
import { verifySegment } from '@millrace/verification/looking'
import type { CheckCosts } from '@millrace/verification/policy'
import { bytesOf, type Segment } from './segments.ts'

const timeoutMs = 120_000
const ladder = [
  { heightPx: 720, bitrateBps: 2_500_000 },
  { heightPx: 480, bitrateBps: 1_200_000 },
  { heightPx: 360, bitrateBps: 600_000 },
  { heightPx: 240, bitrateBps: 250_000 },
]

/** Processor time, in seconds. */
interface Spent {
  readonly transcode: number
  /** Looking at source and renditions, and judging them. */
  readonly check: number
  /** Reference transcodes of a ladder's renditions, and the look at them. */
  readonly reference: number
  /** Whether a quick look would have made any. */
  readonly isDoubtful: boolean
}

/**
 * What checks cost as shares of the transcode, by the processor time of verifying an honest ladder of each segment: of
 * looking, of the references that a quick look asks for in the mean of the doubtful ones, and of all of them.
 */
export async function checkCosts(segments: readonly Segment[], pool: TranscoderPool): Promise<CheckCosts> {
  const spent: Spent[] = []
  const thorough: Spent[] = []
  for (const segment of segments) {
    spent.push(await spentOn(segment, 'quick', pool))
    thorough.push(await spentOn(segment, 'thorough', pool))
  }
  const sum = (list: readonly Spent[], key: 'transcode' | 'check' | 'reference') =>
    list.reduce((total, one) => total + one[key], 0)
  const doubtful = spent.filter(({ isDoubtful }) => isDoubtful)
  const digits = (value: number) => Number(value.toFixed(3))
  return {
    check: digits(sum(spent, 'check') / sum(spent, 'transcode')),
    reference: doubtful.length === 0 ? 0 : digits(sum(doubtful, 'reference') / sum(doubtful, 'transcode')),
    doubtShare: digits(doubtful.length / segments.length),
    allReferences: digits(sum(thorough, 'reference') / sum(thorough, 'transcode')),
  }
}

async function spentOn(segment: Segment, depth: 'quick' | 'thorough', pool: TranscoderPool): Promise<Spent> {
  const source = await bytesOf(segment)
  const video = (await pool.look({ source, renditions: [], phase: 0, timeoutMs })).source?.video
  if (!video) throw new Error(`${segment.path} is no video.`)
  const before = pool.stats.cpuSeconds
  const { renditions } = await pool.transcode({ source, profiles: ladderFor(video), timeoutMs })
  const transcode = pool.stats.cpuSeconds - before
  const meter = meterOf(pool)
  const spentFrom = meter.now()
  await verifySegment(
    {
      ...{ source, sourceSize: video, phase: 0.5, depth, timeoutMs },
      renditions: renditions.map(({ profile, bytes, pixels }) => ({
        ...{ profile, bytes, isSigned: true, claimedPixels: pixels },
      })),
    },
    meter.worker,
  )
  const [end, referenceFrom] = [meter.now(), meter.referenceFrom() ?? meter.now()]
  const isDoubtful = meter.referenceFrom() !== undefined
  return { transcode, check: referenceFrom - spentFrom, reference: end - referenceFrom, isDoubtful }
}

function ladderFor(video: { readonly widthPx: number; readonly heightPx: number }): readonly Profile[] {
  return ladder
    .filter(({ heightPx }) => heightPx <= video.heightPx)
    .map(({ heightPx, bitrateBps }) => {
      const widthPx = Math.round((heightPx * video.widthPx) / video.heightPx / 2) * 2
      return h264Profile({ name: `${heightPx}p`, widthPx, heightPx, bitrateBps })
    })
}

/** Notes when the first reference is asked for; all before it is the check itself. */
function meterOf(pool: TranscoderPool) {
  const now = () => {
    const { user, system } = process.cpuUsage()
    return pool.stats.cpuSeconds + (user + system) / 1e6
  }
  let referenceFrom: number | undefined
  const worker: MediaWorker = {
    look: (job) => pool.look(job),
    transcode: (job) => {
      referenceFrom ??= now()
      return pool.transcode(job)
    },
  }
  return { now, worker, referenceFrom: () => referenceFrom }
}
