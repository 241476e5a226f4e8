import { BaseError } from '@millrace/common'
import type { PublishEnd } from './types.ts'

/** Thrown inside of a connection to leave its loop; `end` says why. */
export class ConnectionOver extends Error {
  readonly end: PublishEnd

  constructor(end: PublishEnd) {
    super('The connection is over.')
    this.end = end
  }
}

/** What may be told to an encoder: our own sentences, nothing from deeper down. */
export function sentenceOf(error: unknown): string {
  return error instanceof BaseError ? error.message : 'The stream could not be taken in.'
}
