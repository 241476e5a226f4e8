import { AVFMT_FLAG_CUSTOM_IO } from 'node-av/constants'
import { FormatContext, type IOContext } from 'node-av/lib'
import type { ProfileFormat } from '../profile.ts'
import { check, gotWhole, setOptions } from './call.ts'

/** Times stay as they came; MP4 is written from front to end, in fragments, so that nothing has to be gone back to. */
const muxerOptions: Readonly<Record<ProfileFormat, Readonly<Record<string, string>>>> = {
  mpegts: { max_delay: '0', avoid_negative_ts: 'disabled', mpegts_copyts: '1' },
  mp4: { movflags: '+frag_keyframe+empty_moov+default_base_moof+delay_moov' },
}

/**
 * Opens a muxer that writes through an I/O context of ours.
 * @param io freed by whoever made it, after the muxer: so it must be given to `resources` before.
 * @param options besides those of the container.
 */
export function openMuxer(
  container: ProfileFormat,
  { io, options = {} }: { readonly io: IOContext; readonly options?: Readonly<Record<string, string>> },
  resources: DisposableStack,
): FormatContext {
  const format = new FormatContext()
  check(format.allocOutputContext2(null, container, null), 'open muxer')
  resources.defer(() => {
    format.pb = null
    format.freeContext()
  })
  format.pb = io
  format.setFlags(AVFMT_FLAG_CUSTOM_IO)
  setOptions(format, { ...muxerOptions[container], ...options })
  return format
}

/** Writes what the muxer still holds, but for broken packets, and ends the file. */
export function endFile(format: FormatContext): void {
  // The trailer would give up at the first broken one, and with it what comes after.
  gotWhole(() => format.interleavedWriteFrameSync(null), 'write')
  check(format.writeTrailerSync(), 'write trailer')
}
