/* Tags as encoders send them, made by hand for the tests of this folder. */

/** x264's configuration of 320x180 at 30 frames a second, no B-frames. */
export const config180p = Buffer.from(
  '0142c00dffe100176742c00dda05067e7c0440000003004000000f03c50aa801000468ce0fc8',
  'hex',
)
/** The same of 426x240 at 29.97. */
export const config240p = Buffer.from(
  '0142c015ffe100166742c015da06c7f93c04400000fa40003a9803c58ba801000468ce0fc8',
  'hex',
)

const avcHeader = (isKey: boolean, packetType: number, compositionMs = 0) =>
  Buffer.of(
    isKey ? 0x17 : 0x27,
    packetType,
    (compositionMs >> 16) & 255,
    (compositionMs >> 8) & 255,
    compositionMs & 255,
  )

export function configTag(config: Uint8Array): Buffer {
  return Buffer.concat([avcHeader(true, 0), config])
}

/** NAL units behind four-byte lengths. */
export function avcc(...nals: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    nals.flatMap((nal) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(nal.length)
      return [length, nal]
    }),
  )
}

export interface FrameOptions {
  readonly compositionMs?: number
  readonly size?: number
}

/** A frame of one slice; its content is none, but its headers are. */
export function frameTag(kind: 'key' | 'delta', { compositionMs = 0, size = 40 }: FrameOptions = {}): Buffer {
  const isKey = kind === 'key'
  const slice = Buffer.alloc(size, 0x9a)
  slice[0] = isKey ? 0x65 : 0x41
  return Buffer.concat([avcHeader(isKey, 1, compositionMs), avcc(slice)])
}

/** AAC-LC, 48 kHz, two channels. */
export const aacConfigTag = Buffer.of(0xaf, 0, 0x11, 0x90)

export function aacTag(size = 20): Buffer {
  return Buffer.concat([Buffer.of(0xaf, 1), Buffer.alloc(size, 0x21)])
}
