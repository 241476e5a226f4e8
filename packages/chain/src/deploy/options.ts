import type { Address, Hex } from 'viem'
import type { ProtocolParameters } from '../protocol/parameters.ts'

export interface DeployOptions {
  /** Who owns the Controller and administers the token's roles in the end. */
  readonly owner: Address
  readonly token: {
    readonly name: string
    readonly symbol: string
    /** Version of the EIP-712 domain that permits are signed for. */
    readonly domainVersion: string
  }
  readonly parameters: ProtocolParameters
  /** Tokens (1e-18) minted before the protocol starts. */
  readonly grants: readonly { readonly to: Address; readonly amount: bigint }[]
  /** A Multicall3 that the chain already has; without it ours is deployed. */
  readonly multicall3?: Address
  /** Commit that the contracts were built from, 20 bytes; recorded in the Controller. */
  readonly gitCommit?: Hex
}

/** One line of text for each option. Addresses may come in any case; the commit is a note and may change. */
export function describeOptions({
  owner,
  token,
  parameters,
  grants,
  multicall3,
}: DeployOptions): Record<string, string> {
  return {
    owner: owner.toLowerCase(),
    ...Object.fromEntries(Object.entries(token).map(([key, value]) => [`token.${key}`, value])),
    ...Object.fromEntries(
      Object.entries(parameters).map(([key, value]) => [`parameters.${key}`, String(value)]),
    ),
    grants: grants.map(({ to, amount }) => `${to.toLowerCase()}=${amount}`).join(' '),
    multicall3: multicall3?.toLowerCase() ?? '',
  }
}
