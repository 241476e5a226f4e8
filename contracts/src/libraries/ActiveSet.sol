// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../interfaces/IBondingManager.sol";
import {Delegator, NEVER, Stakes, Transcoder} from "../types/Staking.sol";
import {SortedList} from "./SortedList.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Stake delegated to orchestrators, and which of them make up the pool.
/// @dev Invariants: an account's key in the pool's list is the stake delegated to it; the members' keys sum up to
/// `nextRoundTotalActiveStake`. Who enters or leaves the pool in a round becomes active or inactive with the next one.
library ActiveSet {
    using SafeCast for uint256;
    using SortedList for SortedList.List;

    /// @notice Adds delegated stake; an orchestrator outside the pool tries to enter it.
    /// @param prev Hint: the member before its new place.
    /// @param next Hint: the member after its new place.
    function increaseStake(
        Stakes storage self,
        address account,
        uint256 amount,
        uint256 round,
        address prev,
        address next
    ) internal {
        uint256 oldStake = self.pool.keyOf(account);
        if (_changeStake(self, account, oldStake, oldStake + amount, round, prev, next)) {
            self.nextRoundTotalActiveStake += amount.toUint128();
        } else if (isRegistered(self, account)) {
            tryToJoin(self, account, round, prev, next);
        }
    }

    /// @notice Takes delegated stake away.
    /// @param prev Hint: the member before its new place.
    /// @param next Hint: the member after its new place.
    function decreaseStake(
        Stakes storage self,
        address account,
        uint256 amount,
        uint256 round,
        address prev,
        address next
    ) internal {
        uint256 oldStake = self.pool.keyOf(account);
        if (_changeStake(self, account, oldStake, oldStake - amount, round, prev, next)) {
            self.nextRoundTotalActiveStake -= amount.toUint128();
        }
    }

    /// @notice Puts an orchestrator into the pool if there is room, or if it has more stake than the last member,
    /// which then leaves.
    function tryToJoin(Stakes storage self, address account, uint256 round, address prev, address next) internal {
        uint96 stake = self.pool.keyOf(account);
        if (self.pool.isFull()) {
            address last = self.pool.tail;
            if (stake <= self.pool.keyOf(last)) return;
            resign(self, last, round);
        }
        self.pool.insert(account, prev, next);
        self.nextRoundTotalActiveStake += stake;
        uint40 activationRound = (round + 1).toUint40();
        Transcoder storage transcoder = self.transcoders[account];
        transcoder.lastActiveStakeUpdateRound = activationRound;
        transcoder.activationRound = activationRound;
        transcoder.deactivationRound = NEVER;
        transcoder.earningsPoolPerRound[activationRound].totalStake = stake;
        emit IBondingManager.TranscoderActivated(account, activationRound);
    }

    /// @notice Takes a member out of the pool.
    function resign(Stakes storage self, address account, uint256 round) internal {
        self.nextRoundTotalActiveStake -= self.pool.keyOf(account);
        self.pool.remove(account);
        uint40 deactivationRound = (round + 1).toUint40();
        self.transcoders[account].deactivationRound = deactivationRound;
        emit IBondingManager.TranscoderDeactivated(account, deactivationRound);
    }

    /// @return Whether `account` is in the active set of `round`.
    function isActive(Stakes storage self, address account, uint256 round) internal view returns (bool) {
        Transcoder storage transcoder = self.transcoders[account];
        return transcoder.activationRound <= round && round < transcoder.deactivationRound;
    }

    /// @return Whether `account` is bonded to itself.
    function isRegistered(Stakes storage self, address account) internal view returns (bool) {
        Delegator storage delegator = self.delegators[account];
        return delegator.delegateAddress == account && delegator.bondedAmount > 0;
    }

    /// @notice Refuses stake for an orchestrator that has left the pool and still has this round's reward to call:
    /// to enter the pool again would make it inactive at once, and cost everybody the reward.
    function requireMayGainStake(Stakes storage self, address account, uint256 round) internal view {
        Transcoder storage transcoder = self.transcoders[account];
        if (
            isActive(self, account, round) && transcoder.deactivationRound != NEVER
                && transcoder.lastRewardRound < round
        ) {
            revert IBondingManager.RewardNotYetCalled(account, round);
        }
    }

    /// @dev An orchestrator evicted in this round is active until the round ends: its stake of the round is kept too.
    /// @return inPool Whether `account` is a member of the pool.
    function _changeStake(
        Stakes storage self,
        address account,
        uint256 oldStake,
        uint256 newStake,
        uint256 round,
        address prev,
        address next
    ) private returns (bool inPool) {
        inPool = self.pool.setKey(account, newStake.toUint96(), prev, next);
        if (inPool || isActive(self, account, round)) {
            Transcoder storage transcoder = self.transcoders[account];
            if (transcoder.lastActiveStakeUpdateRound < round) {
                transcoder.earningsPoolPerRound[round].totalStake = uint96(oldStake);
            }
            transcoder.earningsPoolPerRound[round + 1].totalStake = uint96(newStake);
            transcoder.lastActiveStakeUpdateRound = (round + 1).toUint40();
        }
    }
}
