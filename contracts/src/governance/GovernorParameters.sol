// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorParameters} from "../interfaces/IGovernorParameters.sol";
import {Ppm} from "../libraries/Ppm.sol";
import {GovernorState} from "./GovernorState.sol";
import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {DoubleEndedQueue} from "@openzeppelin/contracts/utils/structs/DoubleEndedQueue.sol";

/// @title Parameters of the treasury governor, and who may change them.
/// @dev Only a call that a proposal lists passes {onlyGovernance}, and only while that proposal is executed: being the
/// timelock is not enough, for it may have other proposers.
abstract contract GovernorParameters is GovernorState, IGovernorParameters {
    using Checkpoints for Checkpoints.Trace208;
    using DoubleEndedQueue for DoubleEndedQueue.Bytes32Deque;

    modifier onlyGovernance() {
        _takeGovernanceCall();
        _;
    }

    /// @inheritdoc IGovernorParameters
    function setVotingDelay(uint256 newVotingDelay) external override onlyGovernance {
        _setVotingDelay(newVotingDelay);
    }

    /// @inheritdoc IGovernorParameters
    function setVotingPeriod(uint256 newVotingPeriod) external override onlyGovernance {
        _setVotingPeriod(newVotingPeriod);
    }

    /// @inheritdoc IGovernorParameters
    function setProposalThreshold(uint256 newProposalThreshold) external override onlyGovernance {
        _setProposalThreshold(newProposalThreshold);
    }

    /// @inheritdoc IGovernorParameters
    function updateQuorumNumerator(uint256 newQuorumNumerator) external override onlyGovernance {
        _updateQuorumNumerator(newQuorumNumerator);
    }

    /// @inheritdoc IGovernorParameters
    function updateTimelock(address newTimelock) external override onlyGovernance {
        _updateTimelock(newTimelock);
    }

    /// @inheritdoc IGovernorParameters
    function relay(address target, uint256 value, bytes calldata data) external payable override onlyGovernance {
        (bool success, bytes memory returnData) = target.call{value: value}(data);
        Address.verifyCallResult(success, returnData);
    }

    /// @inheritdoc IGovernorParameters
    function timelock() external view override returns (address) {
        return address(_timelock);
    }

    /// @inheritdoc IGovernorParameters
    function token() external view override returns (address) {
        return address(_token);
    }

    /// @inheritdoc IGovernorParameters
    function votingDelay() external view override returns (uint256) {
        return _votingDelay;
    }

    /// @inheritdoc IGovernorParameters
    function votingPeriod() external view override returns (uint256) {
        return _votingPeriod;
    }

    /// @inheritdoc IGovernorParameters
    function proposalThreshold() external view override returns (uint256) {
        return _proposalThreshold;
    }

    /// @inheritdoc IGovernorParameters
    function quorumNumerator() public view override returns (uint256) {
        return _quorumNumerators.latest();
    }

    /// @inheritdoc IGovernorParameters
    function quorumNumerator(uint256 timepoint) public view override returns (uint256) {
        // Nearly always asked for a time after the last change.
        (, uint48 lastChange, uint208 latest) = _quorumNumerators.latestCheckpoint();
        if (lastChange <= timepoint) return latest;
        return _quorumNumerators.upperLookupRecent(SafeCast.toUint48(timepoint));
    }

    /// @inheritdoc IGovernorParameters
    function quorumDenominator() public pure override returns (uint256) {
        return Ppm.ALL;
    }

    /// @inheritdoc IGovernorParameters
    function quorum(uint256 timepoint) public view override returns (uint256) {
        return Ppm.percOf(_token.getPastTotalSupply(timepoint), quorumNumerator(timepoint));
    }

    /// @inheritdoc IGovernorParameters
    function quota() external view override returns (uint256) {
        return _quota;
    }

    /// @inheritdoc IGovernorParameters
    function getVotes(address account, uint256 timepoint) public view override returns (uint256) {
        return _token.getPastVotes(account, timepoint);
    }

    /// @inheritdoc IGovernorParameters
    function getVotesWithParams(address account, uint256 timepoint, bytes calldata)
        external
        view
        override
        returns (uint256)
    {
        return getVotes(account, timepoint);
    }

    /// @inheritdoc IERC6372
    function clock() public view override returns (uint48) {
        return _token.clock();
    }

    /// @inheritdoc IERC6372
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external view override returns (string memory) {
        return _token.CLOCK_MODE();
    }

    function _setVotingDelay(uint256 newVotingDelay) internal {
        emit VotingDelaySet(_votingDelay, newVotingDelay);
        _votingDelay = newVotingDelay;
    }

    function _setVotingPeriod(uint256 newVotingPeriod) internal {
        if (newVotingPeriod == 0) revert VotingPeriodIsZero();
        emit VotingPeriodSet(_votingPeriod, newVotingPeriod);
        _votingPeriod = newVotingPeriod;
    }

    function _setProposalThreshold(uint256 newProposalThreshold) internal {
        emit ProposalThresholdSet(_proposalThreshold, newProposalThreshold);
        _proposalThreshold = newProposalThreshold;
    }

    function _updateQuorumNumerator(uint256 newQuorumNumerator) internal {
        if (!Ppm.isValid(newQuorumNumerator)) revert QuorumNumeratorTooHigh(newQuorumNumerator, Ppm.ALL);
        emit QuorumNumeratorUpdated(quorumNumerator(), newQuorumNumerator);
        _quorumNumerators.push(clock(), SafeCast.toUint208(newQuorumNumerator));
    }

    function _updateTimelock(address newTimelock) internal {
        emit TimelockChange(address(_timelock), newTimelock);
        _timelock = TimelockControllerUpgradeable(payable(newTimelock));
    }

    /// @dev Calls that come before in the proposal are dropped: the timelock makes them in order.
    function _takeGovernanceCall() private {
        if (msg.sender != address(_timelock)) revert CallerNotGovernance(msg.sender, address(_timelock));
        bytes32 callHash = keccak256(msg.data);
        bytes32 next;
        do {
            if (_governanceCalls.empty()) revert Empty();
            next = _governanceCalls.popFront();
        } while (next != callHash);
    }
}
