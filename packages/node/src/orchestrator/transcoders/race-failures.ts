import { isHopelessResult } from '@millrace/wire'
import { AttemptFailedError, type AttemptFailure } from '../errors.ts'

/** What the transcoders that were asked for one segment brought instead of it, in this order. */
type Failures = ReadonlyMap<unknown, unknown>

/** A reason for which nobody would do better, said by one transcoder or, confirmed, by two. */
export function hopelessText(
  failures: Failures,
): { readonly text: string; readonly isConfirmed: boolean } | undefined {
  const texts = [...failures.values()]
    .map((error) => (error instanceof AttemptFailedError ? error.wireText : undefined))
    .filter((text) => text !== undefined && isHopelessResult(text))
  const [text] = texts
  return text === undefined ? undefined : { text, isConfirmed: texts.length > 1 }
}

/** @returns undefined when none of them has failed yet. */
export function lastFailure(failures: Failures): AttemptFailure | undefined {
  const last = [...failures.values()].at(-1)
  if (last === undefined) return undefined
  return last instanceof AttemptFailedError ? last.failure : 'failed'
}

/** Whoever left is not there to be blamed, and other errors are troubles of this machine. */
export function isBlamed(error: unknown): boolean {
  return error instanceof AttemptFailedError && error.failure !== 'lost'
}
