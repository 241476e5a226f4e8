// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Many reads in one call, with the ABI that clients expect of Multicall3.
interface IMulticall3 {
    struct Call3 {
        address target;
        bool allowFailure;
        bytes callData;
    }

    struct Result {
        bool success;
        bytes returnData;
    }

    /// @notice A call that may not fail did.
    error CallFailed(uint256 index, bytes returnData);
    /// @notice The function is payable only because its ABI is; ETH sent along would be lost here.
    error ValueNotSupported(uint256 value);

    /// @return results One for each call, in order.
    function aggregate3(Call3[] calldata calls) external payable returns (Result[] memory results);

    /// @return balance Wei held by `addr`.
    function getEthBalance(address addr) external view returns (uint256 balance);

    function getBlockNumber() external view returns (uint256 blockNumber);

    function getChainId() external view returns (uint256 chainId);

    /// @return timestamp Seconds since 1970.
    function getCurrentBlockTimestamp() external view returns (uint256 timestamp);
}
