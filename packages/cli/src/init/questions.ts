import { confirm, input, password, select } from '@inquirer/prompts'

/** How a person is asked. */
export interface Questions {
  /** @param check says what is wrong with an answer, which is then asked for again. */
  text(
    message: string,
    options?: { initial?: string; check?: (text: string) => true | string },
  ): Promise<string>
  choose<Value extends string>(
    message: string,
    choices: readonly { readonly value: Value; readonly name: string }[],
  ): Promise<Value>
  agree(message: string, initial: boolean): Promise<boolean>
  /** Typed without echo. */
  secret(message: string): Promise<string>
  say(...lines: readonly string[]): void
}

export const terminalQuestions: Questions = {
  text: (message, { initial, check } = {}) =>
    input({
      message,
      ...(initial !== undefined && { default: initial }),
      ...(check && { validate: (text: string) => check(text.trim()) }),
    }).then((text) => text.trim()),
  choose: (message, choices) => select({ message, choices: [...choices] }),
  agree: (message, initial) => confirm({ message, default: initial }),
  secret: (message) => password({ message, mask: false }),
  say: (...lines) => {
    for (const line of lines) process.stdout.write(`${line}\n`)
  },
}

/** A parser as a check of an answer: its sentence is what is wrong. */
export function parses(parse: (text: string) => unknown): (text: string) => true | string {
  return (text) => {
    try {
      parse(text)
      return true
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }
}

export function matches(pattern: RegExp, otherwise: string): (text: string) => true | string {
  return (text) => pattern.test(text) || otherwise
}
