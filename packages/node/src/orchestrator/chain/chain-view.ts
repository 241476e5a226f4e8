import type { BrokerReads, RoundInfo, RoundReads, StakingReads } from '@millrace/chain'
import type { Address } from '@millrace/crypto'
import type { RecipientChain, RecipientHead, SenderFacts } from '@millrace/payments'

/** What the view reads of the chain, and no more. */
export interface ChainReads {
  readonly rounds: Pick<RoundReads, 'current' | 'ticketRound'>
  readonly staking: Pick<StakingReads, 'isActive'>
  readonly broker: Pick<BrokerReads, 'senderFloat' | 'params'>
  /** The latest block number that rounds and expiry count in. */
  blockNumber(): Promise<bigint>
  gasPriceWei(): Promise<bigint>
}

export interface ChainViewDependencies {
  readonly reads: ChainReads
  /** Face values of a sender's winners that are not paid yet. */
  readonly waitingWei: (sender: Address) => bigint
}

interface Snapshot {
  readonly block: bigint
  readonly round: RoundInfo
  readonly creationRounds: RecipientHead['creationRounds']
  readonly isActive: boolean
}

interface CachedFacts {
  readonly block: bigint
  readonly facts: Promise<Omit<SenderFacts, 'pendingWei'>>
}

/** A spike of the gas price moves the average by this part a block, so that prices and face values stay calm. */
const gasPriceWeight = 32n
const maxCachedSenders = 1_000

/**
 * The chain as this orchestrator knows it: refreshed at each block, so that a request of a gateway is answered from
 * memory, but for the funds of its sender, which are read once a block.
 */
export class ChainView implements RecipientChain {
  readonly recipient: Address
  readonly #deps: ChainViewDependencies
  readonly #senders = new Map<string, CachedFacts>()
  #snapshot: Snapshot
  #gasPriceWei: bigint

  private constructor(recipient: Address, deps: ChainViewDependencies, first: Snapshot, gasPriceWei: bigint) {
    this.recipient = recipient
    this.#deps = deps
    this.#snapshot = first
    this.#gasPriceWei = gasPriceWei
  }

  /** Reads the chain for the first time; throws what the reads throw. */
  static async create(
    { recipient }: { recipient: Address },
    deps: ChainViewDependencies,
  ): Promise<ChainView> {
    const [snapshot, gasPriceWei] = await Promise.all([
      readSnapshot(recipient, deps.reads),
      deps.reads.gasPriceWei(),
    ])
    return new ChainView(recipient, deps, snapshot, gasPriceWei)
  }

  get block(): bigint {
    return this.#snapshot.block
  }

  get round(): RoundInfo {
    return this.#snapshot.round
  }

  get isActive(): boolean {
    return this.#snapshot.isActive
  }

  /** Averaged over about 32 blocks. */
  get gasPriceWei(): bigint {
    return this.#gasPriceWei
  }

  /** Reads the chain anew; throws what the reads throw, and the last view stays. */
  async refresh(): Promise<void> {
    const { reads } = this.#deps
    const [snapshot, gasPriceWei] = await Promise.all([
      readSnapshot(this.recipient, reads),
      reads.gasPriceWei(),
    ])
    // Two refreshes may overlap on a slow connection; time never runs backwards.
    if (snapshot.block >= this.#snapshot.block) this.#snapshot = snapshot
    this.#gasPriceWei += (gasPriceWei - this.#gasPriceWei) / gasPriceWeight
    for (const [sender, { block }] of this.#senders) if (block < snapshot.block) this.#senders.delete(sender)
  }

  head(): RecipientHead {
    const { block, round, creationRounds, isActive } = this.#snapshot
    return {
      latestBlock: block,
      currentRound: round.number,
      gasPriceWei: this.#gasPriceWei,
      creationRounds,
      isRecipientActive: isActive,
    }
  }

  async senderFacts(sender: Address): Promise<SenderFacts> {
    const facts = await this.#cachedFacts(sender)
    return { ...facts, pendingWei: this.#deps.waitingWei(sender) }
  }

  #cachedFacts(sender: Address): CachedFacts['facts'] {
    const key = sender.toLowerCase()
    const known = this.#senders.get(key)
    if (known) return known.facts
    const facts = readFacts(sender, this.recipient, this.#deps.reads)
    if (this.#senders.size >= maxCachedSenders) this.#senders.clear()
    this.#senders.set(key, { block: this.#snapshot.block, facts })
    facts.catch(() => this.#senders.delete(key))
    return facts
  }
}

async function readSnapshot(recipient: Address, reads: ChainReads): Promise<Snapshot> {
  const [block, round, ticketRound, isActive] = await Promise.all([
    reads.blockNumber(),
    reads.rounds.current(),
    reads.rounds.ticketRound(),
    reads.staking.isActive(recipient),
  ])
  const creationRounds = ticketRound
    ? [{ creationRound: ticketRound.round, creationRoundBlockHash: ticketRound.blockHash }]
    : []
  return { block, round, creationRounds, isActive }
}

/** The contract says itself what this recipient may claim, so the shares need not be computed again. */
async function readFacts(
  sender: Address,
  recipient: Address,
  reads: ChainReads,
): Promise<Omit<SenderFacts, 'pendingWei'>> {
  const float = await reads.broker.senderFloat(sender, recipient)
  const { depositWei, withdrawRound, reserveWei, reserveClaimedInCurrentRoundWei, claimableReserveWei } =
    float
  return {
    depositWei,
    withdrawRound,
    reserveRemainingWei: reserveWei,
    reserveClaimedInRoundWei: reserveClaimedInCurrentRoundWei,
    poolSize: 1n,
    claimedByRecipientWei: reserveWei + reserveClaimedInCurrentRoundWei - claimableReserveWei,
  }
}
