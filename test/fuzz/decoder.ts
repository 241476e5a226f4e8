import type { Form } from './mutate.ts'

type ErrorClass = abstract new (...facts: never[]) => Error

/** A decoder of what strangers send, with what the harness needs to try it. */
export interface Decoder {
  readonly name: string
  /** The exported functions that it goes through, for the test that none is left out. */
  readonly covers: readonly string[]
  readonly form: Form
  /** Valid inputs. */
  readonly corpus: () => readonly Buffer[]
  readonly decode: (input: Buffer) => unknown
  /** All that it may throw. */
  readonly errors: readonly ErrorClass[]
}

export const fromText = (decode: (text: string) => unknown) => (input: Buffer) =>
  decode(input.toString('utf8'))
export const fromBase64 = (decode: (text: string) => unknown) => (input: Buffer) =>
  decode(input.toString('base64'))

/** A text that is no JSON is not the decoder's business. */
export const fromJson = (decode: (value: unknown) => unknown) => (input: Buffer) => {
  let value: unknown
  try {
    value = JSON.parse(input.toString('utf8'))
  } catch {
    return
  }
  return decode(value)
}
