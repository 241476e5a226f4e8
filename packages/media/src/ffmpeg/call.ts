import {
  AVERROR_EAGAIN,
  AVERROR_EINVAL,
  AVERROR_EOF,
  AVERROR_INVALIDDATA,
  AVERROR_PATCHWELCOME,
} from 'node-av/constants'
import { FFmpegError } from 'node-av/lib'

/**
 * A call into FFmpeg that answered with an error code.
 *
 * Two rules for all native calls in this package. Options are set one by one with `setOption`: a Dictionary
 * handed to a synchronous call (`open2Sync`, `writeHeaderSync`) is freed by FFmpeg and once more by its finaliser,
 * which ends the process at the next garbage collection. And everything allocated is freed by hand, in reverse order.
 */
export class FfmpegCallError extends Error {
  override name = 'FfmpegCallError'
  readonly code: number

  constructor(what: string, code: number) {
    super(`${what}: ${FFmpegError.strerror(code)}`)
    this.code = code
  }
}

/** @throws {FfmpegCallError} when `result` is an error code. */
export function check(result: number, what: string): number {
  if (result < 0) throw new FfmpegCallError(what, result)
  return result
}

/**
 * For calls that give one thing after another.
 * @returns whether there was one; false when more input is needed or the end is reached.
 * @throws {FfmpegCallError} on any other error.
 */
export function gotOne(result: number, what: string): boolean {
  if (result === AVERROR_EAGAIN || result === AVERROR_EOF) return false
  check(result, what)
  return true
}

/** Whether FFmpeg says that bytes are not as they have to be. */
export function isDamaged(result: number): boolean {
  return result === AVERROR_INVALIDDATA || result === AVERROR_PATCHWELCOME || result === AVERROR_EINVAL
}

/**
 * As {@link gotOne} where strangers' bytes go through: what is damaged is passed over, and what comes after it still counts.
 * @param next asks for one more; FFmpeg has let go of what it answers an error to.
 * @throws {FfmpegCallError} on an error that is not that of the bytes.
 */
export function gotWhole(next: () => number, what: string): boolean {
  let result = next()
  while (isDamaged(result)) result = next()
  return gotOne(result, what)
}

interface TakesOptions {
  setOption(name: string, value: string): number
}

/** @throws {FfmpegCallError} when FFmpeg does not know an option or refuses its value. */
export function setOptions(target: TakesOptions, options: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(options))
    check(target.setOption(name, value), `option ${name}=${value}`)
}
