import { pollCreatorAbi } from '@millrace/abi'
import type { Address } from '@millrace/crypto'
import { parseEventLogs } from 'viem'
import type { SeedAction } from '../actions.ts'
import { planOrchestrators } from '../plan/planned-orchestrator.ts'
import { type SeedRound, waveNames } from '../plan/waves.ts'
import type { SeedProfile } from '../profiles.ts'
import { SeededRandom } from '../random.ts'
import type { AnvilRpc } from './anvil-rpc.ts'
import type { ChainClock } from './chain-clock.ts'
import { identityTransactions, isIdentityAction } from './identity-transactions.ts'
import { otherTransactions } from './other-transactions.ts'
import { PoolView } from './pool-view.ts'
import { redemptionTransaction } from './redemption-transactions.ts'
import type { SeedDeployment } from './seed-deployment.ts'
import type { SeedTransaction } from './seed-transaction.ts'
import type { SeedReceipt, SeedSender } from './sender.ts'
import { stakingTransactions } from './staking-transactions.ts'
import { readWaveFacts, type WaveFacts } from './wave-facts.ts'

export interface SeedPlayerParts {
  readonly rpc: AnvilRpc
  readonly sender: SeedSender
  readonly clock: ChainClock
  readonly deployment: SeedDeployment
  readonly owner: Address
  readonly profile: SeedProfile
  readonly chainId: bigint
}

/** Actions whose calls have hints for the pool. */
const poolKinds: ReadonlySet<SeedAction['kind']> = new Set([
  'bond',
  'move',
  'unbond',
  'rebond',
  'rebondFromUnbonded',
  'transferBond',
  'setCuts',
  'reward',
])

/** Plays one planned round after the other. */
export class SeedPlayer {
  readonly #parts: SeedPlayerParts
  readonly #orchestrators: readonly Address[]
  readonly #polls: Address[] = []

  constructor(parts: SeedPlayerParts) {
    this.#parts = parts
    const { profile } = parts
    const planned = planOrchestrators(profile, new SeededRandom(profile.seed))
    this.#orchestrators = planned.map(({ address }) => address)
  }

  /** Shortens the rounds of the history, from the running one on: what counts is what happens in them. */
  async begin(): Promise<void> {
    await this.#setRoundLength(this.#roundBlocks)
  }

  /** The last round has the length again that the deployment was given. */
  async end(): Promise<void> {
    await this.#setRoundLength(this.#parts.clock.roundLength)
  }

  /** Plays a round from its first block on, and stays in it. @throws {SeedActionError | SeedChainError} */
  async play(round: SeedRound, index: number): Promise<void> {
    const { clock, sender } = this.#parts
    // The first one has begun.
    if (index > 0) await clock.toNextRound()
    // Cuts cannot change in the last tenth of a round.
    let blocksLeft = Math.floor(this.#roundBlocks * 0.9) - 2
    const waves = waveNames.map((name) => round[name]).filter((actions) => actions.length > 0)
    for (const [done, actions] of waves.entries()) {
      const blocks = Math.max(1, Math.floor(blocksLeft / (waves.length - done)))
      const transactions = await this.#transactionsOf(actions)
      const { receipts, blocksUsed } = await sender.send(transactions, { round: index, blocks })
      blocksLeft -= blocksUsed
      if (actions.some(({ kind }) => kind === 'createPoll')) this.#learnPolls(receipts)
    }
  }

  get #roundBlocks(): number {
    const { clock, profile } = this.#parts
    return Math.min(profile.roundBlocks, clock.roundLength)
  }

  async #setRoundLength(blocks: number): Promise<void> {
    const { deployment, owner, sender } = this.#parts
    const action = { kind: 'setRoundLength', blocks: BigInt(blocks) } as const
    await sender.send(otherTransactions(action, { deployment, owner, polls: [] }), { round: 0, blocks: 1 })
  }

  async #transactionsOf(actions: readonly SeedAction[]): Promise<SeedTransaction[]> {
    const { rpc, deployment } = this.#parts
    const { bondingManager } = deployment
    const orchestrators = actions.some(({ kind }) => poolKinds.has(kind)) ? this.#orchestrators : []
    const [facts, pool] = await Promise.all([
      readWaveFacts(rpc, deployment, actions),
      PoolView.read(rpc, { bondingManager, orchestrators }),
    ])
    const transactions: SeedTransaction[] = []
    for (const action of actions) transactions.push(...(await this.#encode(action, { facts, pool })))
    return transactions
  }

  async #encode(action: SeedAction, state: { facts: WaveFacts; pool: PoolView }): Promise<SeedTransaction[]> {
    const { deployment, owner, chainId } = this.#parts
    if (action.kind === 'redeem')
      return [await redemptionTransaction(action, { ...state, deployment, chainId })]
    if (isIdentityAction(action)) return identityTransactions(action, { deployment, chainId })
    // The set can only grow, and need not where it is large enough.
    if (action.kind === 'growActiveSet' && action.size <= state.pool.maxSize) return []
    return (
      stakingTransactions(action, { ...state, deployment }) ??
      otherTransactions(action, { deployment, owner, polls: this.#polls })
    )
  }

  #learnPolls(receipts: readonly SeedReceipt[]): void {
    const logs = receipts.flatMap(({ logs }) => logs) as unknown as Parameters<
      typeof parseEventLogs
    >[0]['logs']
    const created = parseEventLogs({ abi: pollCreatorAbi, eventName: 'PollCreated', logs })
    this.#polls.push(...created.map(({ args }) => args.poll))
  }
}
