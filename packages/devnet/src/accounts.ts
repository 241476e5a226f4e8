import type { Address, Hex } from '@millrace/crypto'
import { bytesToHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'

/**
 * The mnemonic that every development chain uses. Its keys are public: fit for a network on one machine, where a
 * lost key loses nothing, and for no other.
 */
export const devMnemonic = 'test test test test test test test test test test test junk'

export interface DevAccount {
  readonly address: Address
  readonly privateKey: Hex
}

/** Account number `index` of the development mnemonic. */
export function devAccount(index: number): DevAccount {
  const account = mnemonicToAccount(devMnemonic, { addressIndex: index })
  const key = account.getHdKey().privateKey
  if (!key) throw new Error('The development mnemonic gave no private key.')
  return { address: account.address, privateKey: bytesToHex(key) }
}

/** Who has which account on a devnet. */
export const devAccounts = {
  deployer: devAccount(0),
  gateway: devAccount(1),
  /** Holds tokens and no stake, for trying out delegation on the pages. */
  delegator: devAccount(2),
  orchestrator: (index: number) => devAccount(10 + index),
}
