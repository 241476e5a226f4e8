// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IManager} from "./IManager.sol";

/// @title Counts rounds: fixed numbers of blocks after which stake, rewards and inflation take a step.
interface IRoundsManager is IManager {
    /// @param round The round that begins to count.
    /// @param blockHash Hash of the block before the one that initialised the round; tickets of the round carry it.
    event NewRound(uint256 indexed round, bytes32 blockHash);

    /// @notice Live protocol: "round length cannot be 0".
    error RoundLengthIsZero();
    /// @notice Live protocol: "round lock amount must be a valid percentage".
    error InvalidRoundLockAmount(uint256 roundLockAmount);
    /// @notice Live protocol: "round already initialized".
    error RoundAlreadyInitialized(uint256 round);
    /// @notice Live protocol: "LIP upgrade round already set".
    error LIPUpgradeRoundAlreadySet(uint256 lip, uint256 round);
    /// @notice Live protocol: "can only retrieve past block hashes".
    error BlockNotInPast(uint256 blockNumber, uint256 currentBlock);
    /// @notice Live protocol: "can only retrieve hashes for last 256 blocks".
    error BlockTooOld(uint256 blockNumber, uint256 currentBlock);

    /// @notice Begins the current round: freezes the active stake and computes the round's rewards. Anyone, once a round.
    function initializeRound() external;

    /// @notice Sets the round length; the number of the current round does not jump. Controller owner only.
    /// @param roundLength Blocks a round.
    function setRoundLength(uint256 roundLength) external;

    /// @notice Sets how much of a round's end is locked for changes of cuts. Controller owner only.
    /// @param roundLockAmount Parts per million of the round length.
    function setRoundLockAmount(uint256 roundLockAmount) external;

    /// @notice Records the round from which an improvement proposal counts. Controller owner only, once a proposal.
    function setLIPUpgradeRound(uint256 lip, uint256 round) external;

    /// @return Number of the block that rounds count in (on Arbitrum the L1 block).
    function blockNum() external view returns (uint256);

    /// @return Hash of a block among the last 256.
    function blockHash(uint256 blockNumber) external view returns (bytes32);

    /// @return Block hash stored when `round` was initialised, zero if it never was.
    function blockHashForRound(uint256 round) external view returns (bytes32);

    function currentRound() external view returns (uint256);

    /// @return First block of the current round.
    function currentRoundStartBlock() external view returns (uint256);

    function currentRoundInitialized() external view returns (bool);

    /// @return Whether the current round is in its locked last part.
    function currentRoundLocked() external view returns (bool);

    function lastInitializedRound() external view returns (uint256);

    /// @return Round in which the round length last changed.
    function lastRoundLengthUpdateRound() external view returns (uint256);

    /// @return First block of the round in which the round length last changed.
    function lastRoundLengthUpdateStartBlock() external view returns (uint256);

    /// @return Round from which a proposal counts, zero if not set.
    function lipUpgradeRound(uint256 lip) external view returns (uint256);

    /// @return Blocks a round.
    function roundLength() external view returns (uint256);

    /// @return Parts per million of a round that are locked.
    function roundLockAmount() external view returns (uint256);
}
