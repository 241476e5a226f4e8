// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../interfaces/IBondingManager.sol";
import {Delegator, EarningsPool, Stakes, Transcoder} from "../types/Staking.sol";
import {Ppm} from "./Ppm.sol";
import {Precise} from "./Precise.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Rewards and fees of delegators by cumulative factors, in constant time for any number of rounds (LIP-36).
/// @dev A delegator's stake grows by the ratio of its delegate's reward factors at the end and the start, and earns
/// the difference of the fee factors for each unit of stake at the start. All divisions floor, so that claims never
/// exceed what was booked.
library Earnings {
    using SafeCast for uint256;

    /// @notice Fixes an orchestrator's cuts and stake for `round`, unless its stake is already known.
    /// @return totalStake Stake that counts in `round`.
    function openRound(Transcoder storage self, uint256 round) internal returns (uint256 totalStake) {
        EarningsPool storage pool = self.earningsPoolPerRound[round];
        pool.rewardCut = self.rewardCut;
        pool.feeShare = self.feeShare;
        uint256 lastUpdateRound = self.lastActiveStakeUpdateRound;
        if (lastUpdateRound < round) pool.totalStake = self.earningsPoolPerRound[lastUpdateRound].totalStake;
        return pool.totalStake;
    }

    /// @notice Books a round's `rewards` for an orchestrator and its delegators.
    /// @param totalStake As {openRound} returned it.
    function addRewards(Transcoder storage self, uint256 rewards, uint256 round, uint256 totalStake) internal {
        EarningsPool storage pool = self.earningsPoolPerRound[round];
        uint256 active = self.cumulativeRewards;
        // Its unclaimed rewards are part of its stake.
        assert(active <= totalStake);
        uint256 commission = Ppm.percOf(rewards, pool.rewardCut);
        uint256 delegatorsRewards = rewards - commission;
        self.activeCumulativeRewards = uint96(active);
        self.cumulativeRewards =
            (active + Precise.percOf(delegatorsRewards, active, totalStake) + commission).toUint96();
        uint256 previous = _orOne(self.earningsPoolPerRound[self.lastRewardRound].cumulativeRewardFactor);
        pool.cumulativeRewardFactor = previous + Precise.percOf(previous, delegatorsRewards, totalStake);
        self.lastRewardRound = round.toUint40();
    }

    /// @notice Books `fees` of `round` for an orchestrator and its delegators.
    /// @param active The orchestrator's unclaimed rewards that count in the round.
    /// @param previousRewardFactor Reward factor before the round, 0 for none.
    function addFees(Transcoder storage self, uint256 fees, uint256 round, uint256 active, uint256 previousRewardFactor)
        internal
    {
        EarningsPool storage pool = self.earningsPoolPerRound[round];
        uint256 totalStake = pool.totalStake;
        assert(active <= totalStake);
        uint256 delegatorsFees = Ppm.percOf(fees, pool.feeShare);
        uint256 own = Precise.percOf(delegatorsFees, active, totalStake) + fees - delegatorsFees;
        self.cumulativeFees = (self.cumulativeFees + own).toUint128();
        uint256 feeFactor = pool.cumulativeFeeFactor;
        // Only the first fees of a round look for those before it.
        if (feeFactor == 0) feeFactor = latestFeeFactor(self, round - 1);
        pool.cumulativeFeeFactor = feeFactor + Precise.percOf(_orOne(previousRewardFactor), delegatorsFees, totalStake);
        self.lastFeeRound = round.toUint40();
    }

    /// @notice Gives `round` the factors known so far, so that stake which begins in it has a start.
    function initializeFactors(Transcoder storage self, uint256 round) internal {
        EarningsPool storage pool = self.earningsPoolPerRound[round];
        if (pool.cumulativeRewardFactor == 0) {
            uint256 rewardFactor = latestRewardFactor(self, round);
            if (rewardFactor > 0) pool.cumulativeRewardFactor = rewardFactor;
        }
        if (pool.cumulativeFeeFactor == 0) {
            uint256 feeFactor = latestFeeFactor(self, round);
            if (feeFactor > 0) pool.cumulativeFeeFactor = feeFactor;
        }
    }

    /// @notice Moves what `account` earned up to `round` into its stake and fees.
    function claim(Stakes storage stakes, address account, uint256 round) internal {
        Delegator storage delegator = stakes.delegators[account];
        uint256 lastClaimRound = delegator.lastClaimRound;
        if (lastClaimRound >= round) return;
        address delegate = delegator.delegateAddress;
        (uint256 stake, uint256 fees) = pending(stakes, account, round);
        emit IBondingManager.EarningsClaimed(
            delegate, account, stake - delegator.bondedAmount, fees - delegator.fees, lastClaimRound + 1, round
        );
        delegator.lastClaimRound = round.toUint40();
        if (delegate == address(0)) return;
        Transcoder storage transcoder = stakes.transcoders[delegate];
        initializeFactors(transcoder, round);
        delegator.bondedAmount = stake.toUint96();
        delegator.fees = fees.toUint96();
        if (delegate == account) {
            transcoder.cumulativeRewards = 0;
            transcoder.cumulativeFees = 0;
        }
    }

    /// @return stake Stake of `account` with what it earned up to `round`.
    /// @return fees Fees of `account` with what it earned up to `round`.
    function pending(Stakes storage stakes, address account, uint256 round)
        internal
        view
        returns (uint256 stake, uint256 fees)
    {
        Delegator storage delegator = stakes.delegators[account];
        (stake, fees) = (delegator.bondedAmount, delegator.fees);
        address delegate = delegator.delegateAddress;
        if (delegate == address(0)) return (stake, fees);
        Transcoder storage transcoder = stakes.transcoders[delegate];
        EarningsPool storage start = transcoder.earningsPoolPerRound[delegator.lastClaimRound];
        uint256 startRewardFactor = _orOne(start.cumulativeRewardFactor);
        uint256 endFeeFactor = latestFeeFactor(transcoder, round);
        fees += Precise.percOf(stake, endFeeFactor - start.cumulativeFeeFactor, startRewardFactor);
        stake = Precise.percOf(stake, _orOne(latestRewardFactor(transcoder, round)), startRewardFactor);
        if (delegate == account) {
            stake += transcoder.cumulativeRewards;
            fees += transcoder.cumulativeFees;
        }
    }

    /// @return rewardFactor Reward factor at `round`, else at the last reward before it; 0 for none.
    function latestRewardFactor(Transcoder storage self, uint256 round) internal view returns (uint256 rewardFactor) {
        rewardFactor = self.earningsPoolPerRound[round].cumulativeRewardFactor;
        if (rewardFactor == 0 && self.lastRewardRound < round) {
            rewardFactor = self.earningsPoolPerRound[self.lastRewardRound].cumulativeRewardFactor;
        }
    }

    /// @return feeFactor Fee factor at `round`, else at the last fees before it; 0 for none.
    function latestFeeFactor(Transcoder storage self, uint256 round) internal view returns (uint256 feeFactor) {
        feeFactor = self.earningsPoolPerRound[round].cumulativeFeeFactor;
        if (feeFactor == 0 && self.lastFeeRound < round) {
            feeFactor = self.earningsPoolPerRound[self.lastFeeRound].cumulativeFeeFactor;
        }
    }

    function _orOne(uint256 rewardFactor) private pure returns (uint256) {
        return rewardFactor == 0 ? Precise.ALL : rewardFactor;
    }
}
