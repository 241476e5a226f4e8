import { BaseError } from '@millrace/common'

/** Thrown when a publisher breaks RTMP or AMF0, or passes a bound. Never carries what it sent. */
export class RtmpProtocolError extends BaseError {
  override name = 'RtmpProtocolError'
  readonly code = 'RTMP_PROTOCOL'

  constructor({ what, reason }: { what: string; reason: string }) {
    super(`The RTMP ${what} is not valid: ${reason}.`, { meta: { what, reason } })
  }
}

/** Thrown when a publisher lets a deadline pass. */
export class RtmpTimeoutError extends BaseError {
  override name = 'RtmpTimeoutError'
  readonly code = 'RTMP_TIMEOUT'

  constructor({ waitedFor, timeoutMs }: { waitedFor: string; timeoutMs: number }) {
    super(`The RTMP publisher sent no ${waitedFor} within ${timeoutMs} ms.`, {
      meta: { waitedFor, timeoutMs },
    })
  }
}

/** Thrown when the RTMP server cannot listen where it should. */
export class RtmpListenError extends BaseError {
  override name = 'RtmpListenError'
  readonly code = 'RTMP_LISTEN'

  constructor({ host, port, cause }: { host: string; port: number; cause: unknown }) {
    const isUsed = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
    super(`RTMP cannot listen on ${host}:${port}${isUsed ? ': the port is in use' : ''}.`, {
      cause,
      meta: { host, port },
    })
  }
}
