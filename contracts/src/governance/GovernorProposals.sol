// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorProposals} from "../interfaces/IGovernorProposals.sol";
import {GovernorParameters} from "./GovernorParameters.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {DoubleEndedQueue} from "@openzeppelin/contracts/utils/structs/DoubleEndedQueue.sol";

/// @title Life of a proposal of the treasury governor.
/// @dev Behaves like OpenZeppelin's Governor 4.9 with timelock, which the live protocol runs, to the last event. Its
/// successor differs in what clients sign and call and in the ids of the timelock's operations, and cannot be overridden
/// in that. A proposal is executed at most once, and only after a vote with quorum and quota.
abstract contract GovernorProposals is GovernorParameters, IGovernorProposals {
    using DoubleEndedQueue for DoubleEndedQueue.Bytes32Deque;

    bytes32 private constant NO_PREDECESSOR = 0;
    /// What the timelock gives as the time of an executed operation.
    uint256 private constant DONE_TIMESTAMP = 1;
    bytes10 private constant PROPOSER_MARKER = "#proposer=";
    uint256 private constant ADDRESS_LENGTH = 42;

    /// @inheritdoc IGovernorProposals
    function propose(
        // In memory, for as calldata they take more of the stack than there is.
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string calldata description
    ) public override returns (uint256 proposalId) {
        _requireProposer(description);
        if (targets.length != values.length || targets.length != calldatas.length) {
            revert InvalidProposalLength(targets.length, values.length, calldatas.length);
        }
        if (targets.length == 0) revert EmptyProposal();
        // As in {hashProposal}, which takes calldata.
        proposalId = uint256(keccak256(abi.encode(targets, values, calldatas, keccak256(bytes(description)))));
        Proposal memory proposal = _addProposal(proposalId);
        emit ProposalCreated(
            proposalId,
            msg.sender,
            targets,
            values,
            new string[](targets.length),
            calldatas,
            proposal.voteStart,
            proposal.voteEnd,
            description
        );
    }

    /// @inheritdoc IGovernorProposals
    function queue(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash
    ) external override returns (uint256 proposalId) {
        proposalId = hashProposal(targets, values, calldatas, descriptionHash);
        ProposalState current = state(proposalId);
        if (current != ProposalState.Succeeded) revert ProposalNotSuccessful(proposalId, current);
        uint256 delay = _timelock.getMinDelay();
        _proposals[proposalId].operationId =
            _timelock.hashOperationBatch(targets, values, calldatas, NO_PREDECESSOR, descriptionHash);
        emit ProposalQueued(proposalId, block.timestamp + delay);
        _timelock.scheduleBatch(targets, values, calldatas, NO_PREDECESSOR, descriptionHash, delay);
    }

    /// @inheritdoc IGovernorProposals
    function execute(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash
    ) external payable override returns (uint256 proposalId) {
        proposalId = hashProposal(targets, values, calldatas, descriptionHash);
        ProposalState current = state(proposalId);
        // One that was not queued is left to the timelock to refuse.
        if (current != ProposalState.Succeeded && current != ProposalState.Queued) {
            revert ProposalNotSuccessful(proposalId, current);
        }
        _proposals[proposalId].executed = true;
        emit ProposalExecuted(proposalId);
        for (uint256 i = 0; i < targets.length; i++) {
            if (targets[i] == address(this)) _governanceCalls.pushBack(keccak256(calldatas[i]));
        }
        _timelock.executeBatch{value: msg.value}(targets, values, calldatas, NO_PREDECESSOR, descriptionHash);
        _governanceCalls.clear();
    }

    /// @inheritdoc IGovernorProposals
    function cancel(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash
    ) external override returns (uint256 proposalId) {
        proposalId = hashProposal(targets, values, calldatas, descriptionHash);
        ProposalState current = state(proposalId);
        if (current != ProposalState.Pending) revert TooLateToCancel(proposalId, current);
        Proposal storage proposal = _proposals[proposalId];
        if (msg.sender != proposal.proposer) revert CallerNotProposer(msg.sender, proposal.proposer);
        proposal.canceled = true;
        emit ProposalCanceled(proposalId);
    }

    /// @inheritdoc IGovernorProposals
    function hashProposal(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash
    ) public pure override returns (uint256) {
        return uint256(keccak256(abi.encode(targets, values, calldatas, descriptionHash)));
    }

    /// @inheritdoc IGovernorProposals
    function state(uint256 proposalId) public view override returns (ProposalState) {
        Proposal storage proposal = _proposals[proposalId];
        if (proposal.executed) return ProposalState.Executed;
        if (proposal.canceled) return ProposalState.Canceled;
        if (proposal.voteStart == 0) revert UnknownProposal(proposalId);
        uint256 current = clock();
        if (proposal.voteStart >= current) return ProposalState.Pending;
        if (proposal.voteEnd >= current) return ProposalState.Active;
        if (!_quorumReached(proposalId) || !_voteSucceeded(proposalId)) return ProposalState.Defeated;
        return _operationState(proposal.operationId);
    }

    /// @inheritdoc IGovernorProposals
    function proposalSnapshot(uint256 proposalId) public view override returns (uint256) {
        return _proposals[proposalId].voteStart;
    }

    /// @inheritdoc IGovernorProposals
    function proposalDeadline(uint256 proposalId) external view override returns (uint256) {
        return _proposals[proposalId].voteEnd;
    }

    /// @inheritdoc IGovernorProposals
    function proposalProposer(uint256 proposalId) external view override returns (address) {
        return _proposals[proposalId].proposer;
    }

    /// @inheritdoc IGovernorProposals
    function proposalEta(uint256 proposalId) external view override returns (uint256) {
        uint256 eta = _timelock.getTimestamp(_proposals[proposalId].operationId);
        return eta == DONE_TIMESTAMP ? 0 : eta;
    }

    function _quorumReached(uint256 proposalId) internal view virtual returns (bool);

    function _voteSucceeded(uint256 proposalId) internal view virtual returns (bool);

    /// @dev The timelock may have other executors and cancellers than this contract.
    function _operationState(bytes32 operationId) private view returns (ProposalState) {
        if (operationId == 0) return ProposalState.Succeeded;
        if (_timelock.isOperationDone(operationId)) return ProposalState.Executed;
        if (_timelock.isOperationPending(operationId)) return ProposalState.Queued;
        return ProposalState.Canceled;
    }

    function _addProposal(uint256 proposalId) private returns (Proposal memory proposal) {
        if (_proposals[proposalId].voteStart != 0) revert ProposalExists(proposalId);
        uint256 voteStart = clock() + _votingDelay;
        proposal.proposer = msg.sender;
        proposal.voteStart = SafeCast.toUint48(voteStart);
        proposal.voteEnd = SafeCast.toUint48(voteStart + _votingPeriod);
        _proposals[proposalId] = proposal;
    }

    function _requireProposer(string calldata description) private view {
        if (!_mayPropose(msg.sender, description)) revert ProposerRestricted(msg.sender);
        uint256 proposerVotes = getVotes(msg.sender, clock() - 1);
        if (proposerVotes < _proposalThreshold) {
            revert ProposerVotesTooLow(msg.sender, proposerVotes, _proposalThreshold);
        }
    }

    /// @dev A description that ends in `#proposer=` and an address is for that address, so that nobody can propose the
    /// same first in order to cancel it. Any other ending binds nobody.
    function _mayPropose(address proposer, string calldata description) private pure returns (bool) {
        uint256 length = bytes(description).length;
        uint256 suffixLength = PROPOSER_MARKER.length + ADDRESS_LENGTH;
        if (length < suffixLength) return true;
        bytes calldata suffix = bytes(description)[length - suffixLength:];
        if (bytes10(suffix) != PROPOSER_MARKER) return true;
        (bool isAddress, address named) = Strings.tryParseAddress(string(suffix[PROPOSER_MARKER.length:]));
        return !isAddress || named == proposer;
    }
}
