import { BaseError } from '@millrace/common'

/** Thrown for an orchestrator's address where somebody answers who is not shown to act for its staking account. */
export class EndpointError extends BaseError {
  override name = 'EndpointError'
  readonly code = 'ENDPOINT'

  constructor({ detail }: { detail: string }) {
    super(detail)
  }
}
