import { type DestinationStream, destination, type Logger as PinoLogger, pino } from 'pino'

export type Logger = PinoLogger
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

export interface LoggerOptions {
  /** Process or role, e.g. `gateway`. */
  readonly name: string
  readonly level?: LogLevel
  /** Where the JSON lines go, a stream or a file; standard error by default, so that standard output stays for results. */
  readonly to?: DestinationStream | string
}

/** Fields that may hold keys or signatures, wherever an object carries them one level deep. */
const secretFields = [
  'password',
  'secret',
  'privateKey',
  'streamKey',
  'token',
  'sig',
  'signature',
  'authorization',
]

/** The one root logger of a process; parts take `log.child({ module })`. Secrets are redacted by field name. */
export function createLogger({ name, level = 'info', to }: LoggerOptions): Logger {
  return pino(
    {
      name,
      level,
      base: { name },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
    },
    typeof to === 'object' ? to : destination({ dest: to ?? 2, sync: true }),
  )
}

/** A logger that keeps nothing, for callers that need none. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' })
}
