// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BlockSource} from "../../src/rounds/BlockSource.sol";
import {RoundsManager} from "../../src/rounds/RoundsManager.sol";

/// @title A RoundsManager that counts blocks of its own.
contract AdjustableRoundsManager is RoundsManager {
    uint256 public num;
    bytes32 public hash;

    constructor(address controller_) RoundsManager(controller_) {}

    function setBlockNum(uint256 newNum) external {
        num = newNum;
    }

    function setBlockHash(bytes32 newHash) external {
        hash = newHash;
    }

    function mineBlocks(uint256 blocks) external {
        num += blocks;
    }

    function blockNum() public view override returns (uint256) {
        return num;
    }

    function blockHash(uint256 blockNumber) public view override returns (bytes32) {
        require(blockNumber >= num - 256, "can only retrieve hashes for last 256 blocks");
        return hash;
    }
}
