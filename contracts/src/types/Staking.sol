// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SortedList} from "../libraries/SortedList.sol";

/// @dev Amounts are 1e-18 tokens, fees wei. Rounds fit 48 bits by far; an amount that does not fit its field reverts.

/// Stake on its way out.
struct UnbondingLock {
    uint128 amount;
    /// Round from which on it can be withdrawn.
    uint128 withdrawRound;
}

/// An account's own stake, and what others delegated to it.
struct Delegator {
    /// Stake at `lastClaimRound`; what it earned since is computed from its delegate's factors.
    uint128 bondedAmount;
    /// Fees at `lastClaimRound`.
    uint128 fees;
    address delegateAddress;
    /// Round from which on the stake counts as bonded.
    uint48 startRound;
    uint48 lastClaimRound;
    /// All stake delegated to this account, its own included.
    uint128 delegatedAmount;
    uint128 nextUnbondingLockId;
    mapping(uint256 id => UnbondingLock) unbondingLocks;
}

/// What an orchestrator's stake is and earns in one round.
struct EarningsPool {
    uint128 totalStake;
    /// Parts per million.
    uint32 rewardCut;
    /// Parts per million.
    uint32 feeShare;
    /// What one unit of stake has grown to, times 1e27; 0 stands for 1e27.
    uint256 cumulativeRewardFactor;
    /// Wei that one unit of stake has earned, times 1e27.
    uint256 cumulativeFeeFactor;
}

struct Transcoder {
    uint48 lastRewardRound;
    uint48 lastFeeRound;
    uint48 lastActiveStakeUpdateRound;
    uint48 activationRound;
    /// Parts per million.
    uint32 rewardCut;
    /// Parts per million.
    uint32 feeShare;
    /// Rewards of its own, not claimed yet, as they counted when reward was last called.
    uint128 activeCumulativeRewards;
    /// Rewards of its own, not claimed yet.
    uint128 cumulativeRewards;
    /// Fees of its own, not claimed yet.
    uint128 cumulativeFees;
    /// NEVER while it is in the pool.
    uint48 deactivationRound;
    mapping(uint256 round => EarningsPool) earningsPoolPerRound;
}

/// Everything that moves when stake moves.
struct Stakes {
    mapping(address account => Delegator) delegators;
    mapping(address account => Transcoder) transcoders;
    SortedList.List pool;
    uint128 currentRoundTotalActiveStake;
    uint128 nextRoundTotalActiveStake;
}

// Deactivation round of an orchestrator that is in the pool.
uint48 constant NEVER = type(uint48).max;
