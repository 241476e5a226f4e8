import { identityRegistryAbi } from '@millrace/abi'
import type { LinkConsent, TextRecord } from '@millrace/common/identity'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import type { ContractCall } from '../staking/calls.ts'
import { isSame } from '../staking/state.ts'

const abi = identityRegistryAbi
/** Who makes the call has no need to sign anything else. */
const byCall = { deadline: 0n, signature: '0x' } as const

/** Says who the caller is. */
export function setTextsCall(registry: Address, records: readonly TextRecord[]): ContractCall {
  const functionName = 'setTexts'
  return { functionName, to: registry, data: encodeFunctionData({ abi, functionName, args: [records] }) }
}

/** Links two accounts as the one that has not signed. */
export function linkCall(
  { registry, account, main, linked, deadline }: LinkConsent,
  signature: Hex,
): ContractCall {
  const consent = { deadline, signature }
  const consents = isSame(account, main) ? ([consent, byCall] as const) : ([byCall, consent] as const)
  const functionName = 'link'
  const data = encodeFunctionData({ abi, functionName, args: [main, linked, ...consents] })
  return { functionName, to: registry, data }
}

/** Ends a link as one of the two. */
export function unlinkCall(registry: Address, linked: Address): ContractCall {
  const functionName = 'unlink'
  return { functionName, to: registry, data: encodeFunctionData({ abi, functionName, args: [linked] }) }
}
