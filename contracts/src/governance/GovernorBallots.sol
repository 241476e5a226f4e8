// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorBallots} from "../interfaces/IGovernorBallots.sol";
import {GovernorCountingOverridable} from "./GovernorCountingOverridable.sol";
import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title Ways to vote on proposals of the treasury governor.
/// @dev A signed ballot is good for one vote on one proposal of this contract on this chain: its domain names contract
/// and chain, and no account votes on a proposal twice.
abstract contract GovernorBallots is GovernorCountingOverridable, EIP712Upgradeable {
    /// @inheritdoc IGovernorBallots
    bytes32 public constant override BALLOT_TYPEHASH = keccak256("Ballot(uint256 proposalId,uint8 support)");
    /// @inheritdoc IGovernorBallots
    bytes32 public constant override EXTENDED_BALLOT_TYPEHASH =
        keccak256("ExtendedBallot(uint256 proposalId,uint8 support,string reason,bytes params)");

    /// @inheritdoc IGovernorBallots
    function castVote(uint256 proposalId, uint8 support) external override returns (uint256) {
        return _castVote(proposalId, msg.sender, support, "", "");
    }

    /// @inheritdoc IGovernorBallots
    function castVoteWithReason(uint256 proposalId, uint8 support, string calldata reason)
        external
        override
        returns (uint256)
    {
        return _castVote(proposalId, msg.sender, support, reason, "");
    }

    /// @inheritdoc IGovernorBallots
    function castVoteWithReasonAndParams(
        uint256 proposalId,
        uint8 support,
        string calldata reason,
        bytes calldata params
    ) external override returns (uint256) {
        return _castVote(proposalId, msg.sender, support, reason, params);
    }

    /// @inheritdoc IGovernorBallots
    function castVoteBySig(uint256 proposalId, uint8 support, uint8 v, bytes32 r, bytes32 s)
        external
        override
        returns (uint256)
    {
        bytes32 ballot = keccak256(abi.encode(BALLOT_TYPEHASH, proposalId, support));
        return _castVote(proposalId, ECDSA.recover(_hashTypedDataV4(ballot), v, r, s), support, "", "");
    }

    /// @inheritdoc IGovernorBallots
    function castVoteWithReasonAndParamsBySig(
        uint256 proposalId,
        uint8 support,
        string calldata reason,
        bytes calldata params,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external override returns (uint256) {
        bytes32 ballot = keccak256(
            abi.encode(EXTENDED_BALLOT_TYPEHASH, proposalId, support, keccak256(bytes(reason)), keccak256(params))
        );
        return _castVote(proposalId, ECDSA.recover(_hashTypedDataV4(ballot), v, r, s), support, reason, params);
    }

    /// @inheritdoc EIP712Upgradeable
    // solhint-disable-next-line func-name-mixedcase
    function _EIP712Name() internal pure override returns (string memory) {
        return "LivepeerGovernor";
    }

    /// @inheritdoc EIP712Upgradeable
    // solhint-disable-next-line func-name-mixedcase
    function _EIP712Version() internal pure override returns (string memory) {
        return "1";
    }

    function _castVote(uint256 proposalId, address account, uint8 support, string memory reason, bytes memory params)
        private
        returns (uint256 weight)
    {
        ProposalState current = state(proposalId);
        if (current != ProposalState.Active) revert VoteNotActive(proposalId, current);
        weight = getVotes(account, proposalSnapshot(proposalId));
        _countVote(proposalId, account, support, weight);
        if (params.length == 0) emit VoteCast(account, proposalId, support, weight, reason);
        else emit VoteCastWithParams(account, proposalId, support, weight, reason, params);
    }
}
