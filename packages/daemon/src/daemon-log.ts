import { createLogger, LogFile, type Logger } from '@millrace/common'
import { z } from 'zod'
import { logSettings } from './setting-types.ts'

const schema = z.object(logSettings)

/** The log of a process that is a role: on standard error, or in the file of its settings, which can be reopened. */
export function openDaemonLog(
  role: string,
  config: object,
): { readonly log: Logger; readonly file: LogFile | undefined } {
  const {
    logLevel: level,
    logFile: path,
    logFileMaxBytes: maxBytes,
    logFilesKept: keep,
  } = schema.parse(config)
  const file = path === undefined ? undefined : new LogFile({ path, maxBytes, keep, name: role })
  return { log: createLogger({ name: role, level, ...(file && { to: file }) }), file }
}
