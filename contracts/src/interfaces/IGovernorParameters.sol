// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";

/// @title Parameters of the treasury governor, changed by its own proposals alone. Times are rounds, votes 1e-18.
interface IGovernorParameters is IERC6372 {
    event VotingDelaySet(uint256 oldVotingDelay, uint256 newVotingDelay);
    event VotingPeriodSet(uint256 oldVotingPeriod, uint256 newVotingPeriod);
    event ProposalThresholdSet(uint256 oldProposalThreshold, uint256 newProposalThreshold);
    event QuorumNumeratorUpdated(uint256 oldQuorumNumerator, uint256 newQuorumNumerator);
    event TimelockChange(address oldTimelock, address newTimelock);

    /// @notice Live protocol: "Governor: onlyGovernance".
    error CallerNotGovernance(address caller, address timelock);
    /// @notice The call is none of a proposal that is being executed. The same on the live protocol.
    error Empty();
    /// @notice Live protocol: "GovernorSettings: voting period too low".
    error VotingPeriodIsZero();
    /// @notice Live protocol: "GovernorVotesQuorumFraction: quorumNumerator over quorumDenominator".
    error QuorumNumeratorTooHigh(uint256 quorumNumerator, uint256 quorumDenominator);

    /// @notice Sets the rounds between a proposal and the snapshot of its votes. By proposal only.
    function setVotingDelay(uint256 newVotingDelay) external;

    /// @notice Sets the rounds that a vote is open. By proposal only.
    function setVotingPeriod(uint256 newVotingPeriod) external;

    /// @notice Sets the votes that a proposer needs. By proposal only.
    function setProposalThreshold(uint256 newProposalThreshold) external;

    /// @notice Sets the share of all votes that must take part, in parts of {quorumDenominator}. By proposal only;
    /// proposals whose snapshot has passed keep the share of that time.
    function updateQuorumNumerator(uint256 newQuorumNumerator) external;

    /// @notice Has another timelock execute proposals from now on. By proposal only.
    function updateTimelock(address newTimelock) external;

    /// @notice Calls `target` from this contract, to get out what was sent here by mistake. By proposal only.
    function relay(address target, uint256 value, bytes calldata data) external payable;

    /// @return The contract that executes proposals and holds the treasury.
    function timelock() external view returns (address);

    /// @return The contract whose votes count.
    function token() external view returns (address);

    function votingDelay() external view returns (uint256);

    function votingPeriod() external view returns (uint256);

    function proposalThreshold() external view returns (uint256);

    /// @return The present share of all votes that must take part.
    function quorumNumerator() external view returns (uint256);

    /// @return The share of all votes that had to take part at `timepoint`.
    function quorumNumerator(uint256 timepoint) external view returns (uint256);

    function quorumDenominator() external view returns (uint256);

    /// @return The votes that must take part in a vote with snapshot `timepoint`.
    function quorum(uint256 timepoint) external view returns (uint256);

    /// @return The share, in parts per million, of votes for and against that must be for a proposal.
    function quota() external view returns (uint256);

    /// @return The votes of `account` at the end of round `timepoint`.
    function getVotes(address account, uint256 timepoint) external view returns (uint256);

    /// @notice {getVotes}, for the ABI.
    /// @param params Ignored.
    function getVotesWithParams(address account, uint256 timepoint, bytes calldata params)
        external
        view
        returns (uint256);
}
