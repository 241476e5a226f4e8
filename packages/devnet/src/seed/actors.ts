import { type Address, bytesToHex, type Hex, keccak256, localSigner } from '@millrace/crypto'

export type ActorRole = 'orchestrator' | 'delegator' | 'gateway' | 'guest'

/**
 * Key of an actor of a seeded network: made of its name, so that anybody can import the account into a wallet. As
 * public as the mnemonic of development chains.
 */
export function actorKey(seed: string, role: ActorRole, index: number): Hex {
  return bytesToHex(keccak256(new TextEncoder().encode(`millrace seed ${seed} ${role} ${index}`)))
}

export function actorAddress(seed: string, role: ActorRole, index: number): Address {
  return localSigner(actorKey(seed, role, index)).address
}
