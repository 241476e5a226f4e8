// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Life of a proposal of the treasury governor: proposed, voted on, queued, executed. Times are rounds.
/// @dev A proposal is a list of calls of the timelock. It is known by the hash of these and of its description's hash.
interface IGovernorProposals {
    enum ProposalState {
        Pending,
        Active,
        Canceled,
        Defeated,
        Succeeded,
        Queued,
        Expired,
        Executed
    }

    event ProposalCreated(
        uint256 proposalId,
        address proposer,
        address[] targets,
        uint256[] values,
        string[] signatures,
        bytes[] calldatas,
        uint256 voteStart,
        uint256 voteEnd,
        string description
    );
    event ProposalCanceled(uint256 proposalId);
    /// @param eta Time in seconds from which on the proposal may be executed.
    event ProposalQueued(uint256 proposalId, uint256 eta);
    event ProposalExecuted(uint256 proposalId);

    /// @notice Live protocol: "Governor: unknown proposal id".
    error UnknownProposal(uint256 proposalId);
    /// @notice The description names another proposer. Live protocol: "Governor: proposer restricted".
    error ProposerRestricted(address proposer);
    /// @notice Live protocol: "Governor: proposer votes below proposal threshold".
    error ProposerVotesTooLow(address proposer, uint256 votes, uint256 threshold);
    /// @notice Live protocol: "Governor: invalid proposal length".
    error InvalidProposalLength(uint256 targets, uint256 values, uint256 calldatas);
    /// @notice Live protocol: "Governor: empty proposal".
    error EmptyProposal();
    /// @notice Live protocol: "Governor: proposal already exists".
    error ProposalExists(uint256 proposalId);
    /// @notice Live protocol: "Governor: proposal not successful".
    error ProposalNotSuccessful(uint256 proposalId, ProposalState state);
    /// @notice Live protocol: "Governor: too late to cancel".
    error TooLateToCancel(uint256 proposalId, ProposalState state);
    /// @notice Live protocol: "Governor: only proposer can cancel".
    error CallerNotProposer(address caller, address proposer);

    /// @notice Proposes calls of the timelock. Accounts with enough votes in the round before; if the description ends
    /// in `#proposer=0x…`, that account only.
    /// @return The proposal's id.
    function propose(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        string calldata description
    ) external returns (uint256);

    /// @notice Schedules a successful proposal in the timelock. Anyone.
    /// @return The proposal's id.
    function queue(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash
    ) external returns (uint256);

    /// @notice Has the timelock make the calls of a queued proposal; the ETH sent along is the timelock's. Anyone.
    /// @return The proposal's id.
    function execute(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash
    ) external payable returns (uint256);

    /// @notice Takes back a proposal. Its proposer, before the vote is open.
    /// @return The proposal's id.
    function cancel(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash
    ) external returns (uint256);

    /// @return The id of the proposal with these calls and this hash of its description.
    function hashProposal(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash
    ) external pure returns (uint256);

    function state(uint256 proposalId) external view returns (ProposalState);

    /// @return The round at whose end votes are taken, after which the vote is open; zero if there is no such proposal.
    function proposalSnapshot(uint256 proposalId) external view returns (uint256);

    /// @return The last round in which the vote is open.
    function proposalDeadline(uint256 proposalId) external view returns (uint256);

    function proposalProposer(uint256 proposalId) external view returns (address);

    /// @return Time in seconds from which on a queued proposal may be executed; zero if it is not queued or was executed.
    function proposalEta(uint256 proposalId) external view returns (uint256);
}
