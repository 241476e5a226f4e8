import { AV_BUFFERSRC_FLAG_KEEP_REF } from 'node-av/constants'
import { type FilterContext, FilterGraph, Frame } from 'node-av/lib'
import { check, gotOne } from './call.ts'

/** Filters written as FFmpeg's command line has them, which may branch and join: frames in, any number of pictures out. */
export class FilterText {
  /** Where the pictures come out. */
  readonly end: FilterContext
  readonly #start: FilterContext
  readonly #picture: Frame

  /**
   * @param filters from a `buffer@in` to a `buffersink@out`
   * @throws {FfmpegCallError} when they do not fit each other
   */
  constructor(filters: string, resources: DisposableStack) {
    const graph = resources.adopt(new FilterGraph(), (owned) => owned.free())
    graph.alloc()
    graph.nbThreads = 1
    check(graph.parse2(filters), 'read filters')
    check(graph.configSync(), 'configure filters')
    this.#start = found(graph, 'buffer@in')
    this.end = found(graph, 'buffersink@out')
    this.#picture = resources.adopt(new Frame(), (owned) => owned.free())
    this.#picture.alloc()
  }

  /** @param frame stays as it is; null is the end. @param onPicture gets each picture that is ready; it is reused after the call. */
  push(frame: Frame | null, onPicture: (picture: Frame) => void): void {
    // Filters that have all the frames that they want take no more.
    gotOne(this.#start.buffersrcAddFrameSync(frame, AV_BUFFERSRC_FLAG_KEEP_REF), 'filter')
    while (gotOne(this.end.buffersinkGetFrameSync(this.#picture), 'filter')) {
      onPicture(this.#picture)
      this.#picture.unref()
    }
  }
}

function found(graph: FilterGraph, name: string): FilterContext {
  const filter = graph.getFilter(name)
  if (!filter) throw new Error(`There is no filter ${name} in the graph.`)
  return filter
}
