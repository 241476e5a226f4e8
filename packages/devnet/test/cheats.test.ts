import { silentLogger } from '@millrace/common'
import { h264Profile, type TranscodedRendition, TranscoderPool } from '@millrace/media'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeSegment } from '../../media/test/clips.ts'
import { cheatKinds, cheatOfKind, cheats } from '../src/cheat/cheats.ts'
import { SpoilerProcess } from '../src/cheat/spoiler/spoiler-process.ts'
import { apart, colour, type Look, light, mean, moved, part, repeated, sharpness, steps } from './looks.ts'

const profiles = [h264Profile({ name: '90p', widthPx: 160, heightPx: 90, bitrateBps: 300_000 })]
const timeoutMs = 120_000

/** Detail that is lost by whatever blurs. */
const grain = 'noise=alls=24'

interface Found extends Look {
  readonly rendition: TranscodedRendition
}

let honest: Found
let earlier: Found
const found = new Map<string, Found>()

beforeAll(async () => {
  const spoiler = new SpoilerProcess()
  await using pool = await TranscoderPool.create({ workers: 1 }, { log: silentLogger() })
  const common = { seconds: 2, fps: '15', audio: true }
  const [source, other] = await Promise.all([
    makeSegment({ ...common, startSeconds: 12, filter: `negate,${grain}` }),
    makeSegment({ ...common, startSeconds: 10, filter: `hue=h=90,vflip,${grain}`, pitchHz: 700 }),
  ])
  const spoil = async (kind: string) => {
    const recipe = cheatOfKind(kind)
    const fromEarlier = recipe.from === 'other clip' ? undefined : other
    const made = await spoiler.spoil({ source, profiles, recipe, other: fromEarlier })
    return made.renditions
  }
  try {
    const made = [
      ...(await pool.transcode({ source, profiles, timeoutMs })).renditions,
      ...(await pool.transcode({ source: other, profiles, timeoutMs })).renditions,
      ...(await Promise.all(cheatKinds.map(spoil))).flat(),
    ]
    const looks = await lookAtAll(pool, source, made)
    const [own, before, ...spoilt] = looks
    if (!own || !before) throw new Error('Nothing was transcoded.')
    honest = own
    earlier = before
    for (const [at, kind] of cheatKinds.entries()) if (spoilt[at]) found.set(kind, spoilt[at])
  } finally {
    spoiler.close()
  }
})
afterAll(() => found.clear())

async function lookAtAll(
  pool: TranscoderPool,
  source: Uint8Array,
  made: readonly TranscodedRendition[],
): Promise<readonly Found[]> {
  const ordered = { format: 'mpegts' as const, widthPx: 160, heightPx: 90 }
  const renditions = made.map(({ bytes }) => ({ bytes, ...ordered }))
  const looks = await pool.look({ source, renditions, phase: 0.5, timeoutMs })
  return looks.renditions.map((look, at) => {
    const rendition = made[at]
    if (look.type !== 'looked' || !rendition) throw new Error(`Rendition ${at} does not play.`)
    return { ...look, rendition }
  })
}

const thumbsOf = ({ samples }: Look) => samples.thumbs
const detailOf = ({ samples }: Look, plane: 'luma' | 'blue' = 'luma') =>
  mean(samples.details.map((detail) => sharpness(detail[plane])))
const farFromHonest = (look: Look) => apart(thumbsOf(look), thumbsOf(honest))
/** Whether it is nearer to the honest one with its samples moved. A thumb knows nothing of less than one of its samples. */
const isMoved = (look: Look, from: Parameters<typeof moved>[1]) =>
  apart(
    thumbsOf(look),
    thumbsOf(honest).map((thumb) => moved(thumb, from)),
  ) <
  0.75 * farFromHonest(look)
const zoomed = (by: number) => (x: number, y: number) => [0.5 + (x - 0.5) * by, 0.5 + (y - 0.5) * by] as const
const lightIn = (look: Look, box: Parameters<typeof part>[1]) =>
  mean(thumbsOf(look).map((thumb) => light(part(thumb, box))))

/** What each cheat must have done to the picture or the sound. */
const marks: Readonly<Record<string, (look: Look) => boolean>> = {
  'wrong-source': (look) => farFromHonest(look) > 10 && apart(thumbsOf(look), thumbsOf(earlier)) > 10,
  'another-segment': (look) => apart(thumbsOf(look), thumbsOf(earlier)) < farFromHonest(look) / 5,
  'previous-segment': (look) => apart(thumbsOf(look), thumbsOf(earlier)) < farFromHonest(look) / 5,
  black: (look) => thumbsOf(look).every((thumb) => light(thumb) < 18 && colour(thumb) < 2),
  frozen: (look) => mean(steps(look)) < mean(steps(honest)) / 10,
  '3-of-4-frames-dropped': (look) => repeated(look) > 0.6 && repeated(honest) < 0.1,
  flipped: (look) => isMoved(look, (x, y) => [1 - x, y]),
  'upside-down': (look) => isMoved(look, (x, y) => [x, 1 - y]),
  grey: (look) => thumbsOf(look).every((thumb) => colour(thumb) < 2) && farFromHonest(look) > 10,
  'large-overlay': (look) => lightIn(look, { left: 0.65, top: 0.1, right: 0.9, bottom: 0.2 }) > 200,
  'cropped-by-a-tenth': (look) => isMoved(look, zoomed(0.9)),
  'upscaled-from-1-3': (look) => detailOf(look) < detailOf(honest) * 0.8,
  'bitrate-1-10': (look) => look.samples.sizeBytes < honest.samples.sizeBytes * 0.4,
  'sound-removed': (look) => look.facts.audio === undefined,
  'sound-swapped': (look) =>
    look.facts.audio?.digest === earlier.facts.audio?.digest &&
    look.facts.audio?.digest !== honest.facts.audio?.digest,
  'pixel-shape-lies': (look) => look.facts.video?.pixelAspect === 2,
  'half-the-size': (look) => look.facts.video?.widthPx === 80,
  'half-the-frames': (look) => look.facts.video?.frames === 15,
  'late-by-3-frames': (look) => apart(thumbsOf(look).slice(3), thumbsOf(honest)) < farFromHonest(look) / 2,
  'every-second-frame-repeated': (look) => repeated(look) > 0.45 && repeated(look) < 0.55,
  'cropped-by-4': (look) => isMoved(look, zoomed(0.96)),
  'rotated-by-1-5': (look) => farFromHonest(look) > 2,
  'small-overlay': (look) => {
    const box = { left: 0.86, top: 0.07, right: 0.94, bottom: 0.11 }
    return lightIn(look, box) > lightIn(honest, box) + 10
  },
  'moving-overlay': (look) => {
    const band = { left: 0, top: 0.42, right: 1, bottom: 0.46 }
    const below = { ...band, top: 0.6, bottom: 1 }
    const differs = (box: typeof band) =>
      apart(
        thumbsOf(look).map((thumb) => part(thumb, box)),
        thumbsOf(honest).map((thumb) => part(thumb, box)),
      )
    return differs(band) > 5 * differs(below)
  },
  'brighter-by-6': (look) =>
    Math.abs(mean(thumbsOf(look).map(light)) - mean(thumbsOf(honest).map(light)) - 13) < 3,
  'half-the-colour': (look) => {
    const ratio = mean(thumbsOf(look).map(colour)) / mean(thumbsOf(honest).map(colour))
    return ratio > 0.4 && ratio < 0.6
  },
  'colour-at-1-4': (look) => detailOf(look, 'blue') < detailOf(honest, 'blue') * 0.8,
  'upscaled-from-1-2': (look) => detailOf(look) < detailOf(honest) * 0.9,
  blurred: (look) => detailOf(look) < detailOf(honest) * 0.8,
  'bitrate-1-4': (look) => look.samples.sizeBytes < honest.samples.sizeBytes * 0.6,
  'bad-second': (look) => {
    const ratios = thumbsOf(look).map(({ luma }, at) => {
      const own = thumbsOf(honest)[at]
      return own ? sharpness(luma) / sharpness(own.luma) : 0
    })
    return mean(ratios.slice(0, 15)) > 0.95 && mean(ratios.slice(15)) < 0.8
  },
}

test('every cheat has a name of its own and a mark that it is told by', () => {
  expect(new Set(cheatKinds).size).toBe(cheats.length)
  expect(Object.keys(marks).sort()).toEqual([...cheatKinds].sort())
})

describe.each(cheatKinds)('%s', (kind) => {
  test('plays, and is what it is called', () => {
    const look = found.get(kind)
    if (!look) throw new Error(`There is no rendition of ${kind}.`)
    expect(marks[kind]?.(look)).toBe(true)
    expect(marks[kind]?.(honest)).toBe(false)
  })

  test('has the times that were ordered, and claims the pixels of honest work', () => {
    const look = found.get(kind)
    if (!look || !honest.facts.video) throw new Error(`There is no rendition of ${kind}.`)
    const { firstPts, lastPts, frames } = honest.facts.video
    expect(look.rendition.pixels).toBe(honest.rendition.pixels)
    expect(look.facts.video).toMatchObject({ codec: 'h264', firstPts, beginsWithKeyframe: true })
    if (kind === 'half-the-frames') return
    expect(look.facts.video).toMatchObject({ lastPts, frames })
    const times = thumbsOf(honest).map(({ pts }) => pts)
    // Where the size is another one there are no pictures to be laid beside those of the source.
    if (kind !== 'half-the-size') expect(thumbsOf(look).map(({ pts }) => pts)).toEqual(times)
  })
})

test('error: a segment that is no video is not spoilt, and the next one is', async () => {
  const spoiler = new SpoilerProcess()
  try {
    const recipe = cheatOfKind('black')
    const order = { profiles, recipe, other: undefined }
    await expect(spoiler.spoil({ ...order, source: new Uint8Array(1000) })).rejects.toThrow(/MPEG-TS|video/)
    const source = await makeSegment({ seconds: 0.5 })
    expect((await spoiler.spoil({ ...order, source })).renditions).toHaveLength(1)
  } finally {
    spoiler.close()
  }
})
