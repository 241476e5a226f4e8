/** What a random call is drawn from: the state so far, and who and what there is in it. */
import { bytesToHex, keccak256, localSigner, type Signer } from '@millrace/crypto'
import { type Address, NOBODY } from '../../model/address.ts'
import type { Call } from '../../model/calls/call.ts'
import { Protocol } from '../../model/protocol.ts'
import type { Random } from './random.ts'

export interface Person {
  readonly address: Address
  readonly signer: Signer
}

function addressOf(name: string): Address {
  return bytesToHex(keccak256(Buffer.from(name)).subarray(12)) as Address
}

export const roles = {
  owner: addressOf('owner'),
  minter: addressOf('minter'),
  treasury: addressOf('treasury'),
  verifier: addressOf('verifier'),
  migrator: addressOf('migrator'),
  guardian: addressOf('guardian'),
} as const

export const people: readonly Person[] = Array.from({ length: 10 }, (_, i) => {
  const signer = localSigner(bytesToHex(keccak256(Buffer.from(`person ${i}`))))
  return { address: signer.address.toLowerCase() as Address, signer }
})

/** Accounts whose state is compared. */
export const accounts: readonly Address[] = [...people.map(({ address }) => address), roles.treasury]

/** Tokens that an account allows the staking contract to take: one has little to give. */
export const allowances: readonly bigint[] = accounts.map((_, i) => (i === 8 ? 10n ** 21n : 2n ** 256n - 1n))

/** Wei that each account has from the start. */
export const ETHER_OF_EACH = 10n ** 26n

/** Arguments of one redemption. */
export interface Redemption {
  readonly ticket: {
    readonly recipient: Address
    readonly sender: Address
    readonly faceValue: bigint
    readonly winProb: bigint
    readonly senderNonce: bigint
    readonly recipientRandHash: `0x${string}`
    readonly auxData: `0x${string}`
  }
  readonly signature: `0x${string}`
  readonly recipientRand: bigint
}

export class Situation {
  readonly random: Random
  readonly protocol: Protocol
  /** Tickets so far, so that they are tried again. */
  readonly redemptions: Redemption[] = []

  constructor(random: Random) {
    this.random = random
    const { owner, minter, treasury, verifier, migrator } = roles
    this.protocol = new Protocol({
      owner,
      minter,
      treasury,
      verifier,
      migrator,
      inflation: 220_500n,
      inflationChange: 500n,
      targetBondingRate: 500_000_000n,
    })
    for (const [i, account] of accounts.entries()) {
      this.protocol.token.approve(account, allowances[i] ?? 0n)
      this.protocol.ether.give(account, ETHER_OF_EACH)
    }
  }

  get ledger() {
    return this.protocol.staking.ledger
  }

  get round(): bigint {
    return this.protocol.rounds.current
  }

  anyone(): Address {
    return this.random.pick(people).address
  }

  /** One of those for whom something holds; now and then, or if there is none, anyone. */
  someone(holds: (account: Address) => boolean): Address {
    const fitting = this.random.chance(0.04) ? [] : people.filter(({ address }) => holds(address))
    return this.random.pickAny(fitting)?.address ?? this.anyone()
  }

  /** Anyone, the treasury, or nobody. */
  whoever(): Address {
    if (this.random.chance(0.03)) return NOBODY
    return this.random.chance(0.02) ? roles.treasury : this.anyone()
  }

  /** The owner; now and then somebody else. */
  owner(): Address {
    return this.random.chance(0.05) ? this.anyone() : roles.owner
  }

  /** An amount out of `most`: also all of it, nothing, and one too many. */
  amountOf(most: bigint): bigint {
    const { random } = this
    return random.weighted<() => bigint>([
      [50, () => random.upTo(most)],
      [25, () => most],
      [10, () => 1n],
      [4, () => most + 1n],
      [3, () => 0n],
      [8, () => most / 2n],
    ])()
  }
}

type Rest = Pick<Call, 'functionName' | 'args'>

export function callBonding(caller: Address, functionName: string, args: readonly unknown[]): Call {
  return { caller, value: 0n, contract: 'bonding', functionName, args }
}

export function callOf(contract: Call['contract'], caller: Address, { functionName, args }: Rest): Call {
  return { caller, value: 0n, contract, functionName, args }
}
