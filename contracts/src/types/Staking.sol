// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SortedList} from "../libraries/SortedList.sol";

/// @dev Amounts are 1e-18 tokens, fees wei: 96 bits are 79 billion tokens or ETH. 40 bits count rounds for as long as
/// anyone cares. A value that does not fit its field reverts. Fields are in the order that makes the fewest slots:
/// staking is paid for by the storage slots that it touches.

/// Stake on its way out.
struct UnbondingLock {
    uint96 amount;
    /// Round from which on it can be withdrawn.
    uint160 withdrawRound;
}

/// An account's own stake. What others delegated to it, its own stake included, is its key in the pool's list.
struct Delegator {
    address delegateAddress;
    /// Stake at `lastClaimRound`; what it earned since is computed from its delegate's factors.
    uint96 bondedAmount;
    /// Fees at `lastClaimRound`.
    uint96 fees;
    /// Round from which on the stake counts as bonded.
    uint40 startRound;
    uint40 lastClaimRound;
    uint80 nextUnbondingLockId;
    mapping(uint256 id => UnbondingLock) unbondingLocks;
}

/// What an orchestrator's stake is and earns in one round.
struct EarningsPool {
    uint96 totalStake;
    /// Parts per million.
    uint24 rewardCut;
    /// Parts per million.
    uint24 feeShare;
    /// What one unit of stake has grown to, times 1e27; 0 stands for 1e27.
    uint256 cumulativeRewardFactor;
    /// Wei that one unit of stake has earned, times 1e27.
    uint256 cumulativeFeeFactor;
}

struct Transcoder {
    uint40 lastRewardRound;
    uint40 lastFeeRound;
    uint40 lastActiveStakeUpdateRound;
    uint40 activationRound;
    /// NEVER while it is in the pool.
    uint40 deactivationRound;
    /// Parts per million.
    uint24 rewardCut;
    /// Parts per million.
    uint24 feeShare;
    /// Rewards of its own, not claimed yet, as they counted when reward was last called.
    uint96 activeCumulativeRewards;
    /// Rewards of its own, not claimed yet.
    uint96 cumulativeRewards;
    /// Fees of its own, not claimed yet.
    uint128 cumulativeFees;
    mapping(uint256 round => EarningsPool) earningsPoolPerRound;
}

/// Everything that moves when stake moves.
struct Stakes {
    mapping(address account => Delegator) delegators;
    mapping(address account => Transcoder) transcoders;
    /// The pool: orchestrators of the next round, by delegated stake. Other accounts with delegated stake have keys too.
    SortedList.List pool;
    uint128 currentRoundTotalActiveStake;
    uint128 nextRoundTotalActiveStake;
}

// Deactivation round of an orchestrator that is in the pool.
uint40 constant NEVER = type(uint40).max;
