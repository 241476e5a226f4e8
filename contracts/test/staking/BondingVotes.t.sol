// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingVotes} from "../../src/interfaces/IBondingVotes.sol";
import {Deployers} from "../utils/Deployers.sol";

/// @title Who may write votes, what is refused and what is told, with the BondingManager's calls made by hand.
contract BondingVotesTest is Deployers {
    address internal orchestrator = makeAddr("orchestrator");
    address internal delegator = makeAddr("delegator");
    address internal stranger = makeAddr("stranger");

    function test_constants_areWhatClientsOfTheLiveNetworkExpect() public view {
        assertEq(votes.name(), "Livepeer Voting Power");
        assertEq(votes.symbol(), "vLPT");
        assertEq(votes.decimals(), 18);
        assertEq(votes.CLOCK_MODE(), "mode=livepeer_round");
    }

    function test_clock_isTheRoundInitializedOrNot() public {
        assertEq(votes.clock(), currentRound());
        skipRounds(3);
        assertEq(votes.clock(), currentRound());
        assertFalse(rounds.currentRoundInitialized());
    }

    function test_checkpoints_areTheBondingManagersOnly() public {
        bytes memory refusal = abi.encodeWithSelector(IBondingVotes.InvalidCaller.selector, stranger, address(bonding));
        uint256 round = currentRound();
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        votes.checkpointBondingState(stranger, round + 1, 1, stranger, 1, 0, 0);
        vm.expectRevert(refusal);
        votes.checkpointTotalActiveStake(1, round);
    }

    function test_delegate_isForTheBondingManagerToDo() public {
        vm.expectRevert(abi.encodeWithSelector(IBondingVotes.MustCallBondingManager.selector, "bond"));
        votes.delegate(orchestrator);
        vm.expectRevert(abi.encodeWithSelector(IBondingVotes.MustCallBondingManager.selector, "bondFor"));
        votes.delegateBySig(orchestrator, 0, 0, 0, 0, 0);
    }

    function test_fuzz_checkpointBondingState_startsInTheNextRoundOnly(uint256 startRound) public {
        uint256 required = currentRound() + 1;
        bool isWrong = startRound != required;
        if (isWrong) {
            vm.expectRevert(abi.encodeWithSelector(IBondingVotes.InvalidStartRound.selector, startRound, required));
        }
        vm.prank(address(bonding));
        votes.checkpointBondingState(delegator, startRound, 1, orchestrator, 0, 0, 0);
        assertEq(votes.hasCheckpoint(delegator), !isWrong);
    }

    /// @dev What leaves during a pause leaves after the last initialised round.
    function test_checkpointBondingState_mayStartAfterTheLastInitializedRound() public {
        uint256 round = currentRound();
        skipRounds(3);
        checkpoint(delegator, round + 1, 5, delegator, 5, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IBondingVotes.InvalidStartRound.selector, round + 2, round + 4));
        checkpoint(delegator, round + 2, 5, delegator, 5, 0, 0);
        checkpoint(delegator, round + 4, 6, delegator, 6, 0, 0);
        assertEq(votes.getPastVotes(delegator, round + 2), 5);
        assertEq(votes.getVotes(delegator), 6);
    }

    function test_fuzz_checkpointBondingState_refusesAClaimInTheFuture(uint256 lastClaimRound) public {
        uint256 round = currentRound();
        if (lastClaimRound > round) {
            vm.expectRevert(abi.encodeWithSelector(IBondingVotes.FutureLastClaimRound.selector, lastClaimRound, round));
        }
        vm.prank(address(bonding));
        votes.checkpointBondingState(delegator, round + 1, 1, orchestrator, 0, lastClaimRound, 0);
    }

    function test_fuzz_checkpointTotalActiveStake_isOfTheCurrentRound(uint256 round) public {
        uint256 current = currentRound();
        if (round != current) {
            vm.expectRevert(
                abi.encodeWithSelector(IBondingVotes.InvalidTotalStakeCheckpointRound.selector, round, current)
            );
        }
        vm.prank(address(bonding));
        votes.checkpointTotalActiveStake(7, round);
        if (round == current) assertEq(votes.getTotalActiveStakeAt(current), 7);
    }

    function test_events_tellWhatChanged() public {
        uint256 round = currentRound();
        vm.expectEmit(address(votes));
        emit IBondingVotes.DelegateChanged(orchestrator, address(0), orchestrator);
        vm.expectEmit(address(votes));
        emit IBondingVotes.DelegateVotesChanged(orchestrator, 0, 30);
        vm.expectEmit(address(votes));
        emit IBondingVotes.DelegatorBondedAmountChanged(orchestrator, 0, 0, 10, round);
        checkpoint(orchestrator, round + 1, 10, orchestrator, 30, round, 0);

        // More is delegated to it: its own bond is what it was.
        vm.recordLogs();
        checkpoint(orchestrator, round + 1, 10, orchestrator, 40, round, 0);
        assertEq(vm.getRecordedLogs().length, 1);
        vm.expectEmit(address(votes));
        emit IBondingVotes.DelegateVotesChanged(orchestrator, 40, 50);
        checkpoint(orchestrator, round + 1, 10, orchestrator, 50, round, 0);

        // It delegates to somebody else, and has no votes of others any more.
        vm.expectEmit(address(votes));
        emit IBondingVotes.DelegateChanged(orchestrator, orchestrator, delegator);
        vm.expectEmit(address(votes));
        emit IBondingVotes.DelegateVotesChanged(orchestrator, 50, 0);
        checkpoint(orchestrator, round + 1, 10, delegator, 40, round, 0);
    }

    function test_events_ofADelegatorAreNoneOfVotes() public {
        uint256 round = currentRound();
        vm.recordLogs();
        checkpoint(delegator, round + 1, 10, orchestrator, 5, 0, 0);
        assertEq(vm.getRecordedLogs().length, 2);
        // A claim alone is told, and nothing is if nothing changed.
        vm.expectEmit(address(votes));
        emit IBondingVotes.DelegatorBondedAmountChanged(delegator, 10, 0, 10, round);
        checkpoint(delegator, round + 1, 10, orchestrator, 5, round, 0);
        vm.recordLogs();
        checkpoint(delegator, round + 1, 10, orchestrator, 9, round, round);
        assertEq(vm.getRecordedLogs().length, 0);
    }

    function test_lookups_goNoFurtherThanTheNextRound() public {
        uint256 round = currentRound();
        bytes memory refusal = abi.encodeWithSelector(IBondingVotes.FutureLookup.selector, round + 2, round + 1);
        vm.expectRevert(refusal);
        votes.getVotesAndDelegateAtRoundStart(delegator, round + 2);
        vm.expectRevert(refusal);
        votes.getTotalActiveStakeAt(round + 2);
        votes.getVotesAndDelegateAtRoundStart(delegator, round + 1);
        votes.getTotalActiveStakeAt(round + 1);
    }

    function test_pastLookups_needARoundThatIsOver() public {
        uint256 round = currentRound();
        bytes memory refusal = abi.encodeWithSelector(IBondingVotes.FutureLookup.selector, round, round - 1);
        vm.expectRevert(refusal);
        votes.getPastVotes(delegator, round);
        vm.expectRevert(refusal);
        votes.getPastTotalSupply(round);
        vm.expectRevert(refusal);
        votes.delegatedAt(delegator, round);
        assertEq(votes.getPastVotes(delegator, round - 1), 0);
        assertEq(votes.getPastTotalSupply(round - 1), 0);
        assertEq(votes.delegatedAt(delegator, round - 1), address(0));
    }

    /// @dev Cannot come about by staking: a reward always leaves a factor.
    function test_votes_failWhereARewardLeftNoFactor() public {
        uint256 round = currentRound();
        checkpoint(orchestrator, round + 1, 10, orchestrator, 20, round, round);
        checkpoint(delegator, round + 1, 10, orchestrator, 0, round - 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IBondingVotes.MissingEarningsPool.selector, orchestrator, round));
        votes.getVotes(delegator);
    }

    function test_hasCheckpoint_fromTheFirstOn() public {
        assertFalse(votes.hasCheckpoint(stranger));
        bonding.checkpointBondingState(stranger);
        assertTrue(votes.hasCheckpoint(stranger));
    }

    function checkpoint(
        address account,
        uint256 startRound,
        uint256 bondedAmount,
        address delegate,
        uint256 delegatedAmount,
        uint256 lastClaimRound,
        uint256 lastRewardRound
    ) private {
        vm.prank(address(bonding));
        votes.checkpointBondingState(
            account, startRound, bondedAmount, delegate, delegatedAmount, lastClaimRound, lastRewardRound
        );
    }
}
