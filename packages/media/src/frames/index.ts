/**
 * Looking at pictures and times of media, for tests and tools. Loads FFmpeg into the process and works synchronously:
 * not for a node.
 */
import { AV_LOG_FATAL } from 'node-av/constants'
import { Log } from 'node-av/lib'

Log.setLevel(AV_LOG_FATAL)

export type { MediaSource } from './open-media.ts'
export { type PacketTime, readTimes, type TrackTimes } from './packet-times.ts'
export { hammingDistance, hashedSize, perceptualHash } from './perceptual-hash.ts'
export { countFrames, decodePictures, framePts, type Picture, type PictureOptions } from './pictures.ts'
