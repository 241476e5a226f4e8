// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorBallots} from "../interfaces/IGovernorBallots.sol";
import {IGovernorVotes} from "../interfaces/IGovernorVotes.sol";
import {Ppm} from "../libraries/Ppm.sol";
import {GovernorProposals} from "./GovernorProposals.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Counts votes of which delegators take their part out of their delegate's.
/// @dev Who is delegated to votes with all that is delegated to it, so each delegator that votes itself is deducted from
/// it, whoever votes first: before, from what its vote will count; after, from what it counts. Every vote thus counts
/// once. Only who is its own delegate has delegated votes: delegating to one who is not leaves no votes with either.
abstract contract GovernorCountingOverridable is GovernorProposals, IGovernorBallots {
    using SafeCast for uint256;

    /// @inheritdoc IGovernorBallots
    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() external pure override returns (string memory) {
        return "support=bravo&quorum=for,abstain,against";
    }

    /// @inheritdoc IGovernorBallots
    function hasVoted(uint256 proposalId, address account) external view override returns (bool) {
        return _tallies[proposalId].voters[account].hasVoted;
    }

    /// @inheritdoc IGovernorBallots
    function proposalVotes(uint256 proposalId)
        public
        view
        override
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes)
    {
        uint256[3] storage counted = _tallies[proposalId].votes;
        return (counted[uint256(VoteType.Against)], counted[uint256(VoteType.For)], counted[uint256(VoteType.Abstain)]);
    }

    /// @param weight All votes of `account` at the proposal's snapshot.
    function _countVote(uint256 proposalId, address account, uint8 support, uint256 weight) internal {
        if (support > uint8(type(VoteType).max)) revert InvalidVoteType(support);
        Tally storage tally = _tallies[proposalId];
        Voter storage voter = tally.voters[account];
        if (voter.hasVoted) revert VoteAlreadyCast();
        uint256 counted = _settleWithDelegation(tally, account, weight, proposalSnapshot(proposalId));
        voter.hasVoted = true;
        voter.support = VoteType(support);
        voter.counted = counted.toUint120();
        tally.votes[support] += counted;
    }

    /// @inheritdoc GovernorProposals
    function _quorumReached(uint256 proposalId) internal view override returns (bool) {
        (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes) = proposalVotes(proposalId);
        return againstVotes + forVotes + abstainVotes >= quorum(proposalSnapshot(proposalId));
    }

    /// @inheritdoc GovernorProposals
    function _voteSucceeded(uint256 proposalId) internal view override returns (bool) {
        (uint256 againstVotes, uint256 forVotes,) = proposalVotes(proposalId);
        return forVotes >= Ppm.percOf(againstVotes + forVotes, _quota);
    }

    /// @dev Delegates' deductions are bounded by their votes, for these are all that is delegated to them; were rounding
    /// to break that by a unit, it would be lost rather than keep anybody from voting.
    /// @return The part of `weight` that counts as the vote of `account`.
    function _settleWithDelegation(Tally storage tally, address account, uint256 weight, uint256 timepoint)
        private
        returns (uint256)
    {
        IGovernorVotes source = votes();
        address delegate = source.delegatedAt(account, timepoint);
        if (delegate == account) return weight - _min(weight, tally.voters[account].deductions);
        if (source.delegatedAt(delegate, timepoint) == delegate) _deduct(tally, tally.voters[delegate], weight);
        return weight;
    }

    function _deduct(Tally storage tally, Voter storage delegate, uint256 weight) private {
        delegate.deductions += weight.toUint120();
        if (!delegate.hasVoted) return;
        uint256 deducted = _min(weight, delegate.counted);
        delegate.counted -= uint120(deducted);
        tally.votes[uint256(delegate.support)] -= deducted;
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
