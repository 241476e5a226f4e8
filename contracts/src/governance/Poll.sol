// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPoll} from "../interfaces/IPoll.sol";

/// @title Poll
/// @dev Votes are events of blocks up to the end block, and none comes after.
contract Poll is IPoll {
    /// @inheritdoc IPoll
    uint256 public immutable override endBlock;

    constructor(uint256 endBlock_) {
        endBlock = endBlock_;
    }

    /// @inheritdoc IPoll
    function vote(uint256 choiceID) external override {
        if (block.number > endBlock) revert PollIsOver(endBlock, block.number);
        emit Vote(msg.sender, choiceID);
    }

    /// @inheritdoc IPoll
    /// @dev The compiler warns of `selfdestruct`; here it is the ABI's meaning, and nothing relies on what it leaves.
    function destroy() external override {
        if (block.number <= endBlock) revert PollIsActive(endBlock, block.number);
        selfdestruct(payable(msg.sender));
    }
}
