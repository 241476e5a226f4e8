import { Frame } from 'node-av/lib'
import {
  type FilterChain,
  type FilterStep,
  filterPicture,
  openFilterChain,
  packPlane,
} from '../../../ffmpeg/filter-chain.ts'
import type { PictureSize } from '../../../rendition-size.ts'
import { type Detail, type Still, stillSize, type Thumb, thumbSize } from '../../../samples/samples.ts'
import { bufferArguments, type SourcePicture } from '../picture-graph.ts'

type Kind = 'thumb' | 'still' | 'detail'

/** Makes small and large samples of frames, upright and in the range of television, however they were coded. */
export class PictureSampler {
  readonly #chains = new Map<string, FilterChain>()
  readonly #resources: DisposableStack
  readonly #out: Frame

  constructor(resources: DisposableStack) {
    this.#resources = resources
    this.#out = resources.adopt(new Frame(), (owned) => owned.free())
    this.#out.alloc()
  }

  thumb(picture: SourcePicture, pts: number): Thumb {
    const [luma, blue, red] = this.#planes('thumb', picture, [thumbSize, thumbSize, thumbSize])
    return { pts, luma, blue, red }
  }

  still(picture: SourcePicture, pts: number): Still {
    const [luma] = this.#planes('still', picture, [stillSize])
    return { pts, luma }
  }

  detail(picture: SourcePicture, size: PictureSize, pts: number): Detail {
    const half = { widthPx: Math.ceil(size.widthPx / 2), heightPx: Math.ceil(size.heightPx / 2) }
    const [luma, blue, red] = this.#planes('detail', picture, [size, half, half])
    return { pts, luma, blue, red }
  }

  #planes<Sizes extends readonly [PictureSize, ...PictureSize[]]>(
    kind: Kind,
    picture: SourcePicture,
    sizes: Sizes,
  ): { [at in keyof Sizes]: PictureSize & { readonly samples: Uint8Array } } {
    filterPicture(this.#chainFor(kind, picture, sizes[0]), picture.frame, this.#out)
    const planes = sizes.map((size, index) => ({
      ...size,
      samples: packPlane(this.#out, index, { bytes: size.widthPx, count: size.heightPx }),
    }))
    this.#out.unref()
    // One for each size, in their order.
    return planes as { [at in keyof Sizes]: PictureSize & { readonly samples: Uint8Array } }
  }

  #chainFor(kind: Kind, picture: SourcePicture, { widthPx, heightPx }: PictureSize): FilterChain {
    const source = bufferArguments(picture)
    const key = `${kind} ${source} ${picture.turnDegrees} ${widthPx}x${heightPx}`
    const found = this.#chains.get(key)
    if (found) return found
    const chain = openFilterChain(
      [
        ['buffer', source],
        ...turnSteps(picture.turnDegrees),
        ['scale', `${widthPx}:${heightPx}:flags=${scalers[kind]}:out_range=tv`],
        ['format', `pix_fmts=${pixelFormats[kind]}`],
        ['buffersink', null],
      ],
      this.#resources,
    )
    // Frames of many sizes are not what anybody ordered, and filters for each would fill the memory.
    if (this.#chains.size < maxChains) this.#chains.set(key, chain)
    return chain
  }
}

const maxChains = 64
/** Area averaging: small pictures then depend on all of the large one. Details are scaled as encoders do by default. */
const scalers: Readonly<Record<Kind, string>> = {
  thumb: 'area',
  still: 'area',
  detail: 'bicubic',
}
const pixelFormats: Readonly<Record<Kind, string>> = { thumb: 'yuv444p', still: 'gray', detail: 'yuv420p' }

function turnSteps(degrees: number): readonly FilterStep[] {
  if (degrees === 90) return [['transpose', 'clock']]
  if (degrees === 270) return [['transpose', 'cclock']]
  if (degrees === 180)
    return [
      ['hflip', null],
      ['vflip', null],
    ]
  return []
}
