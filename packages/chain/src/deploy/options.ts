import type { Address, Hex } from 'viem'
import { liveParameters, type ProtocolParameters } from '../protocol/parameters.ts'

export interface DeployOptions {
  /** Who owns the Controller and administers the token's roles in the end, directly or through the Governor. */
  readonly owner: Address
  /** Whether a Governor that only makes staged updates stands between them and the owner. */
  readonly hasGovernor?: boolean
  /** Who may pause beside the owner. */
  readonly guardian?: Address
  readonly token: {
    readonly name: string
    readonly symbol: string
    /** Version of the EIP-712 domain that permits are signed for. */
    readonly domainVersion: string
  }
  readonly parameters: ProtocolParameters
  /** Tokens (1e-18) minted before the protocol starts. */
  readonly grants: readonly { readonly to: Address; readonly amount: bigint }[]
  /** Gives tokens to anybody who asks, on a test network. */
  readonly faucet?: {
    /** Tokens (1e-18) a request. */
    readonly requestAmount: bigint
    /** Hours until an account may ask again. */
    readonly requestWaitHours: bigint
    /** Tokens (1e-18) that it begins with. */
    readonly tokens: bigint
  }
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
  hasGovernor = false,
  guardian,
  faucet,
}: DeployOptions): Record<string, string> {
  return {
    owner: owner.toLowerCase(),
    ...Object.fromEntries(Object.entries(token).map(([key, value]) => [`token.${key}`, value])),
    ...describeParameters(parameters),
    grants: grants.map(({ to, amount }) => `${to.toLowerCase()}=${amount}`).join(' '),
    multicall3: multicall3?.toLowerCase() ?? '',
    hasGovernor: String(hasGovernor),
    guardian: guardian?.toLowerCase() ?? '',
    ...Object.fromEntries(
      Object.entries(faucet ?? {}).map(([key, value]) => [`faucet.${key}`, String(value)]),
    ),
  }
}

/** Of the options that may be left out, as {@link describeOptions} describes them. */
export const defaultOptions: Readonly<Record<string, string>> = {
  ...describeParameters(liveParameters),
  hasGovernor: 'false',
  guardian: '',
}

function describeParameters(parameters: ProtocolParameters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [`parameters.${key}`, String(value)]),
  )
}
