// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMulticall3} from "../interfaces/IMulticall3.sol";

/// @title Multicall3
/// @dev Stateless, and never holds ETH of its callers.
contract Multicall3 is IMulticall3 {
    /// @inheritdoc IMulticall3
    function aggregate3(Call3[] calldata calls) external payable override returns (Result[] memory results) {
        if (msg.value > 0) revert ValueNotSupported(msg.value);
        results = new Result[](calls.length);
        for (uint256 i = 0; i < calls.length; i++) {
            (bool success, bytes memory returnData) = calls[i].target.call(calls[i].callData);
            if (!success && !calls[i].allowFailure) revert CallFailed(i, returnData);
            results[i] = Result({success: success, returnData: returnData});
        }
    }

    /// @inheritdoc IMulticall3
    function getEthBalance(address addr) external view override returns (uint256 balance) {
        return addr.balance;
    }

    /// @inheritdoc IMulticall3
    function getBlockNumber() external view override returns (uint256 blockNumber) {
        return block.number;
    }

    /// @inheritdoc IMulticall3
    function getChainId() external view override returns (uint256 chainId) {
        return block.chainid;
    }

    /// @inheritdoc IMulticall3
    function getCurrentBlockTimestamp() external view override returns (uint256 timestamp) {
        return block.timestamp;
    }
}
