import { expect, test } from 'vitest'
import { type FactsToCheck, type RenditionLooker, verifyRendition } from '../src/index.ts'
import { noisy, record, type Scene, still, waves } from './scenes.ts'

const video = {
  ...{ codec: 'h264', widthPx: 256, heightPx: 144, frames: 30 },
  ...{ firstPts: 0, lastPts: 29 * 3_000, beginsWithKeyframe: true },
  ...{ pixelAspect: 1, turnDegrees: 0, sizeBytes: 1_000 },
}
const good: FactsToCheck = {
  order: { codec: 'h264', widthPx: 256, heightPx: 144, framesPerSecond: undefined, bitrateBps: undefined },
  source: { video, audio: undefined },
  rendition: { video, audio: undefined },
  isSigned: true,
  claimedPixels: undefined,
}
/** A little too bright: no honest encoder does it alone, some contents make all of them do it. */
const bright: Scene = (x, y, frame) => waves(x, y, frame) + 3

/** A looker that notes what it was asked. */
function lookerOf({
  facts = good,
  luma = waves,
  reference = waves,
}: Partial<{
  facts: FactsToCheck
  luma: Scene
  reference: Scene
}>) {
  const asked: string[] = []
  const looker: RenditionLooker = {
    facts: async () => {
      asked.push('facts')
      return facts
    },
    samples: async () => {
      asked.push('samples')
      return { source: record(), rendition: record({ luma }) }
    },
    reference: async () => {
      asked.push('reference')
      return record({ luma: reference })
    },
  }
  return { looker, asked }
}

test('a good rendition costs no reference transcode', async () => {
  const { looker, asked } = lookerOf({ luma: noisy(waves, 1) })
  expect(await verifyRendition(looker, 'quick')).toMatchObject({
    outcome: 'good',
    reasons: [],
    usedReference: false,
    wasDoubtful: false,
  })
  expect(asked).toEqual(['facts', 'samples'])
})

test('wrong facts are enough: no picture is looked at', async () => {
  const { looker, asked } = lookerOf({ facts: { ...good, isSigned: false } })
  expect(await verifyRendition(looker, 'quick')).toMatchObject({ outcome: 'bad', scores: undefined })
  expect(asked).toEqual(['facts'])
})

test('pictures alone are never enough to refuse: a reference is made of what looks bad', async () => {
  const { looker, asked } = lookerOf({ luma: still })
  expect(await verifyRendition(looker, 'quick')).toMatchObject({ outcome: 'bad', usedReference: true })
  expect(asked).toEqual(['facts', 'samples', 'reference'])
})

test('a doubt is dispelled by a reference that is no better', async () => {
  const { looker } = lookerOf({ luma: bright, reference: noisy(bright, 1) })
  expect(await verifyRendition(looker, 'quick')).toMatchObject({
    outcome: 'good',
    reasons: [],
    usedReference: true,
    wasDoubtful: true,
  })
})

test('a doubt that a thorough look dispels was one all the same', async () => {
  const { looker } = lookerOf({ luma: bright, reference: noisy(bright, 1) })
  expect(await verifyRendition(looker, 'thorough')).toMatchObject({ outcome: 'good', wasDoubtful: true })
})

test('a doubt is confirmed by a reference that is better', async () => {
  const { looker } = lookerOf({ luma: bright, reference: noisy(waves, 1) })
  const { outcome, reasons, usedReference } = await verifyRendition(looker, 'quick')
  expect({ outcome, usedReference }).toEqual({ outcome: 'bad', usedReference: true })
  expect(reasons.map(({ code }) => code)).toContain('PICTURE_CHANGED')
})

test('a thorough look lays what raises no doubt beside a reference, too', async () => {
  const { looker, asked } = lookerOf({ luma: noisy(waves, 1), reference: noisy(waves, 1.5) })
  const verdict = await verifyRendition(looker, 'thorough')
  expect(verdict).toMatchObject({ outcome: 'good', usedReference: true, wasDoubtful: false })
  expect(asked).toEqual(['facts', 'samples', 'reference'])
})

test('of few bits nobody makes much: an order of them is held to other limits', async () => {
  const repeating: Scene = (x, y, frame) => waves(x, y, frame - (frame % 2))
  const at = async (bitrateBps: number) => {
    const facts = { ...good, order: { ...good.order, bitrateBps } }
    return verifyRendition(lookerOf({ facts, luma: repeating }).looker, 'thorough')
  }
  const codes = (await at(300_000)).reasons.map(({ code }) => code)
  expect(codes).toContain('FROZEN_OR_DROPPED')
  expect((await at(100_000)).reasons.map(({ message }) => message).join()).not.toContain('repeated frames')
  const frozen = { facts: { ...good, order: { ...good.order, bitrateBps: 100_000 } }, luma: still }
  expect((await verifyRendition(lookerOf(frozen).looker, 'quick')).outcome).toBe('bad')
})
