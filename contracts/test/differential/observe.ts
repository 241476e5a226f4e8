/** Everything that the contracts let anyone see of the model's state, in the order in which the replay reads it. */
import { type Address, NOBODY } from '../../model/address.ts'
import { MAX_UINT256 } from '../../model/maths.ts'
import type { Protocol } from '../../model/protocol.ts'
import { Refusal } from '../../model/refusal.ts'
import { pending } from '../../model/staking/earnings.ts'
import { accounts } from './situation.ts'

export type Observation = readonly [name: string, value: bigint]

type Fields = Readonly<Record<string, bigint | boolean | Address>>

/** Locks of an account that are compared: the last ones. */
const LOCKS = 4n
/** What a view that refuses to answer is observed as. */
const REFUSED = MAX_UINT256
/** Claimants whose share of a reserve is compared. */
const CLAIMANTS = 2

export function observe(protocol: Protocol): readonly Observation[] {
  const observations: Observation[] = []
  const add = (prefix: string, fields: Fields) => {
    for (const [name, value] of Object.entries(fields)) observations.push([`${prefix}${name}`, BigInt(value)])
  }
  add('', roundsState(protocol))
  add('', minterState(protocol))
  add('', stakingState(protocol))
  add('', totalVotesState(protocol))
  for (const [i, account] of accounts.entries()) {
    const prefix = `${i === accounts.length - 1 ? 'treasury' : `person ${i}`} `
    add(prefix, delegatorState(protocol, account))
    add(prefix, orchestratorState(protocol, account))
    add(prefix, locksState(protocol, account))
    add(prefix, fundsState(protocol, account))
    add(prefix, votesState(protocol, account))
    for (let j = 1; j <= CLAIMANTS; j++) add(prefix, reserveState(protocol, account, i + j))
  }
  return observations
}

function roundsState({ rounds, controller }: Protocol): Fields {
  const { length, lockAmount, anchorRound, anchorBlock } = rounds.settings
  return {
    paused: controller.paused,
    exitsPaused: controller.exitsPaused,
    guardian: controller.guardian,
    currentRound: rounds.current,
    currentRoundStartBlock: rounds.currentStartBlock,
    currentRoundInitialized: rounds.isInitialized,
    currentRoundLocked: rounds.isLocked,
    lastInitializedRound: rounds.lastInitialized,
    roundLength: length,
    roundLockAmount: lockAmount,
    lastRoundLengthUpdateRound: anchorRound,
    lastRoundLengthUpdateStartBlock: anchorBlock,
    blockHashForRound: rounds.blockHashForRound(rounds.current),
  }
}

function minterState({ minter, token, ether, broker }: Protocol): Fields {
  const { inflation, inflationChange, targetBondingRate, mintable, minted } = minter.state
  const { unlockPeriod, ticketValidityPeriod } = broker.settings.get()
  return {
    inflation,
    inflationChange,
    targetBondingRate,
    currentMintableTokens: mintable,
    currentMintedTokens: minted,
    globalTotalSupply: token.supply,
    'tokens of the Minter': token.balanceOf(minter.address),
    'wei of the Minter': ether.balanceOf(minter.address),
    unlockPeriod,
    ticketValidityPeriod,
  }
}

function stakingState({ staking }: Protocol): Fields {
  const { pool, poolMaxSize, currentTotal, nextTotal, unbondingPeriod, ...treasury } =
    staking.ledger.state.get()
  return {
    totalBonded: currentTotal,
    currentRoundTotalActiveStake: currentTotal,
    nextRoundTotalActiveStake: nextTotal,
    treasuryRewardCutRate: treasury.treasuryCut,
    nextRoundTreasuryRewardCutRate: treasury.nextTreasuryCut,
    treasuryBalanceCeiling: treasury.treasuryCeiling,
    unbondingPeriod,
    transcoderPoolMaxSize: poolMaxSize,
    transcoderPoolSize: BigInt(pool.length),
    ...Object.fromEntries(accounts.map((_, i) => [`pool[${i}]`, pool[i] ?? NOBODY])),
  }
}

function delegatorState({ staking, rounds }: Protocol, account: Address): Fields {
  const { ledger } = staking
  const { bonded, fees, delegate, delegated, startRound, lastClaimRound, nextLockId } =
    ledger.delegators.get(account)
  const pendingNow = answerOf(() => pending(ledger, account, rounds.current))
  const bondedStatus = startRound > rounds.current ? 0n : 1n
  return {
    bondedAmount: bonded,
    fees,
    delegateAddress: delegate,
    delegatedAmount: delegated,
    startRound,
    lastClaimRound,
    nextUnbondingLockId: nextLockId,
    pendingStake: pendingNow?.stake ?? REFUSED,
    pendingFees: pendingNow?.fees ?? REFUSED,
    delegatorStatus: ledger.isUnbonded(account) ? 2n : bondedStatus,
  }
}

function orchestratorState({ staking, rounds }: Protocol, account: Address): Fields {
  const { ledger } = staking
  const { rewardCaller, ...orchestrator } = ledger.orchestrators.get(account)
  const fields: Record<string, bigint | boolean | Address> = {
    ...orchestrator,
    rewardCaller,
    transcoderTotalStake: ledger.delegators.get(account).delegated,
    isRegistered: ledger.isRegistered(account),
    isActive: ledger.isActive(account, rounds.current),
  }
  for (const [i, name] of ['before', 'now', 'next'].entries()) {
    const pool = ledger.poolOf(account, rounds.current - 1n + BigInt(i))
    for (const [key, value] of Object.entries(pool)) fields[`earnings pool ${name} ${key}`] = value
  }
  return fields
}

function locksState({ staking }: Protocol, account: Address): Fields {
  const { nextLockId } = staking.ledger.delegators.get(account)
  const fields: Record<string, bigint | boolean> = {}
  for (let back = 1n; back <= LOCKS; back++) {
    const { amount, withdrawRound } =
      nextLockId < back
        ? { amount: 0n, withdrawRound: 0n }
        : staking.ledger.lockOf(account, nextLockId - back)
    fields[`lock[-${back}] amount`] = amount
    fields[`lock[-${back}] withdrawRound`] = withdrawRound
  }
  return fields
}

function fundsState({ broker, token, ether }: Protocol, account: Address): Fields {
  const { deposit, reserve, withdrawRound } = broker.senders.get(account)
  return {
    tokens: token.balanceOf(account),
    allowance: token.allowance(account),
    wei: ether.balanceOf(account),
    deposit,
    withdrawRound,
    reserve,
    claimedInCurrentRound: broker.claimedInRound(account),
    isUnlockInProgress: withdrawRound > 0n,
  }
}

function totalVotesState({ votes, rounds }: Protocol): Fields {
  return {
    'votes in total': votes.totalAt(rounds.current + 1n),
    'votes in total, one round past': votes.totalAt(rounds.current),
    'active stake at the start, two rounds past': votes.totalAt(rounds.current - 2n),
  }
}

function votesState({ votes, rounds }: Protocol, account: Address): Fields {
  const fields: Record<string, bigint | boolean | Address> = { hasCheckpoint: votes.hasCheckpoint(account) }
  // getVotes and delegates, getPastVotes and delegatedAt, then both in one.
  for (const back of [-1n, 0n, 1n, 3n]) {
    const round = rounds.current - back
    const vote = answerOf(() => votes.at(account, round))
    const delegate = back <= 0n ? votes.delegateAt(account, round) : vote?.delegate
    fields[`votes at the start, ${back} rounds past`] = vote?.votes ?? REFUSED
    fields[`delegate at the start, ${back} rounds past`] = delegate ?? REFUSED
  }
  return fields
}

function answerOf<Answer>(view: () => Answer): Answer | undefined {
  try {
    return view()
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

function reserveState({ broker, rounds }: Protocol, account: Address, shift: number): Fields {
  const claimant = accounts[(shift + Number(rounds.current)) % accounts.length] ?? NOBODY
  return {
    [`reserve claimable by ${claimant}`]: broker.claimable(account, claimant),
    [`reserve claimed by ${claimant}`]: broker.claimedBy(account, claimant),
  }
}
