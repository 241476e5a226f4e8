import type { Address, Hex, TypedDataDefinition } from 'viem'

/** A transaction that a wallet is to sign and send. */
export interface WalletTransaction {
  readonly to: Address
  readonly data: Hex
  readonly gas: bigint
}

/** A call that is sent with others, all of them or none. */
export type BundledCall = Pick<WalletTransaction, 'to' | 'data'>

/** An account that can sign: of a wallet in the browser, on a phone, or one of a devnet's test accounts. */
export interface Wallet {
  readonly id: string
  readonly name: string
  readonly address: Address
  /** Chain that it is on; a test account is on the right one always. */
  readonly chainId: number
  /** @throws what the wallet says when it refuses; `isRejection` tells whether its owner did. */
  readonly send: (transaction: WalletTransaction) => Promise<Hex>
  /** Sends calls as one transaction; there where the wallet can. @throws as `send` does. */
  readonly sendTogether?: ((calls: readonly BundledCall[]) => Promise<Hex>) | undefined
  readonly signTypedData: (data: TypedDataDefinition) => Promise<Hex>
  /** Asks for the network of these pages. */
  readonly switchChain: () => Promise<void>
  readonly disconnect: () => Promise<void>
}

/** A wallet that can be chosen. */
export interface WalletOffer {
  readonly id: string
  readonly name: string
  readonly kind: 'test-account' | 'browser' | 'phone'
  /** As a data URL. */
  readonly icon?: string | undefined
}

/** What a wallet tells of itself after it was connected. */
export interface WalletEvents {
  readonly onChanged: (change: { readonly address?: Address; readonly chainId?: number }) => void
  readonly onGone: () => void
}

/** EIP-1193: the owner said no. */
const userRejected = 4001

/** Whether the wallet's owner declined, by the codes and words that wallets use. */
export function isRejection(error: unknown): boolean {
  for (let cause = error; cause instanceof Object; cause = (cause as { cause?: unknown }).cause) {
    const { code, name } = cause as { readonly code?: unknown; readonly name?: unknown }
    // 5000: a WalletConnect session's way to say the same.
    if (code === userRejected || code === 5000 || name === 'UserRejectedRequestError') return true
  }
  return false
}
