import { type Profile, renditionSize, type TranscodedRendition } from '@millrace/media'
import {
  type AudioToCopy,
  bufferArguments,
  FilterText,
  type Frame,
  RenditionOutput,
  type SegmentInput,
} from '@millrace/media/worker'
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
  readonly #filters: FilterText
  readonly #output: RenditionOutput

  constructor(order: SpoiledOrder, resources: DisposableStack) {
    const { profile, recipe, input, sound } = order
    const { width, height } = input.video.codecpar
    this.#order = order
    this.#size = renditionSize(profile, { widthPx: width, heightPx: height })
    this.#framesPerSecond = Math.max(1, Math.round(input.frameRate.num / input.frameRate.den))
    this.#filters = new FilterText(this.#filterText(), resources)
    const bitrateBps = Math.round(profile.bitrateBps * (recipe.bitrate ?? 1))
    this.#output = new RenditionOutput(
      {
        profile: { ...profile, bitrateBps },
        picture: this.#filters.end,
        frameRate: input.frameRate,
        settings: { preset: 'veryfast', threads: 0 },
      },
      sound,
      resources,
    )
  }

  /** @param frame whose time is its number. */
  push(frame: Frame): void {
    this.#filters.push(frame, (picture) => this.#take(picture))
  }

  /** @returns it, with the size and the pixels of what was ordered. */
  finish(): TranscodedRendition {
    this.#filters.push(null, (picture) => this.#take(picture))
    const { profile, times } = this.#order
    const pixels = BigInt(times.length) * BigInt(this.#size.widthPx) * BigInt(this.#size.heightPx)
    return { profile, bytes: this.#output.finish().bytes, pixels, ...this.#size }
  }

  #filterText(): string {
    const { recipe, profile, frame, input, times } = this.#order
    const { num, den } = input.video.timeBase
    const fps = this.#framesPerSecond
    const places = { scaler: 'bicubic', fps, frames: times.length, startSeconds: 0 }
    return [
      `buffer@in=${bufferArguments({ frame, timeBase: { num: 1, den: fps } })}`,
      filtersOf(recipe.picture ?? '{size}', { ...places, profile: { ...profile, ...this.#size } }),
      ...(recipe.last ? [recipe.last] : []),
      `settb=${num}/${den}`,
      'format=yuv420p',
      'buffersink@out',
    ].join(',')
  }

  /** Gives a picture the time of the source's frame of that number. */
  #take(picture: Frame): void {
    const { times, input } = this.#order
    const { num, den } = input.video.timeBase
    const pts = times[Math.round((Number(picture.pts) * num * this.#framesPerSecond) / den)]
    if (pts === undefined) return
    picture.pts = pts
    this.#output.push(picture)
  }
}
