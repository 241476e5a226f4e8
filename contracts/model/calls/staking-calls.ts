import type { bondingManagerAbi } from '@millrace/abi'
import type { Address } from '../address.ts'
import { require } from '../refusal.ts'
import { type Hint, NO_HINT } from '../staking/active-set.ts'
import { bond } from '../staking/bonding.ts'
import { claimEarnings, withdrawFees } from '../staking/earnings.ts'
import { rebond, rebondFromUnbonded, transferBond, unbond, withdrawStake } from '../staking/locks.ts'
import { reward, rewardFor, setCuts, setRewardCaller } from '../staking/rewards.ts'
import {
  setPoolMaxSize,
  setTreasuryCeiling,
  setTreasuryCut,
  setUnbondingPeriod,
} from '../staking/settings.ts'
import { slash } from '../staking/slashing.ts'
import { checkpoint } from '../staking/staking.ts'
import type { Handlers } from './handler.ts'

const hint = (previous: Address, next: Address): Hint => ({ previous, next })

export const stakingCalls: Handlers<typeof bondingManagerAbi> = {
  bond: ({ staking }, { caller }, [amount, to]) =>
    bond(staking, caller, { amount, owner: caller, to, oldHint: NO_HINT, hint: NO_HINT }),
  bondWithHint: ({ staking }, { caller }, [amount, to, oldPrevious, oldNext, previous, next]) =>
    bond(staking, caller, {
      amount,
      owner: caller,
      to,
      oldHint: hint(oldPrevious, oldNext),
      hint: hint(previous, next),
    }),
  bondForWithHint: ({ staking }, { caller }, [amount, owner, to, oldPrevious, oldNext, previous, next]) =>
    bond(staking, caller, {
      amount,
      owner,
      to,
      oldHint: hint(oldPrevious, oldNext),
      hint: hint(previous, next),
    }),
  unbond: ({ staking }, { caller }, [amount]) => unbond(staking, caller, [amount, NO_HINT]),
  unbondWithHint: ({ staking }, { caller }, [amount, previous, next]) =>
    unbond(staking, caller, [amount, hint(previous, next)]),
  rebond: ({ staking }, { caller }, [id]) => rebond(staking, caller, [id, NO_HINT]),
  rebondWithHint: ({ staking }, { caller }, [id, previous, next]) =>
    rebond(staking, caller, [id, hint(previous, next)]),
  rebondFromUnbonded: ({ staking }, { caller }, [to, id]) =>
    rebondFromUnbonded(staking, caller, [to, id, NO_HINT]),
  rebondFromUnbondedWithHint: ({ staking }, { caller }, [to, id, previous, next]) =>
    rebondFromUnbonded(staking, caller, [to, id, hint(previous, next)]),
  transferBond: ({ staking }, { caller }, [receiver, amount, oldPrevious, oldNext, previous, next]) =>
    transferBond(staking, caller, {
      receiver,
      amount,
      oldHint: hint(oldPrevious, oldNext),
      hint: hint(previous, next),
    }),
  withdrawStake: ({ staking }, { caller }, [id]) => withdrawStake(staking, caller, id),
  withdrawFees: ({ staking }, { caller }, [recipient, amount]) =>
    withdrawFees(staking, caller, [recipient, amount]),
  claimEarnings: ({ staking }, { caller }) => claimEarnings(staking, caller),
  transcoder: ({ staking }, { caller }, [rewardCut, feeShare]) =>
    setCuts(staking, caller, { rewardCut, feeShare, hint: NO_HINT }),
  transcoderWithHint: ({ staking }, { caller }, [rewardCut, feeShare, previous, next]) =>
    setCuts(staking, caller, { rewardCut, feeShare, hint: hint(previous, next) }),
  reward: ({ staking }, { caller }) => reward(staking, caller),
  rewardWithHint: ({ staking }, { caller }, [previous, next]) =>
    reward(staking, caller, hint(previous, next)),
  rewardForTranscoder: ({ staking }, { caller }, [orchestrator]) =>
    rewardFor(staking, caller, { orchestrator, hint: NO_HINT }),
  rewardForTranscoderWithHint: ({ staking }, { caller }, [orchestrator, previous, next]) =>
    rewardFor(staking, caller, { orchestrator, hint: hint(previous, next) }),
  setRewardCaller: ({ staking }, { caller }, [rewardCaller]) =>
    setRewardCaller(staking, caller, rewardCaller),
  // The TicketBroker calls it from within a redemption only.
  updateTranscoderWithFees: () => require(false, 'CallerNotTicketBroker'),
  setCurrentRoundTotalActiveStake: () => require(false, 'CallerNotRoundsManager'),
  slashTranscoder: ({ staking }, { caller }, [orchestrator, finder, slashAmount, finderFee]) =>
    slash(staking, caller, { orchestrator, finder, slashAmount, finderFee }),
  checkpointBondingState: ({ staking }, _context, [account]) => {
    staking.controller.requireRunning()
    staking.rounds.requireInitialized()
    checkpoint(staking, account)
  },
  setUnbondingPeriod: ({ staking }, { caller }, [period]) => setUnbondingPeriod(staking, caller, period),
  setNumActiveTranscoders: ({ staking }, { caller }, [size]) => setPoolMaxSize(staking, caller, size),
  setTreasuryRewardCutRate: ({ staking }, { caller }, [rate]) => setTreasuryCut(staking, caller, rate),
  setTreasuryBalanceCeiling: ({ staking }, { caller }, [ceiling]) =>
    setTreasuryCeiling(staking, caller, ceiling),
}
