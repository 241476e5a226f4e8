// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IManager} from "../../src/interfaces/IManager.sol";
import {IMinter} from "../../src/interfaces/IMinter.sol";
import {IRoundsManager} from "../../src/interfaces/IRoundsManager.sol";
import {AdjustableRoundsManager} from "../../src/rounds/AdjustableRoundsManager.sol";
import {Deployers} from "../utils/Deployers.sol";

contract RoundsManagerTest is Deployers {
    function test_initializeRound_keepsTheHashOfTheBlockBefore() public {
        skipRounds(1);
        uint256 round = currentRound();
        bytes32 expected = keccak256("block before");
        vm.setBlockhash(block.number - 1, expected);
        vm.expectEmit();
        emit IRoundsManager.NewRound(round, expected);
        rounds.initializeRound();
        assertEq(rounds.blockHashForRound(round), expected);
        assertEq(rounds.lastInitializedRound(), round);
        assertTrue(rounds.currentRoundInitialized());
    }

    function test_initializeRound_countsStakeBeforeInflation() public {
        address orchestrator = makeAddr("orchestrator");
        token.mint(address(this), 100e18);
        register(orchestrator, 900e18, 0, 0);
        skipRounds(1);
        // 90 % are bonded from this round on: inflation falls at once.
        uint256 inflation = minter.inflation() - INFLATION_CHANGE;
        vm.expectEmit();
        emit IMinter.SetCurrentRewardTokens((1000e18 * inflation) / 1e9, inflation);
        vm.expectEmit();
        emit IRoundsManager.NewRound(currentRound(), blockhash(block.number - 1));
        rounds.initializeRound();
    }

    function test_initializeRound_isOnceARound() public {
        vm.expectRevert(abi.encodeWithSelector(IRoundsManager.RoundAlreadyInitialized.selector, currentRound()));
        rounds.initializeRound();
    }

    function test_initializeRound_needsARunningSystem() public {
        skipRounds(1);
        controller.pause();
        vm.expectRevert(IManager.SystemPaused.selector);
        rounds.initializeRound();
    }

    function test_initializeRound_neverGoesBackToASkippedRound() public {
        uint256 skipped = currentRound() + 1;
        skipRounds(2);
        rounds.initializeRound();
        assertEq(rounds.blockHashForRound(skipped), bytes32(0));
        assertEq(rounds.lastInitializedRound(), skipped + 1);
    }

    function test_setRoundLength_doesNotJump() public {
        vm.roll(rounds.currentRoundStartBlock() + 37);
        (uint256 round, uint256 startBlock) = (currentRound(), rounds.currentRoundStartBlock());
        rounds.setRoundLength(50);
        assertEq(currentRound(), round);
        assertEq(rounds.currentRoundStartBlock(), startBlock);
        assertEq(rounds.lastRoundLengthUpdateRound(), round);
        assertEq(rounds.lastRoundLengthUpdateStartBlock(), startBlock);
        vm.roll(startBlock + 50);
        assertEq(currentRound(), round + 1);
        vm.expectRevert(IRoundsManager.RoundLengthIsZero.selector);
        rounds.setRoundLength(0);
    }

    function test_fuzz_setRoundLength_neverChangesTheRoundNumber(uint16[5] calldata lengths, uint16[5] calldata steps)
        public
    {
        for (uint256 i = 0; i < lengths.length; i++) {
            vm.roll(block.number + steps[i]);
            uint256 round = currentRound();
            // A round that is longer than the new length would otherwise count as several.
            uint256 passed = block.number - rounds.currentRoundStartBlock();
            rounds.setRoundLength(passed + 1 + lengths[i]);
            assertEq(currentRound(), round);
            assertEq(block.number - rounds.currentRoundStartBlock(), passed);
        }
    }

    function test_currentRoundLocked_isTheLastPart() public {
        uint256 start = rounds.currentRoundStartBlock();
        vm.roll(start + 89);
        assertFalse(rounds.currentRoundLocked());
        vm.roll(start + 90);
        assertTrue(rounds.currentRoundLocked());
        vm.roll(start + 100);
        assertFalse(rounds.currentRoundLocked());
        rounds.setRoundLockAmount(1_000_000);
        assertTrue(rounds.currentRoundLocked());
        vm.expectRevert(abi.encodeWithSelector(IRoundsManager.InvalidRoundLockAmount.selector, 1_000_001));
        rounds.setRoundLockAmount(1_000_001);
    }

    function test_setLIPUpgradeRound_isOnceAProposal() public {
        rounds.setLIPUpgradeRound(36, 5);
        assertEq(rounds.lipUpgradeRound(36), 5);
        vm.expectRevert(abi.encodeWithSelector(IRoundsManager.LIPUpgradeRoundAlreadySet.selector, 36, 5));
        rounds.setLIPUpgradeRound(36, 6);
    }

    function test_blockHash_isOfTheLast256Blocks() public {
        vm.roll(2000);
        assertEq(rounds.blockHash(1999), blockhash(1999));
        assertEq(rounds.blockHash(1744), blockhash(1744));
        vm.expectRevert(abi.encodeWithSelector(IRoundsManager.BlockNotInPast.selector, 2000, 2000));
        rounds.blockHash(2000);
        vm.expectRevert(abi.encodeWithSelector(IRoundsManager.BlockTooOld.selector, 1743, 2000));
        rounds.blockHash(1743);
    }

    function test_setters_areForTheOwnerOnly() public {
        address stranger = makeAddr("stranger");
        bytes memory refusal =
            abi.encodeWithSelector(IManager.CallerNotControllerOwner.selector, stranger, address(this));
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        rounds.setRoundLength(1);
        vm.expectRevert(refusal);
        rounds.setRoundLockAmount(1);
        vm.expectRevert(refusal);
        rounds.setLIPUpgradeRound(1, 1);
    }

    function test_blockSource_canBeAnotherThanTheChainsOwn() public {
        AdjustableRoundsManager target = new AdjustableRoundsManager(address(controller));
        AdjustableRoundsManager adjustable = AdjustableRoundsManager(proxied("RoundsManager", address(target)));
        adjustable.setBlockNum(1000);
        adjustable.setRoundLength(50);
        assertEq(adjustable.currentRound(), 20);
        adjustable.mineBlocks(149);
        adjustable.setBlockHash(keccak256("its own"));
        adjustable.initializeRound();
        assertEq(adjustable.lastInitializedRound(), 22);
        assertEq(adjustable.blockHashForRound(22), keccak256("its own"));
    }
}
