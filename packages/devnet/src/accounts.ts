import type { Address, Hex } from '@millrace/crypto'
import { bytesToHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'

/**
 * The mnemonic that every development chain uses. Its keys are public: fit for a network on one machine, where a
 * lost key loses nothing, and for no other.
 */
export const publicMnemonic = 'test test test test test test test test test test test junk'

export interface DevnetAccount {
  readonly address: Address
  readonly privateKey: Hex
}

/** Who has which account on a devnet. */
export interface DevnetAccounts {
  readonly deployer: DevnetAccount
  readonly gateway: DevnetAccount
  /** Holds tokens and no stake, for trying out delegation on the pages. */
  readonly delegator: DevnetAccount
  readonly orchestrators: readonly DevnetAccount[]
}

/** The accounts of a mnemonic. @throws {Error} when it is none. */
export function accountsOf(mnemonic: string, orchestrators: number): DevnetAccounts {
  const account = (addressIndex: number): DevnetAccount => {
    const derived = mnemonicToAccount(mnemonic, { addressIndex })
    const key = derived.getHdKey().privateKey
    if (!key) throw new Error('The mnemonic gave no private key.')
    return { address: derived.address, privateKey: bytesToHex(key) }
  }
  return {
    deployer: account(0),
    gateway: account(1),
    delegator: account(2),
    orchestrators: Array.from({ length: orchestrators }, (_, index) => account(10 + index)),
  }
}
