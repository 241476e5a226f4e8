import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SegmentLane } from './segment-lane.ts'

test('results come out in order, each once, and never more than allowed run at a time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 5 }),
      async (scheduler, count, maxInFlight) => {
        const published: string[] = []
        let running = 0
        const lane = new SegmentLane<number, string>(
          { maxInFlight, maxWaiting: count },
          {
            work: async (item) => {
              expect(++running).toBeLessThanOrEqual(maxInFlight)
              await scheduler.schedule(Promise.resolve())
              running--
              return `done ${item}`
            },
            giveUp: (item) => `lost ${item}`,
            publish: (item, result) => published.push(`${item} ${result}`),
          },
        )
        for (let item = 0; item < count; item++) lane.add(item)
        await scheduler.waitFor(lane.idle())
        expect(published).toEqual(Array.from({ length: count }, (_, item) => `${item} done ${item}`))
      },
    ),
    { numRuns: 50 },
  )
})

test('when too many wait the oldest waiting one is given up, in its place', async () => {
  const gates = new Map<number, () => void>()
  const published: string[] = []
  const lane = new SegmentLane<number, string>(
    { maxInFlight: 1, maxWaiting: 2 },
    {
      work: (item) => new Promise((resolve) => gates.set(item, () => resolve('done'))),
      giveUp: () => 'lost',
      publish: (item, result) => published.push(`${item} ${result}`),
    },
  )
  for (const item of [0, 1, 2, 3]) lane.add(item)
  expect(published).toEqual([])
  gates.get(0)?.()
  await Promise.resolve()
  await Promise.resolve()
  expect(published).toEqual(['0 done', '1 lost'])
  lane.close()
  expect(published).toEqual(['0 done', '1 lost', '2 lost', '3 lost'])
  await lane.idle()
})
