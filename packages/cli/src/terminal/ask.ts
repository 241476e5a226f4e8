import { confirm, password } from '@inquirer/prompts'
import { ConfirmationMissingError, DeclinedError, PasswordMissingError } from '../errors.ts'

/** Where a person is asked; questions never go to standard output, which may be read by a program. */
export interface Terminal {
  readonly isInteractive: boolean
  confirm(question: string): Promise<boolean>
  /** Typed without echo. */
  password(question: string): Promise<string>
}

export const processTerminal: Terminal = {
  get isInteractive() {
    return process.stdin.isTTY === true && process.stderr.isTTY === true
  },
  confirm: (message) => confirm({ message, default: false }, { output: process.stderr }),
  password: (message) => password({ message, mask: false }, { output: process.stderr }),
}

/**
 * Goes on only if a person agrees, or did so beforehand with `--yes`.
 * @throws {ConfirmationMissingError | DeclinedError}
 */
export async function requireAgreement(
  { yes, question }: { readonly yes: boolean; readonly question: string },
  terminal: Terminal = processTerminal,
): Promise<void> {
  if (yes) return
  if (!terminal.isInteractive) throw new ConfirmationMissingError()
  if (!(await terminal.confirm(question))) throw new DeclinedError()
}

/** @throws {PasswordMissingError} without a terminal */
export function askPassword(question: string, terminal: Terminal = processTerminal): Promise<string> {
  if (!terminal.isInteractive) throw new PasswordMissingError()
  return terminal.password(question)
}
