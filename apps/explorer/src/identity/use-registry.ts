import { identityRegistryAbi } from '@millrace/abi'
import type { Address } from 'viem'
import { readContract } from 'viem/actions'
import { useChain } from '../network/use-chain.ts'

/** Where accounts say who they are; undefined until it is known, and where there is no such place. */
export function useIdentityRegistry(): Address | undefined {
  const { data } = useChain(
    ...(['identity-registry', []] as const),
    async ({ contracts }) => contracts.identityRegistry ?? null,
    { isConstant: true },
  )
  return data ?? undefined
}

/** The number of what an account signs next. */
export function useIdentityNonce(registry: Address, account: Address | undefined): bigint | undefined {
  const { data } = useChain(
    ...(['identity-nonce', [registry, account ?? '']] as const),
    ({ client }) =>
      account === undefined
        ? Promise.reject(new Error('There is no account.'))
        : readContract(client, {
            ...{ address: registry, abi: identityRegistryAbi },
            ...{ functionName: 'nonces', args: [account] },
          }),
    { enabled: account !== undefined },
  )
  return data
}
