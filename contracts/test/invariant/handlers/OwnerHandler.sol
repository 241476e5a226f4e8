// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../../src/interfaces/IBondingManager.sol";
import {IRoundsManager} from "../../../src/interfaces/IRoundsManager.sol";
import {RedeemerHandler} from "./RedeemerHandler.sol";

/// @title Lets rounds pass or be missed, pauses, and sets what the owner may set.
/// @dev This contract owns the Controller and is its guardian.
abstract contract OwnerHandler is RedeemerHandler {
    uint256 private constant MAX_POOL = 6;

    /// @dev Time passes most, and most orchestrators call reward in most rounds.
    function nextRound(uint256 rewards) external {
        if (p.controller.paused() && rewards % 2 > 0) p.controller.unpause();
        vm.roll(p.rounds.currentRoundStartBlock() + p.rounds.roundLength());
        _initialize();
        _rewards(rewards);
        settle(address(0), address(0), true);
    }

    function nextRoundToo(uint256 rewards) external {
        this.nextRound(rewards);
    }

    function initializeRound() external {
        _initialize();
    }

    function passBlocks(uint256 blocks) external {
        vm.roll(block.number + _bound(blocks, 1, 1 + p.rounds.roundLength() / 2));
        count("passBlocks", true);
        settle(address(0), address(0), false);
    }

    /// @dev Rounds that nobody initialises.
    function missRounds(uint256 rounds) external {
        vm.roll(p.rounds.currentRoundStartBlock() + _bound(rounds, 1, 4) * p.rounds.roundLength());
        count("missRounds", true);
        settle(address(0), address(0), false);
    }

    function pause(uint256 seed) external {
        bool success = !p.controller.paused() && seed % 2 == 0;
        if (success) p.controller.pause();
        count("pause", success);
        if (success && seed % 4 == 0) this.pauseExits();
    }

    function pauseExits() external {
        bool success = p.controller.paused() && !p.controller.exitsPaused();
        if (success) p.controller.pauseExits();
        count("pauseExits", success);
    }

    function unpauseExits() external {
        bool success = p.controller.exitsPaused();
        if (success) p.controller.unpauseExits();
        count("unpauseExits", success);
    }

    function unpause() external {
        bool success = p.controller.paused();
        if (success) p.controller.unpause();
        assertFalse(p.controller.exitsPaused(), "exits are paused while nothing else is");
        count("unpause", success);
    }

    /// @dev Stake leaves in a round that begins during a pause, and is initialised only after it.
    function exitDuringPause(uint256 who, uint256 amount) external {
        if (!p.controller.paused()) p.controller.pause();
        if (p.controller.exitsPaused()) p.controller.unpauseExits();
        vm.roll(p.rounds.currentRoundStartBlock() + p.rounds.roundLength());
        this.unbond(who, amount);
        p.controller.unpause();
        _initialize();
    }

    function setRoundLength(uint256 length) external {
        (uint256 round, uint256 start) = (p.rounds.currentRound(), p.rounds.currentRoundStartBlock());
        // Shorter than what has passed of the round already would end it at once.
        p.rounds.setRoundLength(_bound(length, block.number - start + 1, block.number - start + 200));
        assertEq(p.rounds.currentRound(), round, "the round jumped");
        assertEq(p.rounds.currentRoundStartBlock(), start, "the round began anew");
        count("setRoundLength", true);
    }

    function setTreasury(uint256 rate, uint256 ceiling) external {
        p.bonding.setTreasuryRewardCutRate(_bound(rate, 0, 1e27));
        p.bonding.setTreasuryBalanceCeiling(ceiling % 3 == 0 ? 0 : _bound(ceiling, 1, 1e22));
        count("setTreasury", true);
    }

    function treasurySpends(uint256 amount) external {
        amount = _bound(amount, 0, p.token.balanceOf(p.treasury));
        vm.prank(p.treasury);
        p.token.transfer(address(this), amount);
        count("treasurySpends", amount > 0);
    }

    function growPool(uint256 seed) external {
        bool success = poolLimit < MAX_POOL && seed % 4 == 0;
        if (success) p.bonding.setNumActiveTranscoders(++poolLimit);
        count("growPool", success);
    }

    function setPeriods(uint256 unbonding, uint256 unlocking, uint256 validity) external {
        p.bonding.setUnbondingPeriod(uint64(_bound(unbonding, 0, 3)));
        p.broker.setUnlockPeriod(_bound(unlocking, 0, 3));
        p.broker.setTicketValidityPeriod(_bound(validity, 1, 3));
        count("setPeriods", true);
    }

    function _initialize() private {
        bool isDue = !p.controller.paused() && !p.rounds.currentRoundInitialized();
        bytes memory call = abi.encodeCall(IRoundsManager.initializeRound, ());
        assertEq(enter("initializeRound", address(this), address(p.rounds), call), isDue, "initializing a round");
        settle(address(0), address(0), false);
        if (isDue) _recordRound();
    }

    function _recordRound() internal {
        uint256 round = p.rounds.currentRound();
        _beginRound(round);
        uint256 supply;
        for (uint256 i = 0; i < _pool.length; i++) {
            supply += delegatedTo[_pool[i]];
        }
        _recordVotes(p.bonding, accounts, round, supply);
        for (uint256 i = 0; i < accounts.length; i++) {
            _stakeAtStart[accounts[i]] = p.bonding.pendingStake(accounts[i], 0);
        }
    }

    function _rewards(uint256 seed) private {
        if (!isOpen()) return;
        for (uint256 i = 0; i < accounts.length; i++) {
            bool isAsked = (seed >> (8 * i)) % 4 > 0;
            if (isAsked && isActiveInModel(accounts[i])) _reward(accounts[i], false);
        }
    }
}
