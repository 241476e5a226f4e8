import { BaseError } from '@millrace/common'

/** Thrown when a port cannot be listened on; names the setting that moves it. */
export class ListenError extends BaseError {
  override name = 'ListenError'
  readonly code = 'LISTEN'

  constructor({
    host,
    port,
    setting,
    cause,
  }: { host: string; port: number; setting: string; cause: unknown }) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    const why = code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${String(code ?? cause)})`
    super(`Port ${port} on ${host} ${why}; choose another with the setting ${setting}.`, {
      cause,
      meta: { host, port, setting },
    })
  }
}

/** Thrown when settings contradict each other or lack something that others ask for. */
export class SettingsError extends BaseError {
  override name = 'SettingsError'
  readonly code = 'SETTINGS'

  constructor({ setting, problem, cause }: { setting: string; problem: string; cause?: unknown }) {
    super(`Setting ${setting}: ${problem}.`, { cause, meta: { setting } })
  }
}
