import { readFileSync } from 'node:fs'
import { SettingsError } from './errors.ts'

/**
 * The first line of a file that a setting names, if it names one.
 * @throws {SettingsError} when the file cannot be read or its first line is empty.
 */
export function readSecretFile(file: string | undefined, setting: string): string | undefined {
  if (file === undefined) return undefined
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new SettingsError({ setting, problem: `${file} cannot be read`, cause })
  }
  const secret = text.split('\n', 1)[0]?.trim() ?? ''
  if (!/^[\x21-\x7e]+$/.test(secret))
    throw new SettingsError({
      setting,
      problem: `the first line of ${file} is not one word of plain characters`,
    })
  return secret
}
