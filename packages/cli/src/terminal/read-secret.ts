import { readFile } from 'node:fs/promises'
import { PasswordFileError } from '@millrace/chain'
import { FlagsError } from '../errors.ts'
import { askPassword, processTerminal, type Terminal } from './ask.ts'

const maxSecretBytes = 1_000_000

/** Reads a file, or standard input for `-`, that is short. */
export async function readSecretText(file: string): Promise<string> {
  if (file !== '-') return readFile(file, 'utf8')
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of process.stdin) {
    const part = Buffer.from(chunk)
    bytes += part.length
    if (bytes > maxSecretBytes) throw new FlagsError('Standard input is too long for this.')
    chunks.push(part)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * A password from a file (its last line end does not count), from standard input for `-`, or typed without echo.
 * @throws {PasswordFileError | PasswordMissingError}
 */
export async function readPassword(
  { file, question, isNew = false }: { file: string | undefined; question: string; isNew?: boolean },
  terminal: Terminal = processTerminal,
): Promise<string> {
  const password =
    file === undefined
      ? await typed(question, isNew, terminal)
      : (await readPasswordText(file)).replace(/\r?\n$/, '')
  if (password === '') throw new PasswordFileError({ file: file ?? 'typed', reason: 'it is empty' })
  return password
}

async function typed(question: string, isNew: boolean, terminal: Terminal): Promise<string> {
  const first = await askPassword(question, terminal)
  if (isNew && (await askPassword('The same again', terminal)) !== first)
    throw new FlagsError('The two passwords differ.')
  return first
}

async function readPasswordText(file: string): Promise<string> {
  try {
    return await readSecretText(file)
  } catch (cause) {
    throw new PasswordFileError({
      file,
      reason: cause instanceof Error ? cause.message : String(cause),
      cause,
    })
  }
}
