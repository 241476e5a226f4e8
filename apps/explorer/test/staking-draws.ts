import type { Address } from 'viem'
import type { SeededRandom } from '../../../packages/devnet/src/seed/random.ts'
import type { StakingState } from '../src/staking/state.ts'
import type { Step } from '../src/staking/step.ts'

const token = 10n ** 18n
/** So many accounts bond to themselves, one more than the pool holds. */
const orchestratorCount = 4

/** A step that somebody might try, sensible or not. */
export function drawStep(random: SeededRandom, state: StakingState, addresses: readonly Address[]): Step {
  const { account, locks, receiver } = state
  const orchestrators = addresses.slice(0, orchestratorCount)
  const anybody = () => random.pick(random.chance(0.9) ? orchestrators : addresses) ?? account.address
  const isOrchestrator = orchestrators.includes(account.address)
  const lockId = () => random.pick(locks)?.id ?? BigInt(random.integer(0, 3))
  const ripeId = () => random.pick(ripeLocks(state))?.id ?? lockId()
  const ofStake = () =>
    random.pick([
      account.stakeWei,
      account.stakeWei / 2n,
      account.stakeWei / 3n + 1n,
      account.stakeWei + 1n,
    ]) ?? 0n
  const draws: readonly (() => Step)[] = [
    () => ({ kind: 'bond', to: isOrchestrator ? account.address : anybody(), amountWei: drawAmount(random) }),
    () => ({ kind: 'bond', to: account.delegate ?? anybody(), amountWei: drawAmount(random) }),
    () => ({ kind: 'move', to: anybody() }),
    () => ({ kind: 'unbond', amountWei: ofStake() }),
    () => ({ kind: 'rebond', lockId: lockId(), to: random.chance(0.7) ? undefined : anybody() }),
    () => ({ kind: 'rebond', lockId: lockId(), to: account.delegate ?? anybody() }),
    () => ({ kind: 'withdraw-stake', lockId: random.chance(0.2) ? lockId() : ripeId() }),
    () => ({
      ...{ kind: 'withdraw-fees', recipient: account.address },
      amountWei: random.chance(0.8) && account.feesWei > 0n ? account.feesWei : account.feesWei + 1n,
    }),
    () => ({ kind: 'transfer', to: receiver?.address ?? anybody(), amountWei: ofStake() }),
    () => ({ kind: 'claim' }),
    () => ({ kind: 'reward', orchestrator: random.chance(0.9) ? account.address : anybody() }),
    () => ({ kind: 'reward', orchestrator: account.address }),
    () => ({
      ...{ kind: 'set-cuts', rewardCutPpm: BigInt(random.integer(0, 1_000_001)) },
      feeSharePpm: BigInt(random.integer(0, 1_000_001)),
    }),
    () => ({ kind: 'set-reward-caller', caller: anybody() }),
    () => ({ kind: 'set-service-uri', uri: 'https://orchestrator.example:8935' }),
    () => ({ kind: 'initialize-round' }),
  ]
  // What has no sense at the moment is drawn seldom: a refusal teaches less than a change.
  const sensible = draws.filter((one) => isSensible(one(), state))
  // A lock that is ripe is rare: who has one mostly takes it.
  const ripe = sensible.filter((one) => one().kind === 'withdraw-stake')
  const usual = ripe.length > 0 && random.chance(0.5) ? ripe : sensible
  const draw = random.pick(random.chance(0.25) ? draws : usual)
  if (!draw) throw new Error('There are draws.')
  return draw()
}

function ripeLocks({ locks, round }: StakingState) {
  return locks.filter(({ withdrawRound }) => withdrawRound <= round.number)
}

function isSensible({ kind }: Step, state: StakingState): boolean {
  const { account, locks, round } = state
  const isBonded = account.bondedWei > 0n
  if (kind === 'initialize-round') return !round.isInitialized
  if (kind === 'rebond') return locks.length > 0
  if (kind === 'withdraw-stake') return ripeLocks(state).length > 0
  if (kind === 'withdraw-fees') return account.feesWei > 0n
  if (kind === 'move') return isBonded && account.delegate !== account.address
  if (kind === 'unbond' || kind === 'transfer') return isBonded && account.startRound <= round.number
  if (kind === 'reward' || kind === 'set-cuts') return account.delegate === account.address
  return kind === 'bond'
}

function drawAmount(random: SeededRandom): bigint {
  const tokens = random.pick([1n, 10n, 100n, 100n, 5_000n, 2_000_000n]) ?? 1n
  return tokens * token + BigInt(random.integer(0, 1_000))
}
