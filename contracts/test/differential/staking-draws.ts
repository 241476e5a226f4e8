/** Random calls of delegators and orchestrators. */
import { type Address, NOBODY } from '../../model/address.ts'
import type { Call } from '../../model/calls/call.ts'
import { callBonding as call, people, roles, type Situation } from './situation.ts'

export type Draw = (situation: Situation) => Call | Promise<Call>

/** Neighbours in the pool, as a caller might name them: none, right by chance, stale, or nonsense. */
function hint({ random, ledger }: Situation): readonly [Address, Address] {
  const { pool } = ledger.state.get()
  if (random.chance(0.3)) return [NOBODY, NOBODY]
  if (random.chance(0.7)) {
    const at = random.below(pool.length + 1)
    return [pool[at - 1] ?? NOBODY, pool[at] ?? NOBODY]
  }
  const any = () => (random.chance(0.3) ? NOBODY : random.pick(people).address)
  return [any(), any()]
}

/** Amounts that make equal stakes and evictions likely. */
function stakeAmount(situation: Situation, to: Address): bigint {
  const { random, ledger } = situation
  const own = ledger.delegators.get(to).delegated
  const other = ledger.delegators.get(random.pick(people).address).delegated
  if (other > own && random.chance(0.5)) return other - own + BigInt(random.below(2))
  return random.weighted<() => bigint>([
    [2, () => 0n],
    [12, () => BigInt(1 + random.below(3))],
    [20, () => 1000n * BigInt(1 + random.below(3))],
    [30, () => 10n ** 18n * BigInt(1 + random.below(100))],
    [15, () => 10n ** BigInt(random.below(27))],
    [10, () => random.upTo(10n ** 25n)],
  ])()
}

/** Delegates: mostly orchestrators. */
function delegate(situation: Situation): Address {
  const { random, ledger } = situation
  if (random.chance(0.06)) return situation.whoever()
  return situation.someone((account) => ledger.isRegistered(account))
}

function bond(situation: Situation): Call {
  const { random, ledger } = situation
  const caller = situation.anyone()
  const { delegate: present } = ledger.delegators.get(caller)
  const to = random.weighted<() => Address>([
    [40, () => caller],
    [25, () => (present === NOBODY ? caller : present)],
    [35, () => delegate(situation)],
  ])()
  const isMove = present !== NOBODY && present !== to
  const amount = isMove && random.chance(0.4) ? 0n : stakeAmount(situation, to)
  if (random.chance(0.4)) return call(caller, 'bond', [amount, to])
  return call(caller, 'bondWithHint', [amount, to, ...hint(situation), ...hint(situation)])
}

function bondFor(situation: Situation): Call {
  const { random, ledger } = situation
  const caller = random.chance(0.15) ? roles.migrator : situation.anyone()
  const owner = random.chance(0.1) ? caller : situation.whoever()
  const present = ledger.delegators.get(owner).delegate
  const to = present !== NOBODY && random.chance(0.75) ? present : delegate(situation)
  const amount = caller === roles.migrator ? 0n : stakeAmount(situation, to)
  return call(caller, 'bondForWithHint', [amount, owner, to, ...hint(situation), ...hint(situation)])
}

const isBonded = (situation: Situation) => (account: Address) => !situation.ledger.isUnbonded(account)

function unbond(situation: Situation): Call {
  const caller = situation.someone(isBonded(situation))
  if (situation.random.chance(0.3)) return unbondToEqual(situation, caller)
  const amount = situation.amountOf(stakeOf(situation, caller))
  if (situation.random.chance(0.4)) return call(caller, 'unbond', [amount])
  return call(caller, 'unbondWithHint', [amount, ...hint(situation)])
}

/** Leaves the delegate with as much stake as another member of the pool, if it can; it may name the place behind that. */
function unbondToEqual(situation: Situation, caller: Address): Call {
  const { random, ledger } = situation
  const { delegate: from, bonded } = ledger.delegators.get(caller)
  const stakeOfAny = (account: Address) => ledger.delegators.get(account).delegated
  const others = ledger.state.get().pool.filter((member) => member !== from)
  const isInReach = (member: Address) =>
    stakeOfAny(member) < stakeOfAny(from) && stakeOfAny(from) - stakeOfAny(member) <= bonded
  const equal = random.pickAny(others.filter(isInReach))
  if (equal === undefined) return call(caller, 'unbond', [bonded])
  const behind = others[others.indexOf(equal) + 1] ?? NOBODY
  const place = random.chance(0.6) ? [equal, behind] : hint(situation)
  return call(caller, 'unbondWithHint', [stakeOfAny(from) - stakeOfAny(equal), ...place])
}

/** What an account could unbond: mostly claimed stake only, for the rest a claim comes first. */
function stakeOf({ random, ledger }: Situation, account: Address): bigint {
  const { bonded } = ledger.delegators.get(account)
  const { cumulativeRewards } = ledger.orchestrators.get(account)
  return random.chance(0.2) ? bonded + cumulativeRewards : bonded
}

function locksOf({ ledger }: Situation, account: Address): bigint[] {
  const count = Number(ledger.delegators.get(account).nextLockId)
  return Array.from({ length: count }, (_, id) => BigInt(id)).filter(
    (id) => ledger.lockOf(account, id).amount > 0n,
  )
}

function lockOf(situation: Situation, account: Address): bigint {
  const { random } = situation
  if (random.chance(0.04)) return BigInt(random.below(5))
  return random.pickAny(locksOf(situation, account)) ?? 0n
}

function rebond(situation: Situation): Call {
  const hasLock = (account: Address) => isBonded(situation)(account) && locksOf(situation, account).length > 0
  const caller = situation.someone(hasLock)
  const id = lockOf(situation, caller)
  if (situation.random.chance(0.4)) return call(caller, 'rebond', [id])
  return call(caller, 'rebondWithHint', [id, ...hint(situation)])
}

function rebondFromUnbonded(situation: Situation): Call {
  const { random } = situation
  const hasLock = (account: Address) =>
    !isBonded(situation)(account) && locksOf(situation, account).length > 0
  const caller = situation.someone(hasLock)
  const to = random.chance(0.4) ? caller : delegate(situation)
  const id = lockOf(situation, caller)
  if (random.chance(0.4)) return call(caller, 'rebondFromUnbonded', [to, id])
  return call(caller, 'rebondFromUnbondedWithHint', [to, id, ...hint(situation)])
}

function transferBond(situation: Situation): Call {
  const caller = situation.someone(isBonded(situation))
  const amount = situation.amountOf(stakeOf(situation, caller))
  return call(caller, 'transferBond', [situation.whoever(), amount, ...hint(situation), ...hint(situation)])
}

function withdrawStake(situation: Situation): Call {
  const { ledger } = situation
  const isMature = (account: Address) =>
    locksOf(situation, account).some((id) => ledger.lockOf(account, id).withdrawRound <= situation.round)
  const caller = situation.someone(isMature)
  return call(caller, 'withdrawStake', [lockOf(situation, caller)])
}

function withdrawFees(situation: Situation): Call {
  const { ledger } = situation
  const caller = situation.someone((account) => ledger.delegators.get(account).fees > 0n)
  const { fees } = ledger.delegators.get(caller)
  return call(caller, 'withdrawFees', [situation.whoever(), situation.amountOf(fees)])
}

function setCuts(situation: Situation): Call {
  const { random, ledger, round } = situation
  const mayset = (account: Address) =>
    ledger.isRegistered(account) &&
    (!ledger.isActive(account, round) || ledger.orchestrators.get(account).lastRewardRound === round)
  const caller = situation.someone(mayset)
  const cut = () => BigInt(random.pick([0, 1, 100_000, 333_333, 500_000, 999_999, 1_000_000, 1_000_001]))
  const cuts = random.chance(0.8)
    ? [BigInt(random.below(1_000_001)), BigInt(random.below(1_000_001))]
    : [cut(), cut()]
  if (random.chance(0.5)) return call(caller, 'transcoder', cuts)
  return call(caller, 'transcoderWithHint', [...cuts, ...hint(situation)])
}

function canReward({ ledger, round }: Situation): (account: Address) => boolean {
  return (account) =>
    ledger.isActive(account, round) && ledger.orchestrators.get(account).lastRewardRound < round
}

function reward(situation: Situation): Call {
  const { random, ledger } = situation
  const orchestrator = situation.someone(canReward(situation))
  const { rewardCaller } = ledger.orchestrators.get(orchestrator)
  if (rewardCaller !== NOBODY && random.chance(0.6)) return rewardFor(situation, rewardCaller, orchestrator)
  if (random.chance(0.02)) return rewardFor(situation, situation.anyone(), orchestrator)
  if (random.chance(0.5)) return call(orchestrator, 'reward', [])
  return call(orchestrator, 'rewardWithHint', [...hint(situation)])
}

function rewardFor(situation: Situation, caller: Address, orchestrator: Address): Call {
  if (situation.random.chance(0.5)) return call(caller, 'rewardForTranscoder', [orchestrator])
  return call(caller, 'rewardForTranscoderWithHint', [orchestrator, ...hint(situation)])
}

const setRewardCaller: Draw = (situation) =>
  call(situation.anyone(), 'setRewardCaller', [situation.random.chance(0.7) ? situation.anyone() : NOBODY])

const claimEarnings: Draw = (situation) => call(situation.anyone(), 'claimEarnings', [situation.round])

const checkpoint: Draw = (situation) =>
  call(situation.anyone(), 'checkpointBondingState', [situation.whoever()])

function slash(situation: Situation): Call {
  const { random, ledger } = situation
  const caller = random.chance(0.9) ? roles.verifier : situation.anyone()
  const orchestrator = situation.someone((account) => ledger.isRegistered(account))
  const share = BigInt(random.pick([0, 1, 10_000, 250_000, 1_000_000]))
  const fee = BigInt(random.pick([0, 50_000, 1_000_000]))
  return call(caller, 'slashTranscoder', [orchestrator, situation.whoever(), share, fee])
}

export const stakingDraws: readonly (readonly [number, Draw])[] = [
  [160, bond],
  [50, bondFor],
  [90, unbond],
  [45, rebond],
  [45, rebondFromUnbonded],
  [60, transferBond],
  [30, withdrawStake],
  [40, withdrawFees],
  [60, setCuts],
  [200, reward],
  [12, setRewardCaller],
  [50, claimEarnings],
  [6, checkpoint],
  [12, slash],
]
