// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TreasuryGovernor} from "../../src/governance/TreasuryGovernor.sol";
import {IGovernorProposals} from "../../src/interfaces/IGovernorProposals.sol";
import {GovernorFixture} from "../governance/GovernorFixture.sol";

/// @title A next version of the treasury's governor, with a variable after the last.
contract NextTreasuryGovernor is TreasuryGovernor {
    uint256 public noted;

    constructor(address controller_) TreasuryGovernor(controller_) {}

    function note(uint256 value) external {
        noted = value;
    }
}

/// @title Another implementation of the treasury's governor, in the middle of a vote.
contract TreasuryGovernorTargetTest is GovernorFixture {
    /// @dev The vote goes on with what was cast before, is queued with the same treasury and pays.
    function test_treasuryGovernor_keepsItsProposalsAndVotes() public {
        uint256 proposalId = openVote(payment());
        castVote(delegator, proposalId, AGAINST);
        bytes memory before = state(proposalId);
        register("LivepeerGovernorTarget", address(new NextTreasuryGovernor(address(controller))));
        NextTreasuryGovernor(payable(address(governor))).note(42);
        assertEq(state(proposalId), before);
        // A delegator's vote taken out of its delegate's is part of that state.
        castVote(orchestrator, proposalId, FOR);
        assertVotes(proposalId, 200e18, 400e18, 0);
        closeVote(proposalId);
        queue(payment());
        execute(payment());
        assertState(proposalId, IGovernorProposals.ProposalState.Executed);
        assertEq(token.balanceOf(builder), TREASURE);
        assertEq(NextTreasuryGovernor(payable(address(governor))).noted(), 42);
    }

    /// @dev Nobody makes it begin anew.
    function test_treasuryGovernor_isNotInitializedAgain() public {
        register("LivepeerGovernorTarget", address(new NextTreasuryGovernor(address(controller))));
        vm.expectRevert();
        governor.initialize(0, 1, 0, 0, 0);
        assertEq(governor.votingPeriod(), PERIOD);
    }

    function state(uint256 proposalId) private view returns (bytes memory) {
        (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes) = governor.proposalVotes(proposalId);
        return abi.encode(
            governor.state(proposalId),
            governor.proposalSnapshot(proposalId),
            governor.proposalDeadline(proposalId),
            governor.proposalProposer(proposalId),
            governor.hasVoted(proposalId, delegator),
            governor.hasVoted(proposalId, orchestrator),
            [againstVotes, forVotes, abstainVotes],
            governor.votingDelay(),
            governor.votingPeriod(),
            governor.proposalThreshold(),
            governor.quorum(votes.clock() - 1),
            abi.encode(governor.quota(), governor.timelock(), governor.token())
        );
    }
}
