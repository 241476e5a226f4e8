// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {Deployers} from "../utils/Deployers.sol";

/// @title Who is in the pool and who is active.
contract ActiveSetTest is Deployers {
    address internal a = makeAddr("a");
    address internal b = makeAddr("b");
    address internal c = makeAddr("c");
    address internal d = makeAddr("d");
    address internal delegator = makeAddr("delegator");

    function setUp() public override {
        super.setUp();
        register(a, 1000, 100_000, 500_000);
        register(b, 900, 100_000, 500_000);
        register(c, 800, 100_000, 500_000);
        nextRound();
    }

    function test_pool_isSortedByStake() public view {
        assertEq(bonding.getFirstTranscoderInPool(), a);
        assertEq(bonding.getNextTranscoderInPool(a), b);
        assertEq(bonding.getNextTranscoderInPool(b), c);
        assertEq(bonding.getNextTranscoderInPool(c), address(0));
        assertEq(bonding.getTranscoderPoolSize(), 3);
        assertEq(bonding.currentRoundTotalActiveStake(), 2700);
    }

    function test_join_needsMoreStakeThanTheLast() public {
        bond(d, 800, d);
        assertEq(bonding.getTranscoderPoolSize(), 3);
        assertEq(bonding.getNextTranscoderInPool(b), c);
        assertTrue(bonding.isRegisteredTranscoder(d));

        uint256 round = currentRound();
        giveTokens(delegator, 1);
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderDeactivated(c, round + 1);
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderActivated(d, round + 1);
        vm.prank(delegator);
        bonding.bond(1, d);
        assertEq(bonding.getNextTranscoderInPool(b), d);
        assertEq(bonding.nextRoundTotalActiveStake(), 2701);
        // Until the round ends nothing else has changed.
        assertTrue(bonding.isActiveTranscoder(c));
        assertFalse(bonding.isActiveTranscoder(d));
        nextRound();
        assertFalse(bonding.isActiveTranscoder(c));
        assertTrue(bonding.isActiveTranscoder(d));
    }

    function test_evicted_keepsItsStakeOfTheRound() public {
        bond(d, 801, d);
        uint256 round = currentRound();
        vm.prank(c);
        bonding.unbond(300);
        (uint256 stake,,) = poolOf(c, round);
        (uint256 nextStake,,) = poolOf(c, round + 1);
        assertEq(stake, 800);
        assertEq(nextStake, 500);
        (,,, uint256 lastUpdate,,,,,,) = bonding.getTranscoder(c);
        assertEq(lastUpdate, round + 1);
    }

    /// @dev Someone else's dust would bring an evicted orchestrator back into the pool, from the next round on, and so
    /// make it inactive before it could call reward.
    function test_evicted_gainsNoStakeBeforeItsReward() public {
        token.mint(address(this), 1e30);
        bond(d, 801, d);
        uint256 round = currentRound();
        bytes memory refusal = abi.encodeWithSelector(IBondingManager.RewardNotYetCalled.selector, c, round);
        giveTokens(delegator, 10);
        vm.prank(delegator);
        vm.expectRevert(refusal);
        bonding.bond(10, c);
        vm.startPrank(c);
        bonding.unbond(1);
        vm.expectRevert(refusal);
        bonding.rebond(0);
        bonding.reward();
        bonding.rebond(0);
        vm.stopPrank();
        vm.prank(delegator);
        bonding.bond(10, c);
        assertGt(bonding.transcoderTotalStake(c), 801);
        assertEq(bonding.getNextTranscoderInPool(d), address(0));
    }

    function test_transcoder_joinsAPoolThatHasRoomAgain() public {
        bond(d, 700, d);
        vm.prank(c);
        bonding.unbond(800);
        nextRound();
        assertFalse(bonding.isActiveTranscoder(d));
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderUpdate(d, 250_000, 750_000);
        vm.prank(d);
        bonding.transcoder(250_000, 750_000);
        assertEq(bonding.getNextTranscoderInPool(b), d);
        (, uint256 rewardCut, uint256 feeShare,,,,,,,) = bonding.getTranscoder(d);
        assertEq(rewardCut, 250_000);
        assertEq(feeShare, 750_000);
    }

    function test_transcoder_failsWithWhatIsWrong() public {
        uint256 round = currentRound();
        vm.startPrank(delegator);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.TranscoderNotRegistered.selector, delegator));
        bonding.transcoder(0, 0);
        vm.startPrank(a);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidRewardCut.selector, 1_000_001));
        bonding.transcoder(1_000_001, 0);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidFeeShare.selector, 1_000_001));
        bonding.transcoder(0, 1_000_001);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.ActiveTranscoderMustCallReward.selector, a, round));
        bonding.transcoder(0, 0);
        bonding.reward();
        bonding.transcoder(0, 0);
        vm.roll(rounds.currentRoundStartBlock() + 90);
        vm.expectRevert(IBondingManager.CurrentRoundLocked.selector);
        bonding.transcoder(0, 0);
    }

    function test_hints_leadToTheSamePoolAsASearch() public {
        bonding.setNumActiveTranscoders(10);
        giveTokens(d, 850);
        vm.prank(d);
        bonding.bondWithHint(850, d, address(0), address(0), b, c);
        assertEq(bonding.getNextTranscoderInPool(b), d);
        assertEq(bonding.getNextTranscoderInPool(d), c);
        nextRound();
        vm.prank(a);
        bonding.unbondWithHint(180, d, c);
        assertEq(bonding.getFirstTranscoderInPool(), b);
        assertEq(bonding.getNextTranscoderInPool(d), a);
        assertEq(bonding.getNextTranscoderInPool(a), c);
        // A wrong hint costs gas only.
        vm.prank(a);
        bonding.rebondWithHint(0, c, b);
        assertEq(bonding.getFirstTranscoderInPool(), a);
    }

    function test_slash_takesStakePaysTheFinderAndBurnsTheRest() public {
        register("Verifier", address(this));
        uint256 supply = token.totalSupply();
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderDeactivated(a, currentRound() + 1);
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderSlashed(a, delegator, 500, 50);
        bonding.slashTranscoder(a, delegator, 500_000, 100_000);
        assertEq(bondedAmount(a), 500);
        assertEq(bonding.transcoderTotalStake(a), 500);
        assertEq(token.balanceOf(delegator), 50);
        assertEq(token.totalSupply(), supply - 450);
        assertEq(bonding.nextRoundTotalActiveStake(), 1700);
        assertEq(bonding.getFirstTranscoderInPool(), b);
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderSlashed(d, address(0), 0, 0);
        bonding.slashTranscoder(d, address(0), 500_000, 100_000);
    }
}
