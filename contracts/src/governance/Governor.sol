// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "../interfaces/IGovernor.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title Governor
/// @dev An update is executed at most once for each time it was staged, after its delay, as a whole.
contract Governor is IGovernor {
    /// @inheritdoc IGovernor
    address public override owner;
    /// @inheritdoc IGovernor
    mapping(bytes32 updateHash => uint256) public override updates;

    modifier onlyOwner() {
        if (msg.sender != owner) revert CallerNotOwner(msg.sender, owner);
        _;
    }

    constructor() {
        owner = msg.sender;
        emit OwnershipTransferred(address(0), msg.sender);
    }

    /// @inheritdoc IGovernor
    function transferOwnership(address newOwner) external override {
        if (msg.sender != address(this)) revert CallerNotGovernor(msg.sender);
        if (newOwner == address(0)) revert NewOwnerIsZero();
        emit OwnershipTransferred(owner, newOwner);
        owner = newOwner;
    }

    /// @inheritdoc IGovernor
    function stage(Update calldata update, uint256 delay) external override onlyOwner {
        bytes32 updateHash = _hashOf(update);
        uint256 executeBlock = updates[updateHash];
        if (executeBlock != 0) revert UpdateAlreadyStaged(updateHash, executeBlock);
        updates[updateHash] = block.number + delay;
        emit UpdateStaged(update, delay);
    }

    /// @inheritdoc IGovernor
    function execute(Update calldata update) external payable override {
        bytes32 updateHash = _hashOf(update);
        uint256 executeBlock = updates[updateHash];
        if (executeBlock == 0) revert UpdateNotStaged(updateHash);
        if (executeBlock > block.number) revert UpdateDelayNotExpired(executeBlock, block.number);
        // Before the calls, one of which may come back here.
        delete updates[updateHash];
        for (uint256 i = 0; i < update.target.length; i++) {
            (bool success, bytes memory returnData) = update.target[i].call{value: update.value[i]}(update.data[i]);
            Address.verifyCallResult(success, returnData);
        }
        emit UpdateExecuted(update);
    }

    /// @inheritdoc IGovernor
    function cancel(Update calldata update) external override onlyOwner {
        bytes32 updateHash = _hashOf(update);
        if (updates[updateHash] == 0) revert UpdateNotStaged(updateHash);
        delete updates[updateHash];
        emit UpdateCancelled(update);
    }

    function _hashOf(Update calldata update) private pure returns (bytes32) {
        return keccak256(abi.encode(update));
    }
}
