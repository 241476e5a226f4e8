import { identityRegistryAbi } from '@millrace/abi'
import { linkConsentTypedData } from '@millrace/common/identity'
import { privateKeyToAccount } from 'viem/accounts'
import type { SeedActionOf } from '../actions.ts'
import type { SeedDeployment } from './seed-deployment.ts'
import { type SeedTransaction, transaction } from './seed-transaction.ts'

type IdentityAction = SeedActionOf<'setTexts' | 'linkAccounts'>

/** For longer than any history. */
const deadline = 2n ** 40n

/** Calls by which accounts say who they are; none where the deployment has no registry. */
export async function identityTransactions(
  action: IdentityAction,
  { deployment: { identityRegistry: to }, chainId }: { deployment: SeedDeployment; chainId: bigint },
): Promise<SeedTransaction[]> {
  if (to === undefined) return []
  const { from } = action
  const abi = identityRegistryAbi
  if (action.kind === 'setTexts') {
    const records = Object.entries(action.texts).map(([key, value]) => ({ key, value }))
    return [transaction({ from, to, abi, functionName: 'setTexts', args: [records] })]
  }
  const { linked, linkedKey } = action
  const consent = { kind: 'link', chainId: Number(chainId), registry: to, account: linked } as const
  // What it signs first.
  const typedData = linkConsentTypedData({ ...consent, main: from, linked, nonce: 0n, deadline })
  const signature = await privateKeyToAccount(linkedKey).signTypedData(typedData)
  const args = [from, linked, { deadline: 0n, signature: '0x' }, { deadline, signature }] as const
  return [transaction({ from, to, abi, functionName: 'link', args })]
}

export function isIdentityAction(action: { readonly kind: string }): action is IdentityAction {
  return action.kind === 'setTexts' || action.kind === 'linkAccounts'
}
