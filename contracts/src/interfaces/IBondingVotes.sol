// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The part of the vote checkpoints that staking writes.
interface IBondingVotes {
    /// @notice Records an account's stake as it counts from `startRound` on. BondingManager only.
    /// @param startRound The round after the current one.
    /// @param bondedAmount Tokens (1e-18) bonded by the account.
    /// @param delegatedAmount Tokens (1e-18) delegated to the account.
    function checkpointBondingState(
        address account,
        uint256 startRound,
        uint256 bondedAmount,
        address delegateAddress,
        uint256 delegatedAmount,
        uint256 lastClaimRound,
        uint256 lastRewardRound
    ) external;

    /// @notice Records the active stake of a round. BondingManager only.
    /// @param totalStake Tokens (1e-18).
    function checkpointTotalActiveStake(uint256 totalStake, uint256 round) external;
}
