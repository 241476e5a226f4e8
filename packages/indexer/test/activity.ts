import { bondingManagerAbi, serviceRegistryAbi, ticketBrokerAbi } from '@millrace/abi'
import { account, ether, type Protocol, type TestTransaction } from '@millrace/chain/testing'
import {
  type Abi,
  concat,
  encodeAbiParameters,
  encodeFunctionData,
  encodePacked,
  type Hex,
  keccak256,
  maxUint256,
  toHex,
} from 'viem'
import { Random } from '../../../contracts/test/differential/random.ts'

const actors = Array.from({ length: 9 }, (_, index) => account(index).address)
const gateways = [0, 1, 2]
const million = 1_000_000

export interface ActivityOptions {
  /** Tickets that are redeemed at once at the most. */
  readonly mostTickets?: number
}

/**
 * Does on a chain whatever people do in the protocol, drawn from a seed: staking, cuts, rewards, fees, funds, exits.
 * What the contracts refuse leaves no trace, as in life.
 */
export class Activity {
  readonly #protocol: Protocol
  readonly #random: Random
  readonly #mostTickets: number
  #nonce = 0

  constructor(protocol: Protocol, seed: number, { mostTickets = 4 }: ActivityOptions = {}) {
    this.#protocol = protocol
    this.#mostTickets = mostTickets
    this.#random = new Random(seed)
  }

  async begin(): Promise<void> {
    const { bondingManager, token } = this.#protocol.chain.addresses
    await this.#protocol.raw('anvil_autoImpersonateAccount', [true])
    const data = encodeFunctionData({
      abi: this.#protocol.chain.contracts.token.abi,
      functionName: 'approve',
      args: [bondingManager, maxUint256],
    })
    for (const from of actors) await this.#protocol.send({ from, to: token, data })
    await this.#protocol.nextRound()
    for (const from of actors.slice(0, 4))
      await this.#protocol.send(this.#staking(from, 'bond', [this.#amount(), from]))
    for (const index of gateways) await this.#protocol.send(this.#fund(index))
    await this.#protocol.nextRound()
  }

  /** So many calls, each in a block of its own or some together. */
  async run(calls: number): Promise<void> {
    for (let done = 0; done < calls; ) {
      if (this.#random.chance(0.04) || (await this.#isBetweenRounds())) await this.#protocol.nextRound()
      const together = this.#random.chance(0.2) ? 1 + this.#random.below(5) : 1
      if (together === 1) await this.#protocol.send(await this.#draw())
      else {
        await this.#protocol.raw('evm_setAutomine', [false])
        for (let index = 0; index < together; index++) await this.#protocol.submit(await this.#draw())
        await this.#protocol.raw('evm_mine')
        await this.#protocol.raw('evm_setAutomine', [true])
      }
      done += together
    }
  }

  /** Hardly anything can be done before somebody has begun the round; now and then somebody tries all the same. */
  async #isBetweenRounds(): Promise<boolean> {
    const { isInitialized } = await this.#protocol.chain.rounds.current()
    return !isInitialized && this.#random.chance(0.5)
  }

  async #draw(): Promise<TestTransaction> {
    const from = this.#random.pick(actors)
    const other = this.#random.pick(actors)
    const none: Hex = '0x0000000000000000000000000000000000000000'
    const lock = BigInt(this.#random.below(4))
    const staked = await this.#stakeOf(from)
    return this.#random.weighted<() => TestTransaction | Promise<TestTransaction>>([
      [16, () => this.#staking(from, 'bond', [this.#random.chance(0.2) ? 0n : this.#amount(), other])],
      [8, () => this.#staking(from, 'bond', [this.#amount(), from])],
      [
        10,
        () => this.#staking(from, 'unbond', [this.#random.chance(0.3) ? staked : this.#random.upTo(staked)]),
      ],
      [6, () => this.#staking(from, 'rebond', [lock])],
      [5, () => this.#staking(from, 'rebondFromUnbonded', [other, lock])],
      [
        6,
        () => this.#staking(from, 'transferBond', [other, this.#random.upTo(staked), none, none, none, none]),
      ],
      [6, () => this.#staking(from, 'withdrawStake', [lock])],
      [4, () => this.#staking(from, 'withdrawFees', [from, BigInt(this.#random.below(1000))])],
      [4, () => this.#staking(from, 'claimEarnings', [0n])],
      [
        6,
        () =>
          this.#staking(from, 'transcoder', [
            BigInt(this.#random.below(million)),
            BigInt(this.#random.below(million)),
          ]),
      ],
      [24, () => this.#staking(from, 'reward', [])],
      [2, () => this.#staking(from, 'setRewardCaller', [other])],
      [2, () => this.#serviceUri(from)],
      [3, () => this.#fund(this.#random.pick(gateways))],
      [1, () => this.#broker(from, 'unlock', [])],
      [1, () => this.#broker(from, 'cancelUnlock', [])],
      [1, () => this.#broker(from, 'withdraw', [])],
      [20, () => this.#redeem(other)],
    ])()
  }

  #amount(): bigint {
    return this.#random.chance(0.2) ? 1n + this.#random.upTo(1000n) : this.#random.upTo(500n * ether) + 1n
  }

  async #stakeOf(address: Hex): Promise<bigint> {
    const { client, contracts } = this.#protocol.chain
    return client.readContract({
      ...contracts.bondingManager,
      functionName: 'pendingStake',
      args: [address, 0n],
    })
  }

  #staking(from: Hex, functionName: string, args: readonly unknown[]): TestTransaction {
    const { bondingManager } = this.#protocol.chain.addresses
    return { from, to: bondingManager, data: encode(bondingManagerAbi, functionName, args) }
  }

  #broker(from: Hex, functionName: string, args: readonly unknown[], valueWei = 0n): TestTransaction {
    const { ticketBroker } = this.#protocol.chain.addresses
    return { from, to: ticketBroker, data: encode(ticketBrokerAbi, functionName, args), valueWei }
  }

  #serviceUri(from: Hex): TestTransaction {
    const { serviceRegistry } = this.#protocol.chain.addresses
    const uri = this.#random.pick(['https://a.example:8935', 'https://ü.example/\0x', ''])
    return { from, to: serviceRegistry, data: encode(serviceRegistryAbi, 'setServiceURI', [uri]) }
  }

  #fund(index: number): TestTransaction {
    const { address } = account(index)
    const [deposit, reserve] = [BigInt(this.#random.below(4000)), BigInt(this.#random.below(9000))]
    return this.#broker(address, 'fundDepositAndReserve', [deposit, reserve], deposit + reserve)
  }

  /** Tickets that win for certain, sometimes for several recipients. */
  async #redeem(recipient: Hex): Promise<TestTransaction> {
    const count = 1 + this.#random.below(this.#mostTickets)
    const signed = []
    for (let index = 0; index < count; index++) {
      const to = this.#random.chance(0.3) ? this.#random.pick(actors) : recipient
      signed.push(await this.#ticket(this.#random.pick(gateways), to))
    }
    const [tickets, sigs, rands] = [
      signed.map((s) => s.ticket),
      signed.map((s) => s.sig),
      signed.map((s) => s.rand),
    ]
    return this.#broker(recipient, 'batchRedeemWinningTickets', [tickets, sigs, rands])
  }

  async #ticket(gateway: number, recipient: Hex) {
    const { client, contracts } = this.#protocol.chain
    const round = await client.readContract({ ...contracts.roundsManager, functionName: 'currentRound' })
    const hash = await client.readContract({
      ...contracts.roundsManager,
      functionName: 'blockHashForRound',
      args: [round],
    })
    const rand = BigInt(this.#random.bits())
    const { address, account: signer } = account(gateway)
    const ticket = {
      recipient,
      sender: address,
      faceValue: BigInt(1 + this.#random.below(3000)),
      winProb: maxUint256,
      senderNonce: BigInt(this.#nonce++),
      recipientRandHash: keccak256(encodeAbiParameters([{ type: 'uint256' }], [rand])),
      auxData: concat([toHex(round, { size: 32 }), hash]),
    }
    const packed = encodePacked(
      ['address', 'address', 'uint256', 'uint256', 'uint256', 'bytes32', 'bytes'],
      [
        ticket.recipient,
        ticket.sender,
        ticket.faceValue,
        ticket.winProb,
        ticket.senderNonce,
        ticket.recipientRandHash,
        ticket.auxData,
      ],
    )
    const sig = await signer.signMessage({ message: { raw: keccak256(packed) } })
    return { ticket, sig, rand }
  }
}

function encode(abi: Abi, functionName: string, args: readonly unknown[]): Hex {
  return encodeFunctionData({ abi, functionName, args })
}
