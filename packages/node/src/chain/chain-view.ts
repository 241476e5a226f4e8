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
  /** The max float as a redeemer for several nodes tells it; undefined where this node's own knowledge has to do. */
  readonly toldMaxFloatWei?: ((sender: Address) => Promise<bigint | undefined>) | undefined
}

interface Snapshot {
  readonly block: bigint
  readonly round: RoundInfo
  readonly creationRounds: RecipientHead['creationRounds']
  readonly isActive: boolean
  /** The block at which all but `block` was read. */
  readonly readBlock: bigint
}

type ChainFacts = Omit<SenderFacts, 'pendingWei'>

/** A spike of the gas price moves the average by this part a block, so that prices and face values stay calm. */
const gasPriceWeight = 32n
const maxCachedSenders = 1_000
/** A reorganised chain, or a parameter that its owner changed, shows after so many blocks at the latest. */
const rereadBlocks = 20n

/**
 * The chain as a recipient of tickets knows it: refreshed at each block, so that a request of a gateway is answered
 * from memory, but for the funds of its sender, which are read once a block.
 */
export class ChainView implements RecipientChain {
  readonly recipient: Address
  readonly #deps: ChainViewDependencies
  /** Of the present block. */
  readonly #senders = new Map<string, Promise<ChainFacts>>()
  #snapshot: Snapshot
  #gasPriceWei: bigint
  #latestGasPriceWei: bigint

  private constructor(recipient: Address, deps: ChainViewDependencies, first: Snapshot, gasPriceWei: bigint) {
    this.recipient = recipient
    this.#deps = deps
    this.#snapshot = first
    this.#gasPriceWei = gasPriceWei
    this.#latestGasPriceWei = gasPriceWei
  }

  /** Reads the chain for the first time; throws what the reads throw. */
  static async create(
    { recipient }: { recipient: Address },
    deps: ChainViewDependencies,
  ): Promise<ChainView> {
    const [snapshot, gasPriceWei] = await Promise.all([
      deps.reads.blockNumber().then((block) => readSnapshot(recipient, deps.reads, block)),
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

  /** As of the present block. */
  get latestGasPriceWei(): bigint {
    return this.#latestGasPriceWei
  }

  /**
   * Takes over a new block; throws what the reads throw, and the last view stays. What changes only with the round is
   * read again when the round is over or not yet initialised, and now and then in any case.
   */
  async refresh(block: bigint): Promise<void> {
    const { reads } = this.#deps
    const [snapshot, gasPriceWei] = await Promise.all([
      this.#holdsAt(block) ? { ...this.#snapshot, block } : readSnapshot(this.recipient, reads, block),
      reads.gasPriceWei(),
    ])
    this.#snapshot = snapshot
    this.#latestGasPriceWei = gasPriceWei
    this.#gasPriceWei += (gasPriceWei - this.#gasPriceWei) / gasPriceWeight
    this.#senders.clear()
  }

  #holdsAt(block: bigint): boolean {
    const { round, readBlock } = this.#snapshot
    const isSameRound = block >= round.startBlock && block < round.startBlock + round.lengthBlocks
    return round.isInitialized && isSameRound && block >= readBlock && block < readBlock + rereadBlocks
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
    const { waitingWei, toldMaxFloatWei } = this.#deps
    const [facts, toldWei] = await Promise.all([this.#cachedFacts(sender), toldMaxFloatWei?.(sender)])
    return { ...facts, pendingWei: waitingWei(sender), toldMaxFloatWei: toldWei }
  }

  #cachedFacts(sender: Address): Promise<ChainFacts> {
    const key = sender.toLowerCase()
    const known = this.#senders.get(key)
    if (known) return known
    const facts = readFacts(sender, this.recipient, this.#deps.reads)
    if (this.#senders.size >= maxCachedSenders) this.#senders.clear()
    this.#senders.set(key, facts)
    facts.catch(() => this.#senders.delete(key))
    return facts
  }
}

async function readSnapshot(recipient: Address, reads: ChainReads, block: bigint): Promise<Snapshot> {
  const [round, ticketRound, isActive] = await Promise.all([
    reads.rounds.current(),
    reads.rounds.ticketRound(),
    reads.staking.isActive(recipient),
  ])
  const creationRounds = ticketRound
    ? [{ creationRound: ticketRound.round, creationRoundBlockHash: ticketRound.blockHash }]
    : []
  return { block, round, creationRounds, isActive, readBlock: block }
}

/** The contract says itself what this recipient may claim, so the shares need not be computed again. */
async function readFacts(sender: Address, recipient: Address, reads: ChainReads): Promise<ChainFacts> {
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
