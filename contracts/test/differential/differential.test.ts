import { expect, test } from 'vitest'
import { callNames } from '../../model/calls/call.ts'
import { replay } from './replay.ts'

const isDeep = process.env.MILLRACE_DEEP === '1'
/** A deep run tries sequences that no run before it has tried, unless it is told to repeat one. */
const seed = Number(process.env.MILLRACE_SEED ?? (isDeep ? Date.now() % 2 ** 31 : 1))
const SEQUENCES = isDeep ? 2600 : 60
const CALLS_OF_EACH = 400

/** Only other contracts may call them: the model refuses them to everyone. */
const betweenContracts = [
  'bonding.updateTranscoderWithFees',
  'bonding.setCurrentRoundTotalActiveStake',
  'minter.setCurrentRewardTokens',
  'minter.createReward',
  'minter.trustedTransferTokens',
  'minter.trustedBurnTokens',
  'minter.trustedWithdrawETH',
  'minter.depositETH',
]

/** Rules that random calls must run into for the comparison to mean anything. */
const rules = [
  'ActiveTranscoderMustCallReward',
  'CurrentRoundLocked',
  'CurrentRoundNotInitialized',
  'DelegationAmountIsZero',
  'DelegatorNotBonded',
  'DelegatorNotUnbonded',
  'Error: ticket creationRound does not have a block hash',
  'Error: ticket is used',
  'ExitsPaused',
  'IllegalClaimEarnings',
  'InsufficientFees',
  'InsufficientSenderFunds',
  'InvalidDelegate',
  'InvalidDelegateChange',
  'InvalidDelegator',
  'InvalidTicketSignature',
  'InvalidUnbondingLock',
  'RegisteredTranscoderCannotDelegate',
  'RewardAlreadyCalled',
  'RewardNotYetCalled',
  'RoundAlreadyInitialized',
  'SenderLocked',
  'SenderUnlocked',
  'SystemPaused',
  'TicketDidNotWin',
  'TicketExpired',
  'TranscoderNotActive',
  'UnlockAlreadyInitiated',
  'WithdrawRoundNotReached',
]

test(
  'contracts and model agree on every balance and refusal after the same random calls',
  async () => {
    const sequences = Array.from({ length: SEQUENCES }, (_, i) => ({
      seed: seed + i,
      length: CALLS_OF_EACH,
      compareEvery: 40,
    }))
    process.stderr.write(`Sequences from MILLRACE_SEED=${seed} on.\n`)
    const { tally, difference } = await replay(sequences)
    process.stderr.write(`Contracts and model made the same ${tally.calls} calls.\n`)
    if (isDeep) process.stderr.write(`${tally}\n`)
    expect(difference).toBeUndefined()
    const outside = callNames.filter((name) => !betweenContracts.includes(name))
    expect(tally.succeeded).toEqual(expect.arrayContaining(outside))
    expect(tally.refused).toEqual(expect.arrayContaining(rules))
  },
  isDeep ? 4 * 3_600_000 : 600_000,
)
