// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRoundsManager} from "../../src/interfaces/IRoundsManager.sol";
import {Deployers} from "../utils/Deployers.sol";

/// @title Rounds of any length, at any block.
contract RoundsPropertiesTest is Deployers {
    /// @dev Rounds follow each other without a gap or an overlap, whatever the length was before.
    function test_fuzz_rounds_areAsLongAsTheirLength(uint32[4] memory lengths, uint32[4] memory steps) public {
        for (uint256 i = 0; i < lengths.length; i++) {
            uint256 passed = block.number - rounds.currentRoundStartBlock();
            uint256 length = passed + 1 + lengths[i];
            rounds.setRoundLength(length);
            uint256 round = currentRound();
            uint256 start = rounds.currentRoundStartBlock();
            vm.roll(start + length - 1);
            assertEq(currentRound(), round);
            vm.roll(start + length);
            assertEq(currentRound(), round + 1);
            assertEq(rounds.currentRoundStartBlock(), start + length);
            vm.roll(block.number + steps[i]);
            assertEq(currentRound(), round + 1 + steps[i] / length);
        }
    }

    /// @dev A length that the round has outlived already ends it at once, and never takes the number back.
    function test_fuzz_setRoundLength_neverGoesBack(uint32 step, uint32 length) public {
        vm.roll(block.number + step);
        uint256 round = currentRound();
        uint256 passed = block.number - rounds.currentRoundStartBlock();
        if (length == 0) vm.expectRevert(IRoundsManager.RoundLengthIsZero.selector);
        rounds.setRoundLength(length);
        assertEq(currentRound(), length == 0 ? round : round + passed / length);
        assertLe(rounds.currentRoundStartBlock(), block.number);
    }

    function test_fuzz_setRoundLockAmount_locksThatPartOfARound(uint256 lock, uint256 offset) public {
        if (lock > PPM) {
            vm.expectRevert(abi.encodeWithSelector(IRoundsManager.InvalidRoundLockAmount.selector, lock));
            rounds.setRoundLockAmount(lock);
            lock = ROUND_LOCK;
        } else {
            rounds.setRoundLockAmount(lock);
        }
        offset = bound(offset, 0, ROUND_LENGTH - 1);
        vm.roll(rounds.currentRoundStartBlock() + offset);
        assertEq(rounds.currentRoundLocked(), offset >= ROUND_LENGTH - ROUND_LENGTH * lock / PPM);
    }

    /// @dev However many rounds were missed, the one that is initialised is the current one, once.
    function test_fuzz_initializeRound_isOfTheCurrentRound(uint16 missed, uint256 offset) public {
        uint256 last = rounds.lastInitializedRound();
        vm.roll(block.number + bound(offset, 0, ROUND_LENGTH - 1));
        skipRounds(missed);
        if (missed == 0) {
            vm.expectRevert(abi.encodeWithSelector(IRoundsManager.RoundAlreadyInitialized.selector, last));
        }
        rounds.initializeRound();
        assertEq(rounds.lastInitializedRound(), last + missed);
        assertEq(rounds.blockHashForRound(last + missed + 1), bytes32(0));
        if (missed > 1) assertEq(rounds.blockHashForRound(last + 1), bytes32(0));
    }

    function test_fuzz_setLIPUpgradeRound_isOnce(uint256 lip, uint256 round, uint256 again) public {
        round = bound(round, 1, type(uint256).max);
        rounds.setLIPUpgradeRound(lip, round);
        vm.expectRevert(abi.encodeWithSelector(IRoundsManager.LIPUpgradeRoundAlreadySet.selector, lip, round));
        rounds.setLIPUpgradeRound(lip, again);
        assertEq(rounds.lipUpgradeRound(lip), round);
    }
}
