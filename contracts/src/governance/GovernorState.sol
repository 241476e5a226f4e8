// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorVotes} from "../interfaces/IGovernorVotes.sol";
import {ManagerProxyTarget} from "../registry/ManagerProxyTarget.sol";
import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {DoubleEndedQueue} from "@openzeppelin/contracts/utils/structs/DoubleEndedQueue.sol";

/// @title Storage of the treasury governor.
/// @dev All in one contract, so that its parts can change without moving it. The proxy keeps it: add at the end only.
/// OpenZeppelin's bases keep theirs elsewhere (ERC-7201).
abstract contract GovernorState is ManagerProxyTarget {
    struct Proposal {
        address proposer;
        uint48 voteStart;
        uint48 voteEnd;
        bool executed;
        bool canceled;
        /// Id of the timelock's operation; zero until queued.
        bytes32 operationId;
    }

    enum VoteType {
        Against,
        For,
        Abstain
    }

    /// Weights fit: 2^120 is 10^18 tokens.
    struct Voter {
        bool hasVoted;
        VoteType support;
        /// Weight of its delegators that voted themselves.
        uint120 deductions;
        /// Weight that its own vote adds to the tally now.
        uint120 counted;
    }

    struct Tally {
        /// By VoteType.
        uint256[3] votes;
        mapping(address voter => Voter) voters;
    }

    IGovernorVotes internal _token;
    TimelockControllerUpgradeable internal _timelock;
    uint256 internal _votingDelay;
    uint256 internal _votingPeriod;
    uint256 internal _proposalThreshold;
    uint256 internal _quota;
    Checkpoints.Trace208 internal _quorumNumerators;
    /// Hashes of the calls to this contract by the proposal that is being executed.
    DoubleEndedQueue.Bytes32Deque internal _governanceCalls;
    mapping(uint256 proposalId => Proposal) internal _proposals;
    mapping(uint256 proposalId => Tally) internal _tallies;

    /// @return The BondingVotes that the Controller knows.
    function votes() public view virtual returns (IGovernorVotes);
}
