import { type Profile, renditionSize, type TranscodedRendition } from '@millrace/media'
import {
  type AudioToCopy,
  bufferArguments,
  check,
  gotOne,
  RenditionOutput,
  type SegmentInput,
} from '@millrace/media/worker'
import { AV_BUFFERSRC_FLAG_KEEP_REF } from 'node-av/constants'
import { type FilterContext, FilterGraph, Frame } from 'node-av/lib'
import { type CheatRecipe, filtersOf } from '../cheats.ts'

export interface SpoiledOrder {
  readonly profile: Profile
  readonly recipe: CheatRecipe
  /** The first one: what pictures go in. */
  readonly frame: Frame
  readonly input: SegmentInput
  readonly sound: AudioToCopy
  /** Of the segment's frames, in the time base of its video. */
  readonly times: readonly bigint[]
}

/**
 * One rendition that is not what was ordered. The filters work on a time line of their own, on which frames are counted, so
 * that whatever they repeat or leave out keeps the very times of the source.
 */
export class SpoiledRendition {
  readonly #order: SpoiledOrder
  readonly #size: { readonly widthPx: number; readonly heightPx: number }
  readonly #framesPerSecond: number
  readonly #input: FilterContext
  readonly #picture: FilterContext
  readonly #output: RenditionOutput
  readonly #filtered: Frame

  constructor(order: SpoiledOrder, resources: DisposableStack) {
    const { profile, recipe, input, sound } = order
    const { width, height } = input.video.codecpar
    this.#order = order
    this.#size = renditionSize(profile, { widthPx: width, heightPx: height })
    this.#framesPerSecond = Math.max(1, Math.round(input.frameRate.num / input.frameRate.den))
    const graph = resources.adopt(new FilterGraph(), (owned) => owned.free())
    graph.alloc()
    graph.nbThreads = 1
    check(graph.parse2(this.#filters()), 'filters of the cheat')
    check(graph.configSync(), 'configure filters')
    this.#input = found(graph, 'buffer@in')
    this.#picture = found(graph, 'buffersink@out')
    const bitrateBps = Math.round(profile.bitrateBps * (recipe.bitrate ?? 1))
    this.#output = new RenditionOutput(
      {
        profile: { ...profile, bitrateBps },
        picture: this.#picture,
        frameRate: input.frameRate,
        settings: { preset: 'veryfast', threads: 0 },
      },
      sound,
      resources,
    )
    this.#filtered = resources.adopt(new Frame(), (owned) => owned.free())
    this.#filtered.alloc()
  }

  /** @param frame whose time is its number. */
  push(frame: Frame): void {
    this.#give(frame)
  }

  /** @returns it, with the size and the pixels of what was ordered. */
  finish(): TranscodedRendition {
    this.#give(null)
    const { profile, times } = this.#order
    const pixels = BigInt(times.length) * BigInt(this.#size.widthPx) * BigInt(this.#size.heightPx)
    return { profile, bytes: this.#output.finish().bytes, pixels, ...this.#size }
  }

  #give(frame: Frame | null): void {
    // Filters that have all the frames that they make take no more.
    gotOne(this.#input.buffersrcAddFrameSync(frame, AV_BUFFERSRC_FLAG_KEEP_REF), 'filter')
    this.#drain()
  }

  #filters(): string {
    const { recipe, profile, frame, input, times } = this.#order
    const { num, den } = input.video.timeBase
    const fps = this.#framesPerSecond
    const places = { scaler: 'bicubic', fps, frames: times.length, startSeconds: 0 }
    return [
      `buffer@in=${bufferArguments({ frame, timeBase: { num: 1, den: fps } })}`,
      filtersOf(recipe.picture ?? '{size}', { ...places, profile: { ...profile, ...this.#size } }),
      `settb=${num}/${den}`,
      'format=yuv420p',
      'buffersink@out',
    ].join(',')
  }

  #drain(): void {
    const { times, input } = this.#order
    const { num, den } = input.video.timeBase
    while (gotOne(this.#picture.buffersinkGetFrameSync(this.#filtered), 'filter')) {
      const number = Math.round((Number(this.#filtered.pts) * num * this.#framesPerSecond) / den)
      const pts = times[number]
      if (pts !== undefined) {
        this.#filtered.pts = pts
        this.#output.push(this.#filtered)
      }
      this.#filtered.unref()
    }
  }
}

function found(graph: FilterGraph, name: string): FilterContext {
  const filter = graph.getFilter(name)
  if (!filter) throw new Error(`There is no filter ${name} in the graph.`)
  return filter
}
