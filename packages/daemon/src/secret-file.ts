import { readFileSync } from 'node:fs'
import { SettingsError } from './errors.ts'

/**
 * Reads a secret from the first line of a file.
 * @param setting - the setting that names the file.
 * @throws {SettingsError} when it cannot be read, is empty, or could not be sent in a header.
 */
export function readSecretFile(file: string, setting: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new SettingsError({ setting, problem: `${file} cannot be read`, cause })
  }
  const secret = text.split('\n', 1)[0]?.trim() ?? ''
  if (!/^[\x21-\x7e]{1,512}$/.test(secret)) {
    const problem = `the first line of ${file} must be 1 to 512 printable characters without spaces`
    throw new SettingsError({ setting, problem })
  }
  return secret
}
