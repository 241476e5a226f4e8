import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { BaseError } from './errors.ts'

/** Thrown when settings cannot be read or do not fit their schema; the message names file and setting. */
export class ConfigError extends BaseError {
  override name = 'ConfigError'
  readonly code = 'CONFIG'
}

export interface ConfigSources {
  /** A JSON file with the same keys as the schema. */
  readonly file?: string | undefined
  /** The environment; keys `MILLRACE_RTMP_PORT` set `rtmpPort`. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Highest in rank; undefined values do not count. */
  readonly flags?: Readonly<Record<string, unknown>>
}

/**
 * Merges file < environment < flags and parses the result once.
 * @throws {ConfigError} naming the setting that does not fit.
 */
export function loadConfig<Schema extends z.ZodObject>(
  schema: Schema,
  { file, env = {}, flags = {} }: ConfigSources,
): z.output<Schema> {
  const merged: Record<string, unknown> = file === undefined ? {} : readConfigFile(file)
  for (const key of Object.keys(schema.shape)) {
    const fromEnvironment = env[environmentName(key)]
    if (fromEnvironment !== undefined) merged[key] = settingFromText(fromEnvironment)
  }
  for (const [key, value] of Object.entries(flags)) if (value !== undefined) merged[key] = value
  const parsed = schema.safeParse(merged)
  if (parsed.success) return parsed.data
  throw new ConfigError(describeIssues(parsed.error), { cause: parsed.error })
}

/** `rtmpPort` → `MILLRACE_RTMP_PORT`. */
function environmentName(key: string): string {
  return `MILLRACE_${key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
}

function readConfigFile(file: string): Record<string, unknown> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(`The configuration file ${file} cannot be read: ${(cause as Error).message}.`, {
      cause,
    })
  }
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  } catch (cause) {
    throw new ConfigError(`The configuration file ${file} is not a JSON object.`, { cause })
  }
}

/**
 * Numbers, booleans, lists and objects are written as JSON in the environment and in flags; anything else is text, and
 * so is an integer that a JavaScript number cannot hold exactly (amounts in wei).
 */
export function settingFromText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value
  } catch {
    return text
  }
}

function describeIssues(error: z.ZodError): string {
  const sentences = error.issues.map(
    (issue) => `${issue.path.join('.') || 'the configuration'}: ${issue.message}`,
  )
  return `Settings do not fit: ${sentences.join('; ')}.`
}
