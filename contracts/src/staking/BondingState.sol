// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../interfaces/IBondingManager.sol";
import {IRoundsManager} from "../interfaces/IRoundsManager.sol";
import {ActiveSet} from "../libraries/ActiveSet.sol";
import {ContractIds} from "../libraries/ContractIds.sol";
import {Earnings} from "../libraries/Earnings.sol";
import {SortedList} from "../libraries/SortedList.sol";
import {ManagerProxyTarget} from "../registry/ManagerProxyTarget.sol";
import {Delegator, EarningsPool, NEVER, Stakes, Transcoder, UnbondingLock} from "../types/Staking.sol";

/// @title Storage of the BondingManager and everything that only reads it.
abstract contract BondingState is ManagerProxyTarget, IBondingManager {
    using ActiveSet for Stakes;
    using SortedList for SortedList.List;

    Stakes internal _stakes;
    uint96 internal _treasuryRewardCutRate;
    uint96 internal _nextRoundTreasuryRewardCutRate;
    /// @inheritdoc IBondingManager
    uint64 public override unbondingPeriod;
    /// @inheritdoc IBondingManager
    uint256 public override treasuryBalanceCeiling;
    /// @inheritdoc IBondingManager
    mapping(address transcoder => address) public override transcoderToRewardCaller;

    /// @inheritdoc IBondingManager
    function pendingStake(address delegator, uint256) external view override returns (uint256 stake) {
        (stake,) = Earnings.pending(_stakes, delegator, _rounds().currentRound());
    }

    /// @inheritdoc IBondingManager
    function pendingFees(address delegator, uint256) external view override returns (uint256 fees) {
        (, fees) = Earnings.pending(_stakes, delegator, _rounds().currentRound());
    }

    /// @inheritdoc IBondingManager
    function transcoderTotalStake(address transcoder_) external view override returns (uint256) {
        return _stakes.pool.keyOf(transcoder_);
    }

    /// @inheritdoc IBondingManager
    function transcoderStatus(address transcoder_) external view override returns (TranscoderStatus) {
        return _stakes.isRegistered(transcoder_) ? TranscoderStatus.Registered : TranscoderStatus.NotRegistered;
    }

    /// @inheritdoc IBondingManager
    function delegatorStatus(address delegator_) external view override returns (DelegatorStatus) {
        Delegator storage delegator = _stakes.delegators[delegator_];
        if (delegator.bondedAmount == 0) return DelegatorStatus.Unbonded;
        return delegator.startRound > _rounds().currentRound() ? DelegatorStatus.Pending : DelegatorStatus.Bonded;
    }

    /// @inheritdoc IBondingManager
    function getTranscoder(address transcoder_)
        external
        view
        override
        returns (
            uint256 lastRewardRound,
            uint256 rewardCut,
            uint256 feeShare,
            uint256 lastActiveStakeUpdateRound,
            uint256 activationRound,
            uint256 deactivationRound,
            uint256 activeCumulativeRewards,
            uint256 cumulativeRewards,
            uint256 cumulativeFees,
            uint256 lastFeeRound
        )
    {
        Transcoder storage transcoder = _stakes.transcoders[transcoder_];
        lastRewardRound = transcoder.lastRewardRound;
        rewardCut = transcoder.rewardCut;
        feeShare = transcoder.feeShare;
        lastActiveStakeUpdateRound = transcoder.lastActiveStakeUpdateRound;
        activationRound = transcoder.activationRound;
        deactivationRound = transcoder.deactivationRound;
        if (deactivationRound == NEVER) deactivationRound = type(uint256).max;
        activeCumulativeRewards = transcoder.activeCumulativeRewards;
        cumulativeRewards = transcoder.cumulativeRewards;
        cumulativeFees = transcoder.cumulativeFees;
        lastFeeRound = transcoder.lastFeeRound;
    }

    /// @inheritdoc IBondingManager
    function getTranscoderEarningsPoolForRound(address transcoder_, uint256 round)
        external
        view
        override
        returns (
            uint256 totalStake,
            uint256 transcoderRewardCut,
            uint256 transcoderFeeShare,
            uint256 cumulativeRewardFactor,
            uint256 cumulativeFeeFactor
        )
    {
        EarningsPool storage pool = _stakes.transcoders[transcoder_].earningsPoolPerRound[round];
        totalStake = pool.totalStake;
        transcoderRewardCut = pool.rewardCut;
        transcoderFeeShare = pool.feeShare;
        cumulativeRewardFactor = pool.cumulativeRewardFactor;
        cumulativeFeeFactor = pool.cumulativeFeeFactor;
    }

    /// @inheritdoc IBondingManager
    function getDelegator(address delegator_)
        external
        view
        override
        returns (
            uint256 bondedAmount,
            uint256 fees,
            address delegateAddress,
            uint256 delegatedAmount,
            uint256 startRound,
            uint256 lastClaimRound,
            uint256 nextUnbondingLockId
        )
    {
        Delegator storage delegator = _stakes.delegators[delegator_];
        bondedAmount = delegator.bondedAmount;
        fees = delegator.fees;
        delegateAddress = delegator.delegateAddress;
        delegatedAmount = _stakes.pool.keyOf(delegator_);
        startRound = delegator.startRound;
        lastClaimRound = delegator.lastClaimRound;
        nextUnbondingLockId = delegator.nextUnbondingLockId;
    }

    /// @inheritdoc IBondingManager
    function getDelegatorUnbondingLock(address delegator, uint256 unbondingLockId)
        external
        view
        override
        returns (uint256 amount, uint256 withdrawRound)
    {
        UnbondingLock storage lock = _stakes.delegators[delegator].unbondingLocks[unbondingLockId];
        return (lock.amount, lock.withdrawRound);
    }

    /// @inheritdoc IBondingManager
    function isValidUnbondingLock(address delegator, uint256 unbondingLockId) external view override returns (bool) {
        return _stakes.delegators[delegator].unbondingLocks[unbondingLockId].amount > 0;
    }

    /// @inheritdoc IBondingManager
    function getFirstTranscoderInPool() external view override returns (address) {
        return _stakes.pool.head;
    }

    /// @inheritdoc IBondingManager
    function getNextTranscoderInPool(address transcoder_) external view override returns (address) {
        return _stakes.pool.nodes[transcoder_].next;
    }

    /// @inheritdoc IBondingManager
    function getTranscoderPoolSize() external view override returns (uint256) {
        return _stakes.pool.size;
    }

    /// @inheritdoc IBondingManager
    function getTranscoderPoolMaxSize() external view override returns (uint256) {
        return _stakes.pool.maxSize;
    }

    /// @inheritdoc IBondingManager
    function getTotalBonded() external view override returns (uint256) {
        return _stakes.currentRoundTotalActiveStake;
    }

    /// @inheritdoc IBondingManager
    function isActiveTranscoder(address transcoder_) external view override returns (bool) {
        return _stakes.isActive(transcoder_, _rounds().currentRound());
    }

    /// @inheritdoc IBondingManager
    function isRegisteredTranscoder(address transcoder_) external view override returns (bool) {
        return _stakes.isRegistered(transcoder_);
    }

    /// @inheritdoc IBondingManager
    function currentRoundTotalActiveStake() external view override returns (uint256) {
        return _stakes.currentRoundTotalActiveStake;
    }

    /// @inheritdoc IBondingManager
    function nextRoundTotalActiveStake() external view override returns (uint256) {
        return _stakes.nextRoundTotalActiveStake;
    }

    /// @inheritdoc IBondingManager
    function treasuryRewardCutRate() external view override returns (uint256) {
        return _treasuryRewardCutRate;
    }

    /// @inheritdoc IBondingManager
    function nextRoundTreasuryRewardCutRate() external view override returns (uint256) {
        return _nextRoundTreasuryRewardCutRate;
    }

    /// @dev Guard of every function by which users enter or earn.
    /// @return round The current round, which is initialised, in a system that is not paused.
    function _openRound() internal view returns (uint256 round) {
        _requireNotPaused();
        return _initializedRound(_rounds());
    }

    /// @dev Guard of every function that takes funds out. No round is initialised during a pause: what leaves then does
    /// so as if in the last round that was.
    /// @return current The current round.
    /// @return round The round after which stake that leaves no longer counts.
    function _exitRound() internal view returns (uint256 current, uint256 round) {
        IRoundsManager rounds = _rounds();
        if (_exitsDuringPause()) return (rounds.currentRound(), rounds.lastInitializedRound());
        round = _initializedRound(rounds);
        return (round, round);
    }

    function _initializedRound(IRoundsManager rounds) private view returns (uint256 round) {
        round = rounds.currentRound();
        if (!rounds.currentRoundInitialized()) revert CurrentRoundNotInitialized(round);
    }

    function _rounds() internal view returns (IRoundsManager) {
        return IRoundsManager(_contractOf(ContractIds.ROUNDS_MANAGER));
    }
}
