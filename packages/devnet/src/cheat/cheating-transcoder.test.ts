import type { TranscodeResult } from '@millrace/media'
import type { SegmentJob } from '@millrace/node/orchestrator'
import { expect, test } from 'vitest'
import { CheatingTranscoder } from './cheating-transcoder.ts'
import { cheatPlanOf } from './settings.ts'
import type { SpoilOrder } from './spoiler/messages.ts'

const result: TranscodeResult = { renditions: [], decodedPixels: 0n }

/** Sends segments of one stream, each of one byte, its number. @returns what was spoilt of them. */
async function run(settings: Parameters<typeof cheatPlanOf>[0], segments: number): Promise<SpoilOrder[]> {
  const orders: SpoilOrder[] = []
  const transcoder = new CheatingTranscoder(cheatPlanOf(settings), {
    honest: { transcode: async () => result },
    spoiler: {
      spoil: async (order) => {
        orders.push(order)
        return result
      },
    },
  })
  for (let number = 0; number < segments; number++) await transcoder.transcode(job(number))
  return orders
}

function job(number: number): SegmentJob {
  return {
    ...{ sessionId: 's', manifestId: 'm', seqNo: number, source: Uint8Array.of(number), profiles: [] },
    ...{ durationMs: 2_000, capabilities: undefined, timeoutMs: 1_000, signal: new AbortController().signal },
  }
}

const sourcesOf = (orders: readonly SpoilOrder[]) => orders.map(({ source }) => source[0])

test('it cheats on every segment, and after so many honest ones where it is told to', async () => {
  expect(sourcesOf(await run({ cheat: 'black', cheatAfter: 0 }, 3))).toEqual([0, 1, 2])
  expect(sourcesOf(await run({ cheat: 'black', cheatAfter: 2 }, 4))).toEqual([2, 3])
})

test('a share of the segments is spread evenly; one bad second in ten is one in every fifth segment', async () => {
  expect(sourcesOf(await run({ cheat: 'black', cheatAfter: 0, cheatShare: 0.5 }, 6))).toEqual([1, 3, 5])
  expect(sourcesOf(await run({ cheat: 'bad-second', cheatAfter: 0 }, 10))).toEqual([4, 9])
})

test('what is sold once more is what came before, and a stream that begins has nothing', async () => {
  const previous = await run({ cheat: 'previous-segment', cheatAfter: 0 }, 3)
  expect(previous.map(({ source, other }) => [source[0], other?.[0]])).toEqual([
    [1, 0],
    [2, 1],
  ])
  const another = await run({ cheat: 'another-segment', cheatAfter: 0 }, 6)
  expect(another.map(({ other }) => other?.[0])).toEqual([0, 0, 0, 0, 1])
})
