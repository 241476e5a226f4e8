import { h264Profile, type Profile, type TranscoderPool } from '@millrace/media'
import type { Depth } from '@millrace/verification'
import { type MediaWorker, verifySegment } from '@millrace/verification/looking'
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
  /** Looking at source and renditions, and judging them. */
  readonly check: number
  /** Reference transcodes, and the look at them; undefined where none was made. */
  readonly reference: number | undefined
}

interface SpentOnSegment {
  readonly transcode: number
  readonly quick: Spent
  readonly thorough: Spent
}

/**
 * What checks cost as shares of the transcode, by the processor time of verifying an honest ladder of each segment: of
 * looking, of the references that a quick look asks for in the mean of the doubtful ones, and of all of them.
 */
export async function checkCosts(segments: readonly Segment[], pool: TranscoderPool): Promise<CheckCosts> {
  const spent: SpentOnSegment[] = []
  for (const segment of segments) spent.push(await spentOn(segment, pool))
  const doubtful = spent.filter(({ quick }) => quick.reference !== undefined)
  const share = (list: readonly SpentOnSegment[], of: (one: SpentOnSegment) => number) => {
    const sum = (figure: (one: SpentOnSegment) => number) =>
      list.reduce((total, one) => total + figure(one), 0)
    return list.length === 0 ? 0 : rounded(sum(of) / sum(({ transcode }) => transcode))
  }
  return {
    check: share(spent, ({ quick, thorough }) => (quick.check + thorough.check) / 2),
    reference: share(doubtful, ({ quick }) => quick.reference ?? 0),
    allReferences: share(spent, ({ thorough }) => thorough.reference ?? 0),
    doubtShare: rounded(doubtful.length / segments.length),
  }
}

function rounded(value: number): number {
  return Number(value.toFixed(3))
}

async function spentOn(segment: Segment, pool: TranscoderPool): Promise<SpentOnSegment> {
  const source = await bytesOf(segment)
  const video = (await pool.look({ source, renditions: [], phase: 0, timeoutMs })).source?.video
  if (!video) throw new Error(`${segment.path} is no video.`)
  const before = pool.stats.cpuSeconds
  const { renditions } = await pool.transcode({ source, profiles: ladderFor(video), timeoutMs })
  const transcode = pool.stats.cpuSeconds - before
  const verify = async (depth: Depth): Promise<Spent> => {
    const meter = meterOf(pool)
    await verifySegment(
      {
        ...{ source, sourceSize: video, phase: 0.5, depth, timeoutMs },
        renditions: renditions.map(({ profile, bytes, pixels }) => ({
          ...{ profile, bytes, isSigned: true, claimedPixels: pixels },
        })),
      },
      meter.worker,
    )
    return meter.read()
  }
  return { transcode, quick: await verify('quick'), thorough: await verify('thorough') }
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
  const from = now()
  let referenceFrom: number | undefined
  const worker: MediaWorker = {
    look: (job) => pool.look(job),
    transcode: (job) => {
      referenceFrom ??= now()
      return pool.transcode(job)
    },
  }
  const read = (): Spent => {
    const to = now()
    const reference = referenceFrom === undefined ? undefined : to - referenceFrom
    return { check: to - from - (reference ?? 0), reference }
  }
  return { worker, read }
}
