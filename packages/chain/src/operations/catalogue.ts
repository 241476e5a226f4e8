import { UnknownOperationError } from './errors.ts'
import { fundsOperations } from './funds-operations.ts'
import { identityOperations } from './identity-operations.ts'
import type { Operation } from './operation.ts'
import { orchestratorOperations } from './orchestrator-operations.ts'
import { stakingOperations } from './staking-operations.ts'
import { transferOperations } from './transfer-operations.ts'
import { voteOperations } from './vote-operations.ts'

/** Everything that an account can be told to do on chain. */
export const operations: readonly Operation[] = [
  ...stakingOperations,
  ...orchestratorOperations,
  ...fundsOperations,
  ...transferOperations,
  ...voteOperations,
  ...identityOperations,
]

/** @throws {UnknownOperationError} */
export function operationOf(name: string): Operation {
  const found = operations.find((one) => one.name === name)
  if (found === undefined)
    throw new UnknownOperationError({ operation: name, known: operations.map((one) => one.name) })
  return found
}
