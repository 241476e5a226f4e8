// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRoundsManager} from "./IRoundsManager.sol";

/// @title A RoundsManager whose blocks are set by hand, for tests and development networks.
interface IAdjustableRoundsManager is IRoundsManager {
    /// @notice Sets the block number. Anyone.
    function setBlockNum(uint256 blockNumber) external;

    /// @notice Sets the hash that every past block has. Anyone.
    function setBlockHash(bytes32 blockHash) external;

    /// @notice Adds to the block number. Anyone.
    function mineBlocks(uint256 blocks) external;

    /// @return The block number set by hand.
    function num() external view returns (uint256);

    /// @return The hash that every past block has.
    function hash() external view returns (bytes32);
}
