import { silentLogger } from '@millrace/common'
import { cheatKinds } from '@millrace/devnet/cheats'
import { h264Profile, TranscoderPool } from '@millrace/media'
import type { Verdict } from '@millrace/verification'
import { verifySegment } from '@millrace/verification/looking'
import { beforeAll, describe, expect, test } from 'vitest'
import { type NetworkStory, playCheats } from './support/cheat-story.ts'

/** One for each way to be found: by the pictures, by their order, by the sound, before anything is decoded. */
const usual = ['black', 'previous-segment', 'sound-removed', 'half-the-size']
const groups = process.env.MILLRACE_DEEP === '1' ? groupsOf(cheatKinds, usual.length) : [usual]

function groupsOf(kinds: readonly string[], size: number): string[][] {
  const groups = Math.ceil(kinds.length / size)
  return Array.from({ length: groups }, (_, at) => kinds.slice(at * size, (at + 1) * size))
}

const stories = groups.map((kinds) => ({ kinds, name: kinds.join(', ') }))

describe.each(stories)('orchestrators cheat: $name', ({ kinds }) => {
  let story: NetworkStory
  beforeAll(async () => {
    story = await playCheats(kinds)
  }, 900_000)

  test('each was paid, and is found by what it returns', () => {
    expect(story.cheats).toHaveLength(kinds.length)
    for (const { kind, before, seen } of story.cheats) {
      expect(before.ticketsReceived, kind).toBeGreaterThan(0)
      expect(seen.suspendedUntil, kind).toBeGreaterThan(0)
    }
  })

  test('while it is suspended viewers get nothing of it, and it earns nothing', () => {
    const suspended = story.cheats.filter(({ wasSuspended }) => wasSuspended)
    expect(suspended.length).toBeGreaterThan(0)
    for (const { kind, before, after, published } of suspended) {
      expect(published, kind).toEqual([])
      expect(after.ticketsReceived, kind).toBe(before.ticketsReceived)
      expect(after.earnedWei, kind).toBe(before.earnedWei)
      expect(after.winners, kind).toBe(before.winners)
    }
  })

  test('nobody honest is taken for one', () => {
    expect(story.honest.map(({ checks }) => checks?.bad ?? 0)).toEqual([0, 0])
  })

  test('what viewers get then is what was ordered', async () => {
    const verdicts = await verdictsOn(story)
    expect(verdicts.length).toBeGreaterThanOrEqual(2)
    expect(verdicts.filter(({ outcome }) => outcome !== 'good')).toEqual([])
  })
})

/** Looks at all that was fetched of the segments that have their renditions. */
async function verdictsOn({ watched, ladder }: NetworkStory): Promise<readonly Verdict[]> {
  await using pool = await TranscoderPool.create({ workers: 1, threads: 1 }, { log: silentLogger() })
  const source = watched.find(({ uri }) => uri === 'source.m3u8')
  const { widthPx = 0, heightPx = 0 } = source ?? {}
  const sourceSize = { widthPx, heightPx }
  const verdicts: Verdict[] = []
  for (const { mediaSequence, bytes } of source?.segments ?? []) {
    const renditions = ladder.flatMap((rendition) => {
      const made = watched
        .find(({ uri }) => uri === `${rendition.name}.m3u8`)
        ?.segments.find((one) => one.mediaSequence === mediaSequence && !one.isGap)
      const profile = h264Profile(rendition)
      return made ? [{ profile, bytes: made.bytes, isSigned: true, claimedPixels: undefined }] : []
    })
    if (renditions.length === 0) continue
    const look = { phase: 0.5, depth: 'quick', timeoutMs: 120_000 } as const
    verdicts.push(...(await verifySegment({ source: bytes, sourceSize, renditions, ...look }, pool)))
  }
  return verdicts
}
