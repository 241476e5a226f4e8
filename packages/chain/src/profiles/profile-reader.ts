import { identityRegistryAbi } from '@millrace/abi'
import { knownKeys } from '@millrace/common/identity'
import { type Address, isSameAddress, zeroAddress } from '@millrace/crypto'
import type { Chain } from '../client/connect.ts'
import { IdentityRegistryMissingError } from './errors.ts'

/** What an account says of itself, as the chain has it. */
export interface ChainProfile {
  readonly account: Address
  /** The account that it belongs to. */
  readonly main: Address | undefined
  /** Accounts that belong to it. */
  readonly linked: readonly Address[]
  /** By key, as written; known keys only, and none that is empty. */
  readonly texts: Readonly<Record<string, string>>
}

/** @throws {IdentityRegistryMissingError} when the deployment has none */
export function identityRegistryOf({ addresses: { identityRegistry, controller } }: Chain) {
  if (identityRegistry === undefined) throw new IdentityRegistryMissingError({ controller })
  return { address: identityRegistry, abi: identityRegistryAbi } as const
}

/** @throws {IdentityRegistryMissingError}, and what the chain throws when it does not answer */
export async function readProfile(chain: Chain, account: Address): Promise<ChainProfile> {
  const registry = identityRegistryOf(chain)
  const keys = Object.keys(knownKeys)
  const { client } = chain
  const [values, main, linked] = await Promise.all([
    client.readContract({ ...registry, functionName: 'texts', args: [account, keys] }),
    client.readContract({ ...registry, functionName: 'mainOf', args: [account] }),
    client.readContract({ ...registry, functionName: 'linkedTo', args: [account] }),
  ])
  const texts = keys.flatMap((key, index) => (values[index] ? [[key, values[index]]] : []))
  return {
    account,
    main: isSameAddress(main, zeroAddress) ? undefined : main,
    linked,
    texts: Object.fromEntries(texts),
  }
}

/** Reads the nonce of what the account signs next. */
export function readIdentityNonce(chain: Chain, account: Address): Promise<bigint> {
  const registry = identityRegistryOf(chain)
  return chain.client.readContract({ ...registry, functionName: 'nonces', args: [account] })
}
