import type { OperationOutcomeJson, OperationPreviewJson, OperationRequest } from '@millrace/chain/operations'

/** Whoever does operations of an account: a running node, or this command with a key. */
export interface Desk extends AsyncDisposable {
  /** Symbol of the deployment's token, where it is known. */
  readonly tokenSymbol: string | undefined
  preview(request: OperationRequest): Promise<OperationPreviewJson>
  /** What an earlier command left open and is settled now. */
  settle(
    request: OperationRequest,
  ): Promise<{ readonly outcome: OperationOutcomeJson; readonly isThisOne: boolean } | undefined>
  send(request: OperationRequest): Promise<OperationOutcomeJson>
}
