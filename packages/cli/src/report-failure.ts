import { BaseError } from '@millrace/common'

/** Names of what is thrown when a person breaks off, at a prompt too. */
const interruptions = ['AbortError', 'ExitPromptError']

/**
 * Tells a person why a command failed: a sentence for what was foreseen, everything for what was not.
 * @returns the exit code
 */
export function reportFailure(error: unknown): number {
  if (error instanceof BaseError) process.stderr.write(`millrace: ${error.message}\n`)
  else if (error instanceof Error && interruptions.includes(error.name)) return 130
  else
    process.stderr.write(
      `millrace: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    )
  return 1
}
