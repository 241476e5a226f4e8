import type { Abi, ContractEventName, DecodeEventLogReturnType } from 'viem'
import type { Scope } from './scope.ts'

/** Arguments of a contract's event by name; addresses in lower case. */
export type EventArgs<abi extends Abi, Name extends ContractEventName<abi>> = DecodeEventLogReturnType<
  abi,
  Name
>['args']

/** What each event of a contract changes; events without a handler are kept as they are and change nothing. */
export type Handlers<abi extends Abi> = {
  readonly [Name in ContractEventName<abi>]?: (scope: Scope, args: EventArgs<abi, Name>) => void
}
