// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorProposals} from "../../src/interfaces/IGovernorProposals.sol";
import {GovernorFixture} from "./GovernorFixture.sol";
import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

contract GovernorProposalsTest is GovernorFixture {
    /// What {comeBack} calls, what came of it, and how often it was entered.
    bytes internal reentry;
    bytes internal reentryResult;
    uint256 internal entries;

    function test_propose_tellsAllOfTheProposal() public {
        Calls memory calls = payment();
        uint256 id = uint256(keccak256(abi.encode(calls.targets, calls.values, calls.calldatas, calls.descriptionHash)));
        vm.expectEmit(address(governor));
        emit IGovernorProposals.ProposalCreated(
            id,
            orchestrator,
            calls.targets,
            calls.values,
            new string[](1),
            calls.calldatas,
            11 + DELAY,
            11 + DELAY + PERIOD,
            DESCRIPTION
        );
        assertEq(propose(calls), id);
        assertEq(governor.hashProposal(calls.targets, calls.values, calls.calldatas, calls.descriptionHash), id);
        assertEq(governor.proposalSnapshot(id), 11 + DELAY);
        assertEq(governor.proposalDeadline(id), 11 + DELAY + PERIOD);
        assertEq(governor.proposalProposer(id), orchestrator);
        assertEq(governor.proposalEta(id), 0);
    }

    function test_propose_needsTheThresholdInTheRoundBefore() public {
        Calls memory calls = payment();
        votes.setVotes(stranger, THRESHOLD);
        vm.startPrank(stranger);
        // What came in this round does not count yet.
        vm.expectRevert(abi.encodeWithSelector(IGovernorProposals.ProposerVotesTooLow.selector, stranger, 0, THRESHOLD));
        governor.propose(calls.targets, calls.values, calls.calldatas, DESCRIPTION);
        votes.setClock(12);
        governor.propose(calls.targets, calls.values, calls.calldatas, DESCRIPTION);
    }

    function test_fuzz_propose_needsTheThreshold(uint256 held, uint256 threshold) public {
        held = bound(held, 0, type(uint120).max);
        threshold = bound(threshold, 0, type(uint120).max);
        enact(call(address(governor), abi.encodeCall(governor.setProposalThreshold, (threshold))));
        votes.setVotes(stranger, held);
        votes.setClock(votes.clock() + 1);
        Calls memory calls = payment();
        if (held < threshold) {
            vm.expectRevert(
                abi.encodeWithSelector(IGovernorProposals.ProposerVotesTooLow.selector, stranger, held, threshold)
            );
        }
        vm.prank(stranger);
        governor.propose(calls.targets, calls.values, calls.calldatas, DESCRIPTION);
    }

    function test_propose_failsWithListsOfDifferentLengths() public {
        Calls memory calls = payment();
        vm.startPrank(orchestrator);
        vm.expectRevert(abi.encodeWithSelector(IGovernorProposals.InvalidProposalLength.selector, 1, 0, 1));
        governor.propose(calls.targets, new uint256[](0), calls.calldatas, DESCRIPTION);
        vm.expectRevert(abi.encodeWithSelector(IGovernorProposals.InvalidProposalLength.selector, 1, 1, 2));
        governor.propose(calls.targets, calls.values, new bytes[](2), DESCRIPTION);
        vm.expectRevert(IGovernorProposals.EmptyProposal.selector);
        governor.propose(new address[](0), new uint256[](0), new bytes[](0), DESCRIPTION);
    }

    function test_propose_failsTheSecondTime() public {
        Calls memory calls = payment();
        uint256 id = propose(calls);
        vm.expectRevert(abi.encodeWithSelector(IGovernorProposals.ProposalExists.selector, id));
        propose(calls);
    }

    function test_propose_heedsTheProposerThatTheDescriptionNames() public {
        Calls memory calls = payment();
        string memory forStranger = string.concat("text#proposer=", vm.toString(stranger));
        vm.startPrank(orchestrator);
        vm.expectRevert(abi.encodeWithSelector(IGovernorProposals.ProposerRestricted.selector, orchestrator));
        governor.propose(calls.targets, calls.values, calls.calldatas, forStranger);
        governor.propose(
            calls.targets, calls.values, calls.calldatas, string.concat("text#proposer=", vm.toString(orchestrator))
        );
        // Anything else at the end binds nobody.
        governor.propose(calls.targets, calls.values, calls.calldatas, string.concat(forStranger, " "));
        governor.propose(
            calls.targets, calls.values, calls.calldatas, "text#proposer=0xZZ00000000000000000000000000000000000000"
        );
        governor.propose(calls.targets, calls.values, calls.calldatas, vm.toString(stranger));
        governor.propose(
            calls.targets, calls.values, calls.calldatas, string.concat("text#proposed=", vm.toString(stranger))
        );
    }

    function test_fuzz_propose_isForTheNamedProposerOnly(address named, string calldata text) public {
        vm.assume(named != orchestrator);
        Calls memory calls = payment();
        vm.startPrank(orchestrator);
        vm.expectRevert(abi.encodeWithSelector(IGovernorProposals.ProposerRestricted.selector, orchestrator));
        governor.propose(
            calls.targets, calls.values, calls.calldatas, string.concat(text, "#proposer=", vm.toString(named))
        );
    }

    function test_state_followsTheVote() public {
        Calls memory calls = payment();
        uint256 id = propose(calls);
        assertState(id, IGovernorProposals.ProposalState.Pending);
        votes.setClock(uint48(governor.proposalSnapshot(id)));
        assertState(id, IGovernorProposals.ProposalState.Pending);
        votes.setClock(votes.clock() + 1);
        assertState(id, IGovernorProposals.ProposalState.Active);
        castVote(orchestrator, id, FOR);
        votes.setClock(uint48(governor.proposalDeadline(id)));
        assertState(id, IGovernorProposals.ProposalState.Active);
        votes.setClock(votes.clock() + 1);
        assertState(id, IGovernorProposals.ProposalState.Succeeded);
        queue(calls);
        assertState(id, IGovernorProposals.ProposalState.Queued);
        execute(calls);
        assertState(id, IGovernorProposals.ProposalState.Executed);
    }

    function test_state_failsForAnUnknownProposal() public {
        vm.expectRevert(abi.encodeWithSelector(IGovernorProposals.UnknownProposal.selector, 7));
        governor.state(7);
    }

    function test_fuzz_state_needsQuorumAndQuota(uint256 against, uint256 inFavour, uint256 abstain) public {
        against = bound(against, 0, SUPPLY);
        inFavour = bound(inFavour, 0, SUPPLY);
        abstain = bound(abstain, 0, SUPPLY);
        address[3] memory voters = [makeAddr("againstVoter"), makeAddr("forVoter"), makeAddr("abstainVoter")];
        uint256[3] memory weights = [against, inFavour, abstain];
        for (uint256 i = 0; i < 3; i++) {
            votes.setVotes(voters[i], weights[i]);
            votes.setDelegate(voters[i], voters[i]);
        }
        uint256 id = openVote(payment());
        for (uint8 i = 0; i < 3; i++) {
            castVote(voters[i], id, i);
        }
        closeVote(id);
        bool quorate = against + inFavour + abstain >= SUPPLY * QUORUM / 1_000_000;
        bool passes = quorate && inFavour >= (against + inFavour) * QUOTA / 1_000_000;
        assertState(id, passes ? IGovernorProposals.ProposalState.Succeeded : IGovernorProposals.ProposalState.Defeated);
    }

    function test_state_countsATieAsSuccess() public {
        votes.setVotes(stranger, 600e18);
        votes.setDelegate(stranger, stranger);
        uint256 id = openVote(payment());
        castVote(orchestrator, id, FOR);
        castVote(stranger, id, AGAINST);
        closeVote(id);
        assertState(id, IGovernorProposals.ProposalState.Succeeded);
    }

    function test_state_tellsWhatOthersDidInTheTimelock() public {
        address council = makeAddr("council");
        bytes32 canceller = treasury.CANCELLER_ROLE();
        bytes32 executor = treasury.EXECUTOR_ROLE();
        vm.startPrank(address(treasury));
        treasury.grantRole(canceller, council);
        treasury.grantRole(executor, council);
        vm.stopPrank();
        Calls memory calls = payment();
        uint256 id = pass(calls);
        queue(calls);
        uint256 snapshot = vm.snapshotState();
        bytes32 operation =
            treasury.hashOperationBatch(calls.targets, calls.values, calls.calldatas, 0, calls.descriptionHash);
        vm.prank(council);
        treasury.cancel(operation);
        assertState(id, IGovernorProposals.ProposalState.Canceled);
        vm.revertToState(snapshot);
        vm.prank(council);
        treasury.executeBatch(calls.targets, calls.values, calls.calldatas, 0, calls.descriptionHash);
        assertState(id, IGovernorProposals.ProposalState.Executed);
        vm.expectRevert(notSuccessful(id, IGovernorProposals.ProposalState.Executed));
        execute(calls);
    }

    function test_queue_schedulesInTheTreasury() public {
        enact(call(address(treasury), abi.encodeCall(treasury.updateDelay, (3 days))));
        Calls memory calls = payment();
        uint256 id = pass(calls);
        vm.expectEmit(address(governor));
        emit IGovernorProposals.ProposalQueued(id, block.timestamp + 3 days);
        queue(calls);
        // The salt is the description's hash, so that anyone can find the operation.
        bytes32 operation =
            treasury.hashOperationBatch(calls.targets, calls.values, calls.calldatas, 0, calls.descriptionHash);
        assertTrue(treasury.isOperationPending(operation));
        assertEq(governor.proposalEta(id), block.timestamp + 3 days);
        vm.expectRevert(
            abi.encodeWithSelector(
                TimelockControllerUpgradeable.TimelockUnexpectedOperationState.selector, operation, bytes32(uint256(4))
            )
        );
        execute(calls);
        vm.warp(block.timestamp + 3 days);
        execute(calls);
        assertEq(token.balanceOf(builder), TREASURE);
        assertEq(governor.proposalEta(id), 0);
    }

    function test_fuzz_queue_isForSuccessfulProposalsOnly(uint8 support, uint256 rounds) public {
        support = uint8(bound(support, 0, 2));
        rounds = bound(rounds, 0, PERIOD + 5);
        Calls memory calls = payment();
        uint256 id = openVote(calls);
        castVote(orchestrator, id, support);
        votes.setClock(votes.clock() + uint48(rounds));
        IGovernorProposals.ProposalState current = governor.state(id);
        if (current != IGovernorProposals.ProposalState.Succeeded) vm.expectRevert(notSuccessful(id, current));
        queue(calls);
        // For, or abstain alone: nobody was against.
        bool passes = rounds >= PERIOD && support != AGAINST;
        assertEq(current == IGovernorProposals.ProposalState.Succeeded, passes);
        assertEq(uint8(governor.state(id)) == uint8(IGovernorProposals.ProposalState.Queued), passes);
    }

    function test_queue_failsTheSecondTime() public {
        Calls memory calls = payment();
        uint256 id = pass(calls);
        queue(calls);
        vm.expectRevert(notSuccessful(id, IGovernorProposals.ProposalState.Queued));
        queue(calls);
    }

    function test_execute_paysOnce() public {
        Calls memory calls = payment();
        uint256 id = pass(calls);
        queue(calls);
        vm.expectEmit(address(governor));
        emit IGovernorProposals.ProposalExecuted(id);
        execute(calls);
        assertEq(token.balanceOf(builder), TREASURE);
        token.mint(address(treasury), TREASURE);
        vm.expectRevert(notSuccessful(id, IGovernorProposals.ProposalState.Executed));
        execute(calls);
    }

    function test_execute_cannotBeReentered() public {
        Calls memory calls = call(address(this), abi.encodeCall(this.comeBack, ()));
        uint256 id = pass(calls);
        queue(calls);
        reentry =
            abi.encodeCall(governor.execute, (calls.targets, calls.values, calls.calldatas, calls.descriptionHash));
        execute(calls);
        assertEq(reentryResult, notSuccessful(id, IGovernorProposals.ProposalState.Executed));
        assertEq(entries, 1);
    }

    function test_execute_isNotForAProposalThatWasNotQueued() public {
        Calls memory calls = payment();
        pass(calls);
        bytes32 operation =
            treasury.hashOperationBatch(calls.targets, calls.values, calls.calldatas, 0, calls.descriptionHash);
        vm.expectRevert(
            abi.encodeWithSelector(
                TimelockControllerUpgradeable.TimelockUnexpectedOperationState.selector, operation, bytes32(uint256(4))
            )
        );
        execute(calls);
    }

    function test_fuzz_execute_sendsTheEthThatComesAlong(uint96 value) public {
        Calls memory calls = call(builder, "");
        calls.values[0] = value;
        pass(calls);
        queue(calls);
        vm.deal(address(this), value);
        governor.execute{value: value}(calls.targets, calls.values, calls.calldatas, calls.descriptionHash);
        assertEq(builder.balance, value);
        assertEq(address(governor).balance, 0);
        assertEq(address(treasury).balance, 0);
    }

    function test_execute_passesOnWhatACallRevertsWith() public {
        Calls memory calls = call(address(token), abi.encodeCall(token.transfer, (builder, TREASURE + 1)));
        uint256 id = pass(calls);
        queue(calls);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientBalance.selector, address(treasury), TREASURE, TREASURE + 1
            )
        );
        execute(calls);
        assertState(id, IGovernorProposals.ProposalState.Queued);
    }

    function test_execute_failsWhileTheVoteIsOpenOrLost() public {
        Calls memory calls = payment();
        uint256 id = openVote(calls);
        vm.expectRevert(notSuccessful(id, IGovernorProposals.ProposalState.Active));
        execute(calls);
        closeVote(id);
        vm.expectRevert(notSuccessful(id, IGovernorProposals.ProposalState.Defeated));
        execute(calls);
    }

    function test_cancel_isForTheProposerBeforeTheVote() public {
        Calls memory calls = payment();
        uint256 id = propose(calls);
        vm.expectRevert(
            abi.encodeWithSelector(IGovernorProposals.CallerNotProposer.selector, address(this), orchestrator)
        );
        governor.cancel(calls.targets, calls.values, calls.calldatas, calls.descriptionHash);
        vm.startPrank(orchestrator);
        vm.expectEmit(address(governor));
        emit IGovernorProposals.ProposalCanceled(id);
        governor.cancel(calls.targets, calls.values, calls.calldatas, calls.descriptionHash);
        assertState(id, IGovernorProposals.ProposalState.Canceled);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGovernorProposals.TooLateToCancel.selector, id, IGovernorProposals.ProposalState.Canceled
            )
        );
        governor.cancel(calls.targets, calls.values, calls.calldatas, calls.descriptionHash);
        // It stays taken.
        vm.expectRevert(abi.encodeWithSelector(IGovernorProposals.ProposalExists.selector, id));
        governor.propose(calls.targets, calls.values, calls.calldatas, DESCRIPTION);
    }

    function test_fuzz_cancel_isTooLateOnceTheVoteIsOpen(uint256 rounds) public {
        rounds = bound(rounds, 0, PERIOD + 5);
        Calls memory calls = payment();
        uint256 id = propose(calls);
        votes.setClock(votes.clock() + uint48(rounds));
        IGovernorProposals.ProposalState current = governor.state(id);
        if (rounds > DELAY) {
            vm.expectRevert(abi.encodeWithSelector(IGovernorProposals.TooLateToCancel.selector, id, current));
        }
        vm.prank(orchestrator);
        governor.cancel(calls.targets, calls.values, calls.calldatas, calls.descriptionHash);
    }

    function comeBack() external {
        entries++;
        (, reentryResult) = address(governor).call(reentry);
    }

    function notSuccessful(uint256 id, IGovernorProposals.ProposalState current) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IGovernorProposals.ProposalNotSuccessful.selector, id, current);
    }
}
