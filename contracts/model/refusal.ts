/** What the contracts answer to a call that they refuse: a custom error's name, a panic, or a text. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  /** Name of the error, `Panic` or `Error`. */
  readonly error: string
  /** Text of an `Error(string)`. */
  readonly text: string | undefined

  constructor(error: string, text?: string) {
    super(text === undefined ? error : `${error}: ${text}`)
    this.error = error
    this.text = text
  }
}

/** @throws {Refusal} named `error`, unless `condition` holds */
export function require(condition: boolean, error: string): asserts condition {
  if (!condition) throw new Refusal(error)
}
