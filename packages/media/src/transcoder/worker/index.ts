/** What a worker is made of, for programs that transcode in a process of their own. Synchronous: only for child processes. */
export type { Frame } from 'node-av/lib'
export { answerParent, serveParent } from '../../child/serve-parent.ts'
export { FilterText } from '../../ffmpeg/filter-text.ts'
export { bufferArguments } from './picture-graph.ts'
export { type AudioToCopy, RenditionOutput } from './rendition-output.ts'
export { makeSample } from './sample.ts'
export { decodeVideo, openSegment, presentationTimes, type SegmentInput } from './segment-input.ts'
