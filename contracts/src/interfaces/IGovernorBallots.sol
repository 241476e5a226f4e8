// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorProposals} from "./IGovernorProposals.sol";

/// @title Votes on proposals of the treasury governor.
/// @dev Weights are 1e-18 votes at the proposal's snapshot. A delegate votes with all that is delegated to it; who
/// delegates may vote too, and then takes its own weight out of its delegate's vote.
interface IGovernorBallots {
    /// @param weight All votes of the voter, those included that its delegators take out of its vote.
    event VoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason);
    /// @param weight All votes of the voter, those included that its delegators take out of its vote.
    event VoteCastWithParams(
        address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason, bytes params
    );

    /// @notice Live protocol: "Governor: vote not currently active".
    error VoteNotActive(uint256 proposalId, IGovernorProposals.ProposalState state);
    /// @notice The same on the live protocol.
    error InvalidVoteType(uint8 voteType);
    /// @notice The same on the live protocol.
    error VoteAlreadyCast();

    /// @notice Votes on an active proposal.
    /// @param support 0 against, 1 for, 2 abstain.
    /// @return The voter's weight.
    function castVote(uint256 proposalId, uint8 support) external returns (uint256);

    /// @notice {castVote} with a reason, which is in the event only.
    /// @return The voter's weight.
    function castVoteWithReason(uint256 proposalId, uint8 support, string calldata reason) external returns (uint256);

    /// @notice {castVoteWithReason} with parameters, which are in the event only.
    /// @return The voter's weight.
    function castVoteWithReasonAndParams(
        uint256 proposalId,
        uint8 support,
        string calldata reason,
        bytes calldata params
    ) external returns (uint256);

    /// @notice {castVote} by the signer of a `Ballot` of this contract's EIP-712 domain. It has no nonce, for nobody
    /// votes twice.
    /// @return The voter's weight.
    function castVoteBySig(uint256 proposalId, uint8 support, uint8 v, bytes32 r, bytes32 s) external returns (uint256);

    /// @notice {castVoteWithReasonAndParams} by the signer of an `ExtendedBallot` of this contract's EIP-712 domain.
    /// @return The voter's weight.
    function castVoteWithReasonAndParamsBySig(
        uint256 proposalId,
        uint8 support,
        string calldata reason,
        bytes calldata params,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256);

    /// @return EIP-712 type hash of what {castVoteBySig} takes the signature of.
    // solhint-disable-next-line func-name-mixedcase
    function BALLOT_TYPEHASH() external view returns (bytes32);

    /// @return EIP-712 type hash of what {castVoteWithReasonAndParamsBySig} takes the signature of.
    // solhint-disable-next-line func-name-mixedcase
    function EXTENDED_BALLOT_TYPEHASH() external view returns (bytes32);

    /// @return What can be voted and what counts, as a query string that tools know.
    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() external pure returns (string memory);

    function hasVoted(uint256 proposalId, address account) external view returns (bool);

    /// @return againstVotes Votes counted so far, each once.
    /// @return forVotes Votes counted so far, each once.
    /// @return abstainVotes Votes counted so far, each once.
    function proposalVotes(uint256 proposalId)
        external
        view
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes);
}
