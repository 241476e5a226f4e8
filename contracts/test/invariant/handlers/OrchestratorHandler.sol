// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../../src/interfaces/IBondingManager.sol";
import {DelegatorHandler} from "./DelegatorHandler.sol";

/// @title Calls reward, changes cuts, and is slashed.
abstract contract OrchestratorHandler is DelegatorHandler {
    function enterPool(uint256 who, uint256 amount) external {
        _bond(actorOf(who), actorOf(who), _give(actorOf(who), amount), 1);
    }

    /// @dev As much as the last member has, or a unit more: a full pool takes the latter only.
    function enterPoolAtTheEnd(uint256 who, uint256 more) external {
        address account = actorOf(who);
        if (_pool.length == 0 || isMember(account)) return;
        uint256 wanted = delegatedTo[_pool[_pool.length - 1]] + more % 2;
        if (wanted > delegatedTo[account] && wanted < WEALTH) {
            _bond(account, account, _giveExactly(account, wanted - delegatedTo[account]), 1);
        }
    }

    function transcoder(uint256 who, uint256 rewardCut, uint256 feeShare) external {
        address account = accounts[who % accounts.length];
        (address prev, address next) = _hint(who, who % 2 == 0);
        bytes memory call = abi.encodeCall(
            IBondingManager.transcoderWithHint, (_bound(rewardCut, 0, 1e6), _bound(feeShare, 0, 1e6), prev, next)
        );
        if (enter("transcoder", account, address(p.bonding), call)) {
            if (!isMember(account)) _join(account);
            checkPool(who % 2 == 0);
        }
        settle(address(0), address(0), false);
    }

    function reward(uint256 who) external {
        _reward(accounts[who % accounts.length], who % 2 == 0);
        settle(address(0), address(0), true);
    }

    function setRewardCaller(uint256 who, uint256 caller) external {
        bytes memory call = abi.encodeCall(IBondingManager.setRewardCaller, (actorOf(caller)));
        bool success = enter("setRewardCaller", accounts[who % accounts.length], address(p.bonding), call);
        assertEq(success, !p.controller.paused(), "setting a reward caller");
    }

    /// @dev This contract is the Verifier.
    function slash(uint256 who, uint256 finder, uint256 part) external {
        address account = actorOf(who);
        address receiver = finder % 3 == 0 ? address(0) : actorOf(finder);
        address delegate = delegateOf(account);
        (uint256 bonded,,,,,,) = p.bonding.getDelegator(account);
        uint256 stake = pendingStakeWith(delegate);
        uint256 fees = p.bonding.pendingFees(account, 0);
        uint256 before = p.token.totalSupply() - p.token.balanceOf(receiver);
        part = part % 4 == 0 ? 1e6 : _bound(part, 0, 1e6);
        bytes memory call =
            abi.encodeCall(IBondingManager.slashTranscoder, (account, receiver, part, _bound(finder, 0, 1e6)));
        if (enter("slash", address(this), address(p.bonding), call) && bonded > 0) {
            // What was burned and what the finder got.
            uint256 penalty = before - (p.token.totalSupply() - p.token.balanceOf(receiver));
            assertEq(penalty, bonded * part / 1e6, "penalty");
            if (isMember(account)) _leave(account);
            _decrease(delegate, penalty);
            // The penalty is reckoned without the rewards since the last claim, and takes those along that it earned, and its fees.
            uint256 lost = stake - pendingStakeWith(delegate);
            assertGe(lost, penalty, "stake that outlives its penalty");
            unclaimable[delegate] += lost - penalty;
            feesUnclaimable += fees - p.bonding.pendingFees(account, 0);
            // Earns with what is left; after the round's reward that is more than what its fees are shared by.
            bool isRewarded = _lastRewardOf(delegate) == p.rounds.lastInitializedRound();
            _stakeAtStart[account] = isRewarded ? 0 : p.bonding.pendingStake(account, 0);
            checkPool(false);
        }
        settle(account, receiver, false);
    }

    function _reward(address account, bool isHinted) internal {
        bool isDue = isOpen() && isActiveInModel(account) && _lastRewardOf(account) < p.rounds.currentRound();
        uint256 pending = pendingStakeWith(account);
        uint256 before = p.token.totalSupply() - p.token.balanceOf(p.treasury);
        assertEq(_callReward(account, isHinted), isDue, "calling reward");
        if (isDue) {
            uint256 rewards = p.token.totalSupply() - p.token.balanceOf(p.treasury) - before;
            _increase(account, rewards, p.bonding.isRegisteredTranscoder(account));
            checkPool(isHinted);
            _checkShares(account, rewards, pendingStakeWith(account) - pending);
        }
    }

    function _callReward(address account, bool isHinted) private returns (bool) {
        address caller = p.bonding.transcoderToRewardCaller(account);
        (address prev, address next) = _hint(uint256(keccak256(abi.encode(account, block.number))), isHinted);
        if (caller == address(0)) {
            bytes memory call = abi.encodeCall(IBondingManager.rewardWithHint, (prev, next));
            return enter("reward", account, address(p.bonding), call);
        }
        bytes memory callFor = abi.encodeCall(IBondingManager.rewardForTranscoderWithHint, (account, prev, next));
        return enter("rewardForTranscoder", caller, address(p.bonding), callFor);
    }

    /// @dev Delegators get what is theirs, but for the roundings; what they forfeit nobody gets.
    function _checkShares(address account, uint256 rewards, uint256 gained) private {
        uint256 round = p.rounds.currentRound();
        (uint256 totalStake, uint256 rewardCut,,,) = p.bonding.getTranscoderEarningsPoolForRound(account, round);
        uint256 commission = rewards * rewardCut / 1e6;
        uint256 earning = earningStakeOf(account, round);
        assertLe(earning, totalStake, "more stake earns than there is");
        uint256 due = (rewards - commission) * earning / totalStake;
        if (delegateOf(account) == account) due += commission;
        assertLe(gained, due + accounts.length, "more than its share");
        assertGe(gained + ROUNDING * accounts.length, due, "less than its share");
        unclaimable[account] += rewards - due + ROUNDING * accounts.length;
    }

    function _lastRewardOf(address account) private view returns (uint256 round) {
        (round,,,,,,,,,) = p.bonding.getTranscoder(account);
    }
}
