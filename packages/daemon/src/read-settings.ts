import type { z } from 'zod'
import { SettingsError } from './errors.ts'

/**
 * Settings as a program gives them, checked and with their defaults; those that are read already stay as they are.
 * @throws {SettingsError} naming the first one that does not fit.
 */
export function readSettings<Schema extends z.ZodObject>(
  schema: Schema,
  settings: z.input<Schema>,
): z.output<Schema> {
  const parsed = schema.safeParse(settings)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const isUnknown = issue?.code === 'unrecognized_keys'
  const path = [...(issue?.path ?? []), ...(isUnknown ? issue.keys.slice(0, 1) : [])]
  const problem = isUnknown
    ? 'there is no such setting'
    : (issue?.message.replace(/\.$/, '') ?? 'it does not fit')
  throw new SettingsError({ setting: path.join('.'), problem, cause: parsed.error })
}
