import { localSigner } from '@millrace/crypto'
import { signTicket, ticketBrokerScheme } from '@millrace/payments'
import { type Address, type Hex, keccak256, toHex, zeroAddress } from 'viem'
import { batchSize, type Operation } from './live.ts'
import { type GasNetwork, wholeToken } from './network.ts'

/** Gas of each operation. */
export type Measured = Map<Operation, number>

const poolSize = 100
/** Once the pool is filled: more blocks than any round has transactions. */
const roundLengthBlocks = 40n
const maxWinProb = 2n ** 256n - 1n
const ticketFaceValueWei = 10n ** 15n
const rand = 7n

/** Goes through every operation of the live protocol's list, each in the state that the list names. */
export async function measure(network: GasNetwork, log: (line: string) => void): Promise<Measured> {
  const scenario = new Scenario(network)
  log('filling the pool')
  await scenario.fillPool()
  log('rewards')
  await scenario.rewards()
  log('delegators')
  await scenario.delegators()
  log('claims')
  await scenario.claims()
  log('exits')
  await scenario.exits()
  log('tickets')
  await scenario.tickets()
  return scenario.measured
}

/** An account that nobody has the key of; transactions are sent without one. */
function account(name: string): Address {
  return `0x${keccak256(toHex(name)).slice(-40)}`
}

class Scenario {
  readonly measured: Measured = new Map()
  readonly #network: GasNetwork
  readonly #pool = Array.from({ length: poolSize }, (_, index) => account(`orchestrator ${index}`))
  readonly #leader = account('leader')
  readonly #delegator = account('delegator of rank 2')
  readonly #gateway = localSigner(keccak256(toHex('gateway')))
  #senderNonce = 0

  constructor(network: GasNetwork) {
    this.#network = network
  }

  async fillPool(): Promise<void> {
    const named: Readonly<Record<number, Operation>> = {
      0: 'bond: self, first in an empty pool',
      10: 'bond: self, 11th, no hint',
      99: 'bond: self, 100th, no hint (tail)',
    }
    for (const [index, orchestrator] of this.#pool.entries()) {
      const gas = await this.#bond(orchestrator, BigInt(2 * (poolSize - index)) * wholeToken, orchestrator)
      const operation = named[index]
      if (operation) this.measured.set(operation, gas)
      await this.#staking(orchestrator, 'transcoder', [100_000n, 500_000n])
    }
    const gas = await this.#bond(this.#leader, 10_000n * wholeToken, this.#leader)
    this.measured.set('bond: pool full, evicts the tail, becomes head', gas)
    await this.#staking(this.#leader, 'transcoder', [100_000n, 500_000n])
    await this.#setRoundLength(roundLengthBlocks)
    // From its beginning: how far into it this would be else depends on how many blocks the deployment took.
    await this.#nextRound()
  }

  /** The leader is rank 1, so that `#pool[i]` is rank i + 2. */
  #ranked(rank: number): Address {
    return this.#pool[rank - 2] ?? zeroAddress
  }

  async rewards(): Promise<void> {
    const { owner } = this.#network
    await this.#network.send(owner, {
      contract: 'bondingManager',
      functionName: 'setTreasuryRewardCutRate',
      args: [10n ** 26n],
    })
    const rank2 = this.#ranked(2)
    this.measured.set('reward: rank 2, first (cut not yet active)', await this.#staking(rank2, 'reward'))
    this.measured.set(
      'transcoder: config change',
      await this.#staking(rank2, 'transcoder', [150_000n, 500_000n]),
    )
    await this.#nextRound()
    this.measured.set('reward: rank 2, second', await this.#staking(rank2, 'reward'))
    for (const rank of [50, 51, 99]) await this.#staking(this.#ranked(rank), 'reward')
    this.measured.set('initializeRound', await this.#nextRound())
    this.measured.set('reward: rank 2, steady', await this.#staking(rank2, 'reward'))
    this.measured.set('reward: rank 50, no hint', await this.#staking(this.#ranked(50), 'reward'))
    this.measured.set('reward: rank 99, no hint', await this.#staking(this.#ranked(99), 'reward'))
    await this.#nextRound()
  }

  /** The delegates have called reward in an earlier round and not yet in this one, which costs most. */
  async delegators(): Promise<void> {
    // More than the distance of two ranks, so that the delegate moves up by one.
    const amount = 3n * wholeToken
    const [rank2, rank50, rank51] = [this.#ranked(2), this.#ranked(50), this.#ranked(51)]
    this.measured.set('bond: new delegator to rank 2', await this.#bond(this.#delegator, amount, rank2))
    const gas = await this.#bond(account('delegator of rank 50'), amount, rank50)
    this.measured.set('bond: new delegator to rank 50, no hint', gas)
    const hinted = account('delegator of rank 51')
    await this.#giveTokens(hinted, amount)
    // Rank 50 has moved up, so that rank 49 is what rank 51 passes.
    const hints = [zeroAddress, zeroAddress, rank50, this.#ranked(49)]
    this.measured.set(
      'bond: new delegator to rank 51, exact hint',
      await this.#staking(hinted, 'bondWithHint', [amount, rank51, ...hints]),
    )
    for (let round = 0; round < 3; round++) {
      await this.#staking(rank2, 'reward')
      await this.#nextRound()
    }
    this.measured.set(
      'bond: more, same delegate, claims 3 rounds',
      await this.#bond(this.#delegator, amount, rank2),
    )
  }

  async claims(): Promise<void> {
    const rank2 = this.#ranked(2)
    const claim = (operation: Operation) =>
      this.#staking(this.#delegator, 'claimEarnings', [0n]).then((gas) => this.measured.set(operation, gas))
    await claim('claimEarnings: over 0 rounds')
    await this.#staking(rank2, 'reward')
    await this.#nextRound()
    await claim('claimEarnings: over 1 round')
    await this.#staking(rank2, 'reward')
    await this.#passMany(100)
    await claim('claimEarnings: over 100 rounds')
    await this.#staking(rank2, 'reward')
    await this.#passMany(1000)
    await claim('claimEarnings: over 1000 rounds')
  }

  /** Each after a claim in the same round. */
  async exits(): Promise<void> {
    const rank2 = this.#ranked(2)
    await this.#staking(rank2, 'reward')
    this.measured.set('unbond', await this.#staking(this.#delegator, 'unbond', [wholeToken]))
    this.measured.set('rebond', await this.#staking(this.#delegator, 'rebond', [0n]))
    const hints = [zeroAddress, zeroAddress, zeroAddress, zeroAddress]
    const fresh = account('receiver of stake')
    this.measured.set(
      'transferBond: to a fresh address',
      await this.#staking(this.#delegator, 'transferBond', [fresh, wholeToken, ...hints]),
    )
    await this.#staking(this.#delegator, 'unbond', [wholeToken])
    await this.#nextRound(7)
    this.measured.set('withdrawStake', await this.#staking(this.#delegator, 'withdrawStake', [2n]))
  }

  async tickets(): Promise<void> {
    const face = ticketFaceValueWei
    const [deposit, reserve] = [face * 12n + face / 2n, face * 1_000n]
    this.measured.set('fundDepositAndReserve: first', await this.#fund(deposit, reserve))
    await this.#redeem('redeemWinningTicket: first of the round, deposit')
    await this.#redeem('redeemWinningTicket: later, deposit')
    await this.#nextRound()
    this.measured.set('batchRedeemWinningTickets: ten, deposit', await this.#redeemBatch())
    await this.#redeem('redeemWinningTicket: later, deposit and reserve')
    await this.#redeem('redeemWinningTicket: later, reserve only')
    await this.#nextRound()
    await this.#staking(this.#delegator, 'claimEarnings', [0n])
    this.measured.set(
      'withdrawFees',
      await this.#staking(this.#delegator, 'withdrawFees', [this.#delegator, 1_000n]),
    )
    this.measured.set('unlock', await this.#broker('unlock'))
  }

  async #redeem(operation: Operation): Promise<void> {
    this.measured.set(operation, await this.#broker('redeemWinningTicket', await this.#ticket()))
  }

  async #redeemBatch(): Promise<number> {
    const batch = []
    for (let i = 0; i < batchSize; i++) batch.push(await this.#ticket())
    const columns = [batch.map(([ticket]) => ticket), batch.map(([, sig]) => sig), batch.map(([, , r]) => r)]
    const gas = await this.#broker('batchRedeemWinningTickets', columns)
    const [{ deposit }] = (await this.#network.read({
      contract: 'ticketBroker',
      functionName: 'getSenderInfo',
      args: [this.#gateway.address],
    })) as [{ deposit: bigint }]
    if (deposit !== ticketFaceValueWei / 2n) throw new Error('Not every ticket of the batch was redeemed.')
    return gas
  }

  /** Arguments of a redemption: ticket, signature, random number. */
  async #ticket(): Promise<readonly [unknown, Hex, bigint]> {
    const scheme = ticketBrokerScheme({ contract: this.#network.addresses.ticketBroker, chainId: 31_337n })
    const creationRound = (await this.#rounds('currentRound')) as bigint
    const ticket = {
      recipient: this.#ranked(2),
      sender: this.#gateway.address,
      faceValueWei: ticketFaceValueWei,
      winProb: maxWinProb,
      senderNonce: ++this.#senderNonce,
      recipientRandHash: scheme.recipientRandHash(rand),
      creationRound,
      creationRoundBlockHash: (await this.#rounds('blockHashForRound', [creationRound])) as Hex,
    }
    const signature = await signTicket(scheme, ticket, this.#gateway)
    return scheme.redemption({ ticket, signature, recipientRand: rand, paramsExpirationBlock: 0n }).args
  }

  #fund(deposit: bigint, reserve: bigint): Promise<number> {
    return this.#network.send(this.#gateway.address, {
      contract: 'ticketBroker',
      functionName: 'fundDepositAndReserve',
      args: [deposit, reserve],
      valueWei: deposit + reserve,
    })
  }

  async #bond(from: Address, amount: bigint, to: Address): Promise<number> {
    await this.#giveTokens(from, amount)
    return this.#staking(from, 'bond', [amount, to])
  }

  async #giveTokens(to: Address, amount: bigint): Promise<void> {
    const { owner, addresses } = this.#network
    await this.#network.send(owner, { contract: 'token', functionName: 'transfer', args: [to, amount] })
    const args = [addresses.bondingManager, amount]
    await this.#network.send(to, { contract: 'token', functionName: 'approve', args })
  }

  /** Lets many rounds pass, of which only the last is initialised: for a while they are a block long. */
  async #passMany(rounds: number): Promise<void> {
    const target = Number(await this.#rounds('currentRound')) + rounds
    await this.#setRoundLength(1n)
    await this.#network.mine(target - Number(await this.#rounds('currentRound')) - 1)
    await this.#setRoundLength(roundLengthBlocks)
    await this.#initializeRound()
  }

  async #setRoundLength(blocks: bigint): Promise<void> {
    const { owner } = this.#network
    await this.#network.send(owner, {
      contract: 'roundsManager',
      functionName: 'setRoundLength',
      args: [blocks],
    })
  }

  /** Goes to a later round and initialises it. @returns gas of the initialisation */
  async #nextRound(count = 1): Promise<number> {
    const into = Number(await this.#rounds('blockNum')) - Number(await this.#rounds('currentRoundStartBlock'))
    await this.#network.mine(count * Number(roundLengthBlocks) - into)
    return this.#initializeRound()
  }

  #initializeRound(): Promise<number> {
    return this.#network.send(account('initialiser'), {
      contract: 'roundsManager',
      functionName: 'initializeRound',
    })
  }

  #staking(from: Address, functionName: string, args: readonly unknown[] = []): Promise<number> {
    return this.#network.send(from, { contract: 'bondingManager', functionName, args })
  }

  #broker(functionName: string, args: readonly unknown[] = []): Promise<number> {
    return this.#network.send(this.#gateway.address, { contract: 'ticketBroker', functionName, args })
  }

  #rounds(functionName: string, args: readonly unknown[] = []): Promise<unknown> {
    return this.#network.read({ contract: 'roundsManager', functionName, args })
  }
}
