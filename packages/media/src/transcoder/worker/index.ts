/** What a worker is made of, for programs that transcode in a process of their own. Synchronous: only for child processes. */

export { startWatchdog } from '../../child/watchdog.ts'
export { check, gotOne } from '../../ffmpeg/call.ts'
export { bufferArguments } from './picture-graph.ts'
export { type AudioToCopy, RenditionOutput } from './rendition-output.ts'
export { makeSample } from './sample.ts'
export { decodeVideo, openSegment, type SegmentInput } from './segment-input.ts'
