// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRoundsManager} from "../interfaces/IRoundsManager.sol";

/// @title The block number that rounds, locks and expiries count in.
/// @dev On Arbitrum `block.number` is an estimate of the L1 block's, and `blockhash` is a pseudo-random value for it
/// that is now and then zero; elsewhere both are the chain's own. A chain that counts otherwise overrides this.
abstract contract BlockSource is IRoundsManager {
    uint256 private constant HASHES_KEPT = 256;

    /// @inheritdoc IRoundsManager
    function blockNum() public view virtual override returns (uint256) {
        return block.number;
    }

    /// @inheritdoc IRoundsManager
    function blockHash(uint256 block_) public view virtual override returns (bytes32) {
        uint256 current = blockNum();
        if (block_ >= current) revert BlockNotInPast(block_, current);
        if (current - block_ > HASHES_KEPT) revert BlockTooOld(block_, current);
        return blockhash(block_);
    }
}
