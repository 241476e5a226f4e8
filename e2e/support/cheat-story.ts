import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fetchStatus, type Status } from '@millrace/client'
import type { CheatFacts, Network, OrchestratorView } from '@millrace/devnet'
import { encodeRichClip } from './ffmpeg.ts'
import { type FollowedRendition, HlsFollower } from './hls-follower.ts'
import { startTestNetwork } from './network.ts'
import { until } from './until.ts'

const stream = 'clip'
/** Segments that are watched once all cheats were found. */
const watchedSegments = 4
/** Who gets a turn of the stream is drawn by chance, and some cheat seldom. */
const findingMs = 300_000

type StatusOrchestrator = Status['orchestrators'][number]

/** One orchestrator that cheated, as the gateway and its own books show it. */
interface CheatStory {
  readonly kind: string
  readonly seen: StatusOrchestrator
  /** Whether it was suspended all the while: a suspension ends, and who is asked again is paid for what is found again. */
  readonly wasSuspended: boolean
  /** Its own books once all cheats were found, and some segments later. */
  readonly before: OrchestratorView
  readonly after: OrchestratorView
  /** Segments of it that viewers got meanwhile. */
  readonly published: readonly number[]
}

export interface NetworkStory {
  readonly cheats: readonly CheatStory[]
  readonly honest: readonly StatusOrchestrator[]
  /** What a viewer fetched since all cheats were found; the source among them. */
  readonly watched: readonly FollowedRendition[]
  readonly ladder: Status['streams'][number]['renditions']
}

/** Plays a network in which some orchestrators cheat, each in its way, beside two that do not, until all are found. */
export async function playCheats(kinds: readonly string[]): Promise<NetworkStory> {
  const source = await encodeRichClip()
  const orchestrators = [...kinds, undefined, undefined].map((cheat, index) => ({
    region: `r${index}`,
    pricePerPixelWei: 100_000_000n,
    stake: 2_000n * 10n ** 18n,
    delayMs: 0,
    cheat,
  }))
  const activeSetSize = orchestrators.length
  const running = await startTestNetwork({ source, orchestrators, activeSetSize })
  const follower = new HlsFollower(`${running.network.parts.gatewayUrl}/hls/${stream}/index.m3u8`)
  try {
    return await watch(running.network, follower)
  } finally {
    await follower.stop().catch(() => undefined)
    await running.close()
    await rm(dirname(source), { recursive: true, force: true })
  }
}

async function watch({ parts }: Network, follower: HlsFollower): Promise<NetworkStory> {
  const { gatewayUrl, cheats, observer } = parts
  await untilAllFound(gatewayUrl, cheats)
  // What was under way then may still come in, and be shown before it is looked at.
  const from = newestOf(await fetchStatus(gatewayUrl))
  await untilDone(gatewayUrl, from)
  const [start, before] = [await fetchStatus(gatewayUrl), await observer.refresh()]
  await untilDone(gatewayUrl, newestOf(start) + watchedSegments)
  const [after, end] = [await observer.refresh(), await fetchStatus(gatewayUrl)]
  const renditions = await follower.stop()
  return {
    cheats: cheats.map(({ address, cheat }) => {
      const seen = ofAddress(end.orchestrators, address)
      return {
        ...{ kind: cheat.name, seen },
        wasSuspended: (ofAddress(start.orchestrators, address).suspendedUntil ?? 0) > end.now,
        before: ofAddress(before.orchestrators, address),
        after: ofAddress(after.orchestrators, address),
        published: end.segments
          .filter(({ seqNo, orchestrator = '' }) => seqNo > from && isSame(orchestrator, address))
          .map(({ seqNo }) => seqNo),
      }
    }),
    honest: end.orchestrators.filter((one) => !cheats.some(({ address }) => isSame(one.address, address))),
    watched: renditions.map((rendition) => ({
      ...rendition,
      segments: rendition.segments.filter(({ mediaSequence }) => mediaSequence > from),
    })),
    ladder: end.streams.find(({ id }) => id === stream)?.renditions ?? [],
  }
}

/** A result whose size or pixels are wrong is refused before anybody looks at its content, and counts as a failed attempt. */
function untilAllFound(gatewayUrl: string, cheats: readonly CheatFacts[]): Promise<unknown> {
  const left = new Map(cheats.map(({ address, cheat }) => [address.toLowerCase(), cheat.name]))
  const look = async () => {
    const { orchestrators, segments } = await fetchStatus(gatewayUrl)
    for (const { address, checks } of orchestrators)
      if ((checks?.bad ?? 0) > 0) left.delete(address.toLowerCase())
    for (const { orchestrator, error } of segments.flatMap(({ attempts }) => attempts))
      if (error === 'BAD_RESULT') left.delete(orchestrator.toLowerCase())
    return left.size === 0
  }
  return until('every cheat is found', look, { timeoutMs: findingMs }).catch((cause: unknown) => {
    throw new Error(`Not found: ${[...left.values()].join(', ')}.`, { cause })
  })
}

/** Waits for a segment, and for all before it. */
async function untilDone(gatewayUrl: string, seqNo: number): Promise<void> {
  await until(`segment ${seqNo}`, async () => {
    const { segments } = await fetchStatus(gatewayUrl)
    const isUnderWay = segments.some((one) => one.seqNo <= seqNo && one.state === 'transcoding')
    return !isUnderWay && segments.some((one) => one.seqNo >= seqNo)
  })
}

/** The last segment that came to the gateway. */
function newestOf({ segments }: Status): number {
  return segments.at(-1)?.seqNo ?? -1
}

function ofAddress<One extends { readonly address: string }>(all: readonly One[], address: string): One {
  const found = all.find((one) => isSame(one.address, address))
  if (!found) throw new Error(`The orchestrator ${address} is missing.`)
  return found
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
