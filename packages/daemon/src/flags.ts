import { parseArgs } from 'node:util'
import { ConfigError, settingFromText } from '@millrace/common'
import type { z } from 'zod'

export interface CommandLine {
  readonly help: boolean
  /** Path given by `--config`. */
  readonly configFile: string | undefined
  /** Settings given as flags, read as JSON where they are JSON and as text otherwise. */
  readonly flags: Readonly<Record<string, unknown>>
}

/**
 * Reads `--config file.json`, `--help` and one flag for each setting of the schema: `--operator-port 0` or
 * `--operator-port=0` sets `operatorPort`; lists and objects are written as JSON.
 * @throws {ConfigError} naming a flag that is not known or lacks its value.
 */
export function parseCommandLine(schema: z.ZodObject, args: readonly string[]): CommandLine {
  const keys = Object.keys(schema.shape)
  const options = {
    config: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
    ...Object.fromEntries(keys.map((key) => [flagName(key), { type: 'string' as const }])),
  } as const
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true })
    const given = new Map<string, unknown>(Object.entries(values))
    const flags = keys.flatMap((key) => {
      const text = given.get(flagName(key))
      return typeof text === 'string' ? [[key, settingFromText(text)] as const] : []
    })
    const configFile = given.get('config')
    return {
      help: given.get('help') === true,
      configFile: typeof configFile === 'string' ? configFile : undefined,
      flags: Object.fromEntries(flags),
    }
  } catch (cause) {
    const sentence = cause instanceof Error ? cause.message.split('. ')[0] : String(cause)
    throw new ConfigError(`${sentence}.`, { cause })
  }
}

/** One line for each setting, with its meaning and what it is by default. */
export function describeSettings(schema: z.ZodObject): string {
  return Object.entries(schema.shape)
    .map(([key, setting]) => {
      const { description = '' } = setting as z.ZodType
      const parsed = (setting as z.ZodType).safeParse(undefined)
      const fallback = parsed.success && parsed.data !== undefined ? ` [${inText(parsed.data)}]` : ''
      return `  --${flagName(key)}\n      ${description}${fallback}`
    })
    .join('\n')
}

/** `operatorPort` → `operator-port`. */
function flagName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function inText(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value
  return JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? part.toString() : part))
}
