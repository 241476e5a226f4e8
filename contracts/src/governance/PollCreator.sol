// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../interfaces/IBondingManager.sol";
import {IPollCreator} from "../interfaces/IPollCreator.sol";
import {Poll} from "./Poll.sol";

/// @title PollCreator
/// @dev Every poll is open for the same number of blocks, and its creator had stake when it was created.
contract PollCreator is IPollCreator {
    /// @inheritdoc IPollCreator
    uint256 public constant override QUORUM = 333_300;
    /// @inheritdoc IPollCreator
    uint256 public constant override QUOTA = 500_000;
    /// @inheritdoc IPollCreator
    uint256 public constant override POLL_PERIOD = 10 * 5760;
    /// @inheritdoc IPollCreator
    uint256 public constant override POLL_CREATION_COST = 100e18;

    /// @inheritdoc IPollCreator
    IBondingManager public immutable override bondingManager;

    constructor(address bondingManagerAddr) {
        bondingManager = IBondingManager(bondingManagerAddr);
    }

    /// @inheritdoc IPollCreator
    function createPoll(bytes calldata proposal) external override {
        // The round that pendingStake takes is ignored.
        if (
            bondingManager.pendingStake(msg.sender, 0) < POLL_CREATION_COST
                && bondingManager.transcoderTotalStake(msg.sender) < POLL_CREATION_COST
        ) revert InsufficientStake(msg.sender, POLL_CREATION_COST);
        uint256 endBlock = block.number + POLL_PERIOD;
        emit PollCreated(address(new Poll(endBlock)), proposal, endBlock, QUORUM, QUOTA);
    }
}
