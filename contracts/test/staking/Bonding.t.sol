// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {IManager} from "../../src/interfaces/IManager.sol";
import {SortedList} from "../../src/libraries/SortedList.sol";
import {Deployers} from "../utils/Deployers.sol";

/// @title Bonding, unbonding and the ways of stake between accounts.
contract BondingTest is Deployers {
    address internal orchestrator = makeAddr("orchestrator");
    address internal other = makeAddr("other");
    address internal delegator = makeAddr("delegator");
    address internal stranger = makeAddr("stranger");

    function test_bond_toOneselfEntersThePoolFromTheNextRoundOn() public {
        uint256 round = currentRound();
        giveTokens(orchestrator, 1000);
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderActivated(orchestrator, round + 1);
        vm.expectEmit(address(bonding));
        emit IBondingManager.Bond(orchestrator, address(0), orchestrator, 1000, 1000);
        vm.prank(orchestrator);
        bonding.bond(1000, orchestrator);

        assertEq(token.balanceOf(address(minter)), 1000);
        assertTrue(bonding.isRegisteredTranscoder(orchestrator));
        assertFalse(bonding.isActiveTranscoder(orchestrator));
        assertEq(uint256(bonding.delegatorStatus(orchestrator)), uint256(IBondingManager.DelegatorStatus.Pending));
        assertEq(bonding.nextRoundTotalActiveStake(), 1000);
        assertEq(bonding.currentRoundTotalActiveStake(), 0);
        (uint256 activation, uint256 deactivation) = activationOf(orchestrator);
        assertEq(activation, round + 1);
        assertEq(deactivation, type(uint256).max);

        nextRound();
        assertTrue(bonding.isActiveTranscoder(orchestrator));
        assertEq(bonding.getTotalBonded(), 1000);
        assertEq(uint256(bonding.delegatorStatus(orchestrator)), uint256(IBondingManager.DelegatorStatus.Bonded));
    }

    function test_bond_toAnOrchestratorRaisesItsStakeFromTheNextRoundOn() public {
        bond(orchestrator, 1000, orchestrator);
        nextRound();
        uint256 round = currentRound();
        bond(delegator, 500, orchestrator);
        assertEq(bonding.transcoderTotalStake(orchestrator), 1500);
        (uint256 stake,,) = poolOf(orchestrator, round);
        (uint256 nextStake,,) = poolOf(orchestrator, round + 1);
        assertEq(stake, 1000);
        assertEq(nextStake, 1500);
        assertEq(bonding.nextRoundTotalActiveStake(), 1500);
        assertEq(bonding.currentRoundTotalActiveStake(), 1000);
    }

    function test_bond_toAnAccountThatIsNoOrchestratorIsLegal() public {
        bond(delegator, 500, stranger);
        assertEq(bonding.transcoderTotalStake(stranger), 500);
        assertEq(bonding.getTranscoderPoolSize(), 0);
        assertEq(uint256(bonding.transcoderStatus(stranger)), 0);
    }

    function test_bond_toAnotherDelegateMovesAllStake() public {
        bond(orchestrator, 1000, orchestrator);
        bond(other, 900, other);
        bond(delegator, 500, orchestrator);
        nextRound();
        giveTokens(delegator, 1);
        vm.expectEmit(address(bonding));
        emit IBondingManager.Bond(other, orchestrator, delegator, 1, 501);
        vm.prank(delegator);
        bonding.bond(1, other);
        assertEq(bonding.transcoderTotalStake(orchestrator), 1000);
        assertEq(bonding.transcoderTotalStake(other), 1401);
        assertEq(bonding.getFirstTranscoderInPool(), other);
        assertEq(bonding.getNextTranscoderInPool(other), orchestrator);
        assertEq(uint256(bonding.delegatorStatus(delegator)), uint256(IBondingManager.DelegatorStatus.Pending));
        // Nothing added is legal, for the stake moves.
        vm.prank(delegator);
        bonding.bond(0, orchestrator);
        assertEq(bonding.transcoderTotalStake(orchestrator), 1501);
    }

    function test_bond_failsWithoutAnAmountOrADelegate() public {
        vm.expectRevert(IBondingManager.DelegationAmountIsZero.selector);
        bonding.bond(0, orchestrator);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidDelegate.selector, address(0)));
        bonding.bond(1, address(0));
    }

    function test_bond_failsForAnOrchestratorThatWouldDelegate() public {
        bond(orchestrator, 1000, orchestrator);
        vm.expectRevert(
            abi.encodeWithSelector(IBondingManager.RegisteredTranscoderCannotDelegate.selector, orchestrator, other)
        );
        vm.prank(orchestrator);
        bonding.bond(0, other);
    }

    function test_entries_needARunningSystemAndAnInitializedRound() public {
        bytes[7] memory calls = [
            abi.encodeCall(IBondingManager.bond, (1, orchestrator)),
            abi.encodeCall(IBondingManager.rebond, (0)),
            abi.encodeCall(IBondingManager.rebondFromUnbonded, (orchestrator, 0)),
            abi.encodeCall(IBondingManager.claimEarnings, (0)),
            abi.encodeCall(IBondingManager.transcoder, (0, 0)),
            abi.encodeCall(IBondingManager.reward, ()),
            abi.encodeCall(IBondingManager.transferBond, (stranger, 1, address(0), address(0), address(0), address(0)))
        ];
        skipRounds(1);
        for (uint256 i = 0; i < calls.length; i++) {
            assertRefusal(
                calls[i], abi.encodeWithSelector(IManager.CurrentRoundNotInitialized.selector, currentRound())
            );
        }
        controller.pause();
        for (uint256 i = 0; i < calls.length; i++) {
            assertRefusal(calls[i], abi.encodeWithSelector(IManager.SystemPaused.selector));
        }
    }

    function test_exits_needAnInitializedRoundUnlessPausedAndExitsThatAreNotPaused() public {
        bytes[4] memory calls = [
            abi.encodeCall(IBondingManager.unbond, (1)),
            abi.encodeCall(IBondingManager.unbondWithHint, (1, address(0), address(0))),
            abi.encodeCall(IBondingManager.withdrawStake, (0)),
            abi.encodeCall(IBondingManager.withdrawFees, (stranger, 0))
        ];
        skipRounds(1);
        for (uint256 i = 0; i < calls.length; i++) {
            assertRefusal(
                calls[i], abi.encodeWithSelector(IManager.CurrentRoundNotInitialized.selector, currentRound())
            );
        }
        controller.pause();
        assertRefusal(calls[0], abi.encodeWithSelector(IBondingManager.DelegatorNotBonded.selector, address(this)));
        controller.pauseExits();
        for (uint256 i = 0; i < calls.length; i++) {
            assertRefusal(calls[i], abi.encodeWithSelector(IManager.ExitsPaused.selector));
        }
    }

    function test_pause_doesNotTrapStake() public {
        register(orchestrator, 1000, 0, 1_000_000);
        bond(delegator, 500, orchestrator);
        nextRound();
        addFees(orchestrator, 1 ether);
        uint256 round = currentRound();
        controller.pause();
        skipRounds(3);
        vm.startPrank(delegator);
        bonding.unbond(500);
        (, uint256 withdrawRound) = bonding.getDelegatorUnbondingLock(delegator, 0);
        assertEq(withdrawRound, round + 3 + UNBONDING_PERIOD);
        skipRounds(UNBONDING_PERIOD);
        bonding.withdrawStake(0);
        assertEq(token.balanceOf(delegator), 500);
        uint256 fees = bonding.pendingFees(delegator, 0);
        bonding.withdrawFees(delegator, fees);
        assertEq(fees, 1 ether / uint256(3));
        assertEq(delegator.balance, fees);
        vm.stopPrank();

        // What left during the pause no longer counts in the first round after it, and every reward can be minted.
        controller.unpause();
        rounds.initializeRound();
        assertEq(bonding.currentRoundTotalActiveStake(), 1000);
        reward(orchestrator);
        (uint256 totalStake,,) = poolOf(orchestrator, currentRound());
        assertEq(totalStake, 1000);
        assertEq(minter.currentMintedTokens(), minter.currentMintableTokens());
    }

    function test_unbond_partOfAStakeGoesIntoALock() public {
        bond(orchestrator, 1000, orchestrator);
        nextRound();
        uint256 round = currentRound();
        vm.expectEmit(address(bonding));
        emit IBondingManager.Unbond(orchestrator, orchestrator, 0, 400, round + UNBONDING_PERIOD);
        vm.prank(orchestrator);
        bonding.unbond(400);
        (uint256 amount, uint256 withdrawRound) = bonding.getDelegatorUnbondingLock(orchestrator, 0);
        assertEq(amount, 400);
        assertEq(withdrawRound, round + UNBONDING_PERIOD);
        assertTrue(bonding.isValidUnbondingLock(orchestrator, 0));
        assertEq(bonding.transcoderTotalStake(orchestrator), 600);
        assertEq(bonding.nextRoundTotalActiveStake(), 600);
        assertTrue(bonding.isActiveTranscoder(orchestrator));
    }

    function test_unbond_ofAllResignsAtTheEndOfTheRound() public {
        bond(orchestrator, 1000, orchestrator);
        nextRound();
        uint256 round = currentRound();
        vm.expectEmit(address(bonding));
        emit IBondingManager.TranscoderDeactivated(orchestrator, round + 1);
        vm.prank(orchestrator);
        bonding.unbond(1000);
        assertTrue(bonding.isActiveTranscoder(orchestrator));
        assertFalse(bonding.isRegisteredTranscoder(orchestrator));
        assertEq(bonding.getTranscoderPoolSize(), 0);
        assertEq(bonding.nextRoundTotalActiveStake(), 0);
        assertEq(delegateOf(orchestrator), address(0));
        // The round's stake is kept for its fees and its reward.
        (uint256 stake,,) = poolOf(orchestrator, round);
        assertEq(stake, 1000);
        nextRound();
        assertFalse(bonding.isActiveTranscoder(orchestrator));
    }

    function test_unbond_failsWithWhatIsWrong() public {
        vm.startPrank(delegator);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.DelegatorNotBonded.selector, delegator));
        bonding.unbond(1);
        vm.stopPrank();
        bond(delegator, 10, orchestrator);
        vm.startPrank(delegator);
        // Pending stake cannot be unbonded.
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.DelegatorNotBonded.selector, delegator));
        bonding.unbond(1);
        nextRound();
        vm.expectRevert(IBondingManager.UnbondAmountIsZero.selector);
        bonding.unbond(0);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.UnbondAmountTooHigh.selector, 11, 10));
        bonding.unbond(11);
    }

    function test_withdrawStake_paysAMaturedLockOnce() public {
        bond(delegator, 10, orchestrator);
        nextRound();
        vm.startPrank(delegator);
        bonding.unbond(4);
        uint256 withdrawRound = currentRound() + UNBONDING_PERIOD;
        for (uint256 i = 0; i < UNBONDING_PERIOD; i++) {
            vm.expectRevert(
                abi.encodeWithSelector(IBondingManager.WithdrawRoundNotReached.selector, withdrawRound, currentRound())
            );
            bonding.withdrawStake(0);
            nextRound();
        }
        vm.expectEmit(address(bonding));
        emit IBondingManager.WithdrawStake(delegator, 0, 4, withdrawRound);
        bonding.withdrawStake(0);
        assertEq(token.balanceOf(delegator), 4);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidUnbondingLock.selector, delegator, 0));
        bonding.withdrawStake(0);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidUnbondingLock.selector, delegator, 0));
        bonding.rebond(0);
    }

    function test_rebond_putsALockBack() public {
        bond(orchestrator, 1000, orchestrator);
        bond(delegator, 10, orchestrator);
        nextRound();
        vm.startPrank(delegator);
        bonding.unbond(4);
        vm.expectEmit(address(bonding));
        emit IBondingManager.Rebond(orchestrator, delegator, 0, 4);
        bonding.rebond(0);
        assertEq(bondedAmount(delegator), 10);
        assertEq(bonding.transcoderTotalStake(orchestrator), 1010);
        assertFalse(bonding.isValidUnbondingLock(delegator, 0));
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.DelegatorNotUnbonded.selector, delegator));
        bonding.rebondFromUnbonded(orchestrator, 0);
    }

    function test_rebondFromUnbonded_choosesADelegateAnew() public {
        bond(orchestrator, 1000, orchestrator);
        bond(delegator, 10, orchestrator);
        nextRound();
        vm.startPrank(delegator);
        bonding.unbond(10);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.DelegatorNotBonded.selector, delegator));
        bonding.rebond(0);
        bonding.rebondFromUnbonded(other, 0);
        assertEq(delegateOf(delegator), other);
        assertEq(uint256(bonding.delegatorStatus(delegator)), uint256(IBondingManager.DelegatorStatus.Pending));
        assertEq(bonding.transcoderTotalStake(orchestrator), 1000);
        assertEq(bonding.transcoderTotalStake(other), 10);
    }

    /// @dev Without a start factor the stake would earn the delegate's whole past at once.
    function test_rebondFromUnbonded_doesNotEarnThePast() public {
        token.mint(address(this), 1e30);
        register(orchestrator, 1000e18, 0, 0);
        bond(delegator, 10e18, other);
        nextRound();
        reward(orchestrator);
        nextRound();
        vm.startPrank(delegator);
        bonding.unbond(10e18);
        bonding.rebondFromUnbonded(orchestrator, 0);
        assertEq(bonding.pendingStake(delegator, 0), 10e18);
        nextRound();
        assertEq(bonding.pendingStake(delegator, 0), 10e18);
    }

    function test_transferBond_toAFreshAccountTakesTheDelegateAlong() public {
        bond(orchestrator, 1000, orchestrator);
        bond(delegator, 10, orchestrator);
        nextRound();
        uint256 round = currentRound();
        vm.expectEmit(address(bonding));
        emit IBondingManager.EarningsClaimed(orchestrator, delegator, 0, 0, round, round);
        vm.expectEmit(address(bonding));
        emit IBondingManager.Unbond(orchestrator, delegator, 0, 4, round + UNBONDING_PERIOD);
        vm.expectEmit(address(bonding));
        emit IBondingManager.TransferBond(delegator, stranger, 0, 0, 4);
        vm.expectEmit(address(bonding));
        emit IBondingManager.EarningsClaimed(address(0), stranger, 0, 0, 1, round);
        vm.expectEmit(address(bonding));
        emit IBondingManager.Rebond(orchestrator, stranger, 0, 4);
        transferBond(delegator, stranger, 4);
        assertEq(bondedAmount(delegator), 6);
        assertEq(bondedAmount(stranger), 4);
        assertEq(delegateOf(stranger), orchestrator);
        assertEq(bonding.transcoderTotalStake(orchestrator), 1010);
        assertFalse(bonding.isValidUnbondingLock(delegator, 0));
        assertFalse(bonding.isValidUnbondingLock(stranger, 0));
        assertEq(uint256(bonding.delegatorStatus(stranger)), uint256(IBondingManager.DelegatorStatus.Pending));
    }

    function test_transferBond_toABondedAccountGoesToItsDelegate() public {
        bond(orchestrator, 1000, orchestrator);
        bond(other, 900, other);
        bond(delegator, 10, orchestrator);
        bond(stranger, 5, other);
        nextRound();
        reward(other);
        transferBond(delegator, stranger, 10);
        assertEq(bondedAmount(delegator), 0);
        assertEq(delegateOf(stranger), other);
        assertEq(bonding.transcoderTotalStake(orchestrator), 1000);
        assertEq(bonding.transcoderTotalStake(other), 915);
    }

    function test_transferBond_makesNobodyAnOrchestrator() public {
        bond(delegator, 10, stranger);
        nextRound();
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidDelegator.selector, stranger));
        transferBond(delegator, stranger, 4);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidDelegator.selector, address(0)));
        transferBond(delegator, address(0), 4);
    }

    function test_bondFor_addsToTheOwnersStake() public {
        bond(orchestrator, 1000, orchestrator);
        bond(delegator, 10, orchestrator);
        giveTokens(stranger, 7);
        bondFor(stranger, 7, delegator, orchestrator);
        assertEq(bondedAmount(delegator), 17);
        assertEq(bondedAmount(stranger), 0);
        assertEq(token.balanceOf(stranger), 0);
    }

    function test_bondFor_failsToChooseForTheOwner() public {
        bond(delegator, 10, orchestrator);
        giveTokens(stranger, 7);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidDelegateChange.selector, orchestrator, other));
        bondFor(stranger, 7, delegator, other);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidDelegate.selector, other));
        bondFor(stranger, 7, other, other);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidDelegator.selector, address(0)));
        bondFor(stranger, 7, address(0), other);
    }

    function test_bondFor_mayDoAllOfThatAsTheMigrator() public {
        giveTokens(stranger, 7);
        register("L2Migrator", stranger);
        bondFor(stranger, 7, other, other);
        assertTrue(bonding.isRegisteredTranscoder(other));
    }

    /// @dev Claiming for somebody before its orchestrator called reward would cost it the round's reward.
    function test_bondFor_failsToClaimAtTheOwnersCost() public {
        register(orchestrator, 1000, 0, 0);
        bond(delegator, 10, orchestrator);
        bond(other, 5, orchestrator);
        nextRound();
        giveTokens(stranger, 7);
        bytes memory refusal =
            abi.encodeWithSelector(IBondingManager.IllegalClaimEarnings.selector, delegator, stranger);
        vm.expectRevert(refusal);
        bondFor(stranger, 7, delegator, orchestrator);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.IllegalClaimEarnings.selector, delegator, other));
        transferBond(other, delegator, 1);
        reward(orchestrator);
        bondFor(stranger, 3, delegator, orchestrator);
        nextRound();
        vm.prank(delegator);
        bonding.claimEarnings(0);
        bondFor(stranger, 4, delegator, orchestrator);
        assertEq(token.balanceOf(stranger), 0);
    }

    function test_setNumActiveTranscoders_onlyGrows() public {
        vm.expectRevert(abi.encodeWithSelector(SortedList.MaxSizeNotIncreased.selector, POOL_SIZE, POOL_SIZE));
        bonding.setNumActiveTranscoders(POOL_SIZE);
        bonding.setNumActiveTranscoders(POOL_SIZE + 1);
        assertEq(bonding.getTranscoderPoolMaxSize(), POOL_SIZE + 1);
    }

    function test_setters_areForTheOwnerOnly() public {
        bytes memory refusal =
            abi.encodeWithSelector(IManager.CallerNotControllerOwner.selector, stranger, address(this));
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        bonding.setUnbondingPeriod(1);
        vm.expectRevert(refusal);
        bonding.setNumActiveTranscoders(10);
        vm.expectRevert(refusal);
        bonding.setTreasuryRewardCutRate(1);
        vm.expectRevert(refusal);
        bonding.setTreasuryBalanceCeiling(1);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.CallerNotRoundsManager.selector, stranger));
        bonding.setCurrentRoundTotalActiveStake();
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.CallerNotTicketBroker.selector, stranger));
        bonding.updateTranscoderWithFees(stranger, 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.CallerNotVerifier.selector, stranger));
        bonding.slashTranscoder(stranger, stranger, 1, 1);
    }

    function transferBond(address from, address to, uint256 amount) private {
        vm.prank(from);
        bonding.transferBond(to, amount, address(0), address(0), address(0), address(0));
    }

    function bondFor(address from, uint256 amount, address owner, address to) private {
        vm.prank(from);
        bonding.bondForWithHint(amount, owner, to, address(0), address(0), address(0), address(0));
    }

    function assertRefusal(bytes memory call, bytes memory refusal) private {
        (bool success, bytes memory reason) = address(bonding).call(call);
        assertFalse(success);
        assertEq(reason, refusal);
    }
}
