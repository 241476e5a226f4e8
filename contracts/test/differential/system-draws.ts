/** Random calls of the owner and of strangers who try, and the course of rounds. */
import type { Address } from '../../model/address.ts'
import type { Call } from '../../model/calls/call.ts'
import { PRECISE } from '../../model/maths.ts'
import { callOf, roles, type Situation } from './situation.ts'
import type { Draw } from './staking-draws.ts'

interface Options {
  readonly functionName: string
  readonly args: readonly unknown[]
}

const owned =
  (contract: Call['contract'], options: (situation: Situation) => Options): Draw =>
  (situation) =>
    callOf(contract, situation.owner(), options(situation))

/** Some blocks: within the round, to the next one, or over several. */
function mine(situation: Situation): Call {
  const { random, protocol } = situation
  const { rounds } = protocol
  const { block, length } = rounds.settings
  const toNext = rounds.currentStartBlock + length - block
  const blocks = random.weighted<() => bigint>([
    [60, () => toNext],
    [15, () => toNext + random.upTo(length - 1n)],
    [15, () => BigInt(random.below(Number(length)))],
    [10, () => toNext + length * BigInt(1 + random.below(4))],
  ])()
  return callOf('rounds', situation.anyone(), { functionName: 'mineBlocks', args: [blocks] })
}

function initializeRound(situation: Situation): Call {
  return callOf('rounds', situation.anyone(), { functionName: 'initializeRound', args: [] })
}

function setBlockHash(situation: Situation): Call {
  const hash = `0x${situation.random.bits().toString(16).padStart(64, '0')}`
  return callOf('rounds', situation.anyone(), { functionName: 'setBlockHash', args: [hash] })
}

function turnSwitch(situation: Situation): Call {
  const { random, protocol } = situation
  const caller = random.chance(0.3) ? roles.guardian : situation.owner()
  if (random.chance(0.1)) {
    const guardian = random.chance(0.8) ? roles.guardian : situation.anyone()
    return callOf('controller', caller, { functionName: 'setGuardian', args: [guardian] })
  }
  const likely = protocol.controller.paused ? ['unpause', 'unpause', 'pauseExits', 'unpauseExits'] : ['pause']
  const functionName = random.pick(
    random.chance(0.9) ? likely : ['pause', 'unpause', 'pauseExits', 'unpauseExits'],
  )
  return callOf('controller', caller, { functionName, args: [] })
}

const setting: Draw = (situation) => {
  const { random } = situation
  return random.pick(settings)(situation)
}

const settings: readonly Draw[] = [
  owned('rounds', ({ random }) => ({ functionName: 'setRoundLength', args: [BigInt(random.below(60))] })),
  owned('rounds', ({ random }) => ({
    functionName: 'setRoundLockAmount',
    args: [BigInt(random.pick([0, 100_000, 500_000, 1_000_000, 1_000_001]))],
  })),
  owned('bonding', ({ random }) => ({ functionName: 'setUnbondingPeriod', args: [BigInt(random.below(6))] })),
  owned('bonding', ({ random, ledger }) => ({
    functionName: 'setNumActiveTranscoders',
    args: [ledger.state.get().poolMaxSize + (random.chance(0.15) ? 1n : 0n)],
  })),
  owned('bonding', ({ random }) => ({
    functionName: 'setTreasuryRewardCutRate',
    args: [random.pick([0n, PRECISE / 10n, PRECISE / 3n, PRECISE / 2n, PRECISE, PRECISE + 1n])],
  })),
  owned('bonding', (situation) => ({
    functionName: 'setTreasuryBalanceCeiling',
    args: [situation.amountOf(situation.protocol.token.balanceOf(roles.treasury) * 2n)],
  })),
  owned('broker', ({ random }) => ({ functionName: 'setUnlockPeriod', args: [BigInt(random.below(4))] })),
  owned('broker', ({ random }) => ({
    functionName: 'setTicketValidityPeriod',
    args: [BigInt(random.below(5))],
  })),
  owned('minter', ({ random }) => ({
    functionName: 'setInflationChange',
    args: [random.pick([0n, 1n, 500n, 300_000n, 10n ** 9n + 1n])],
  })),
  owned('minter', ({ random }) => ({
    functionName: 'setTargetBondingRate',
    args: [random.pick([0n, 1000n, 500_000_000n, 10n ** 9n, 10n ** 9n + 1n])],
  })),
]

/** The treasury pays someone, so that its balance falls below a ceiling again. */
function spend(situation: Situation): Call {
  const amount = situation.amountOf(situation.protocol.token.balanceOf(roles.treasury))
  return callOf('token', roles.treasury, { functionName: 'transfer', args: [situation.anyone(), amount] })
}

/** Functions that only contracts may call. */
function trespass(situation: Situation): Call {
  const caller: Address = situation.random.chance(0.5) ? roles.owner : situation.anyone()
  const amount = 1n
  const [contract, functionName, args] = situation.random.pick<
    readonly [Call['contract'], string, readonly unknown[]]
  >([
    ['bonding', 'updateTranscoderWithFees', [caller, amount, situation.round]],
    ['bonding', 'setCurrentRoundTotalActiveStake', []],
    ['minter', 'setCurrentRewardTokens', []],
    ['minter', 'createReward', [amount, amount]],
    ['minter', 'trustedTransferTokens', [caller, amount]],
    ['minter', 'trustedBurnTokens', [amount]],
    ['minter', 'trustedWithdrawETH', [caller, amount]],
    ['minter', 'depositETH', []],
    ['token', 'mint', [caller, 0n]],
  ])
  return callOf(contract, caller, { functionName, args })
}

export const systemDraws: readonly (readonly [number, Draw])[] = [
  [110, mine],
  [3, initializeRound],
  [20, setBlockHash],
  [5, turnSwitch],
  [20, setting],
  [6, spend],
  [3, trespass],
]

/** Some calls follow from where things stand: rounds are begun, a pause ends. */
export function urgent(situation: Situation): Call | undefined {
  const { random, protocol } = situation
  if (protocol.controller.paused && random.chance(0.08)) return turnSwitch(situation)
  if (!protocol.rounds.isInitialized && random.chance(0.6)) return initializeRound(situation)
  return undefined
}
