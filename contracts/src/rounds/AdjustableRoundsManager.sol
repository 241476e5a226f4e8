// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAdjustableRoundsManager} from "../interfaces/IAdjustableRoundsManager.sol";
import {IRoundsManager} from "../interfaces/IRoundsManager.sol";
import {BlockSource} from "./BlockSource.sol";
import {RoundsManager} from "./RoundsManager.sol";

/// @title AdjustableRoundsManager
/// @dev Anyone moves its blocks: never to be registered where anything has value.
contract AdjustableRoundsManager is RoundsManager, IAdjustableRoundsManager {
    /// @inheritdoc IAdjustableRoundsManager
    uint256 public override num;
    /// @inheritdoc IAdjustableRoundsManager
    bytes32 public override hash;

    constructor(address controller_) RoundsManager(controller_) {}

    /// @inheritdoc IAdjustableRoundsManager
    function setBlockNum(uint256 num_) external override {
        num = num_;
    }

    /// @inheritdoc IAdjustableRoundsManager
    function setBlockHash(bytes32 hash_) external override {
        hash = hash_;
    }

    /// @inheritdoc IAdjustableRoundsManager
    function mineBlocks(uint256 blocks) external override {
        num += blocks;
    }

    /// @inheritdoc IRoundsManager
    function blockNum() public view override(BlockSource, IRoundsManager) returns (uint256) {
        return num;
    }

    /// @inheritdoc IRoundsManager
    /// @dev Below block 256 this reverts, as on the live network's test contract.
    function blockHash(uint256 block_) public view override(BlockSource, IRoundsManager) returns (bytes32) {
        if (block_ < num - 256) revert BlockTooOld(block_, num);
        return hash;
    }
}
