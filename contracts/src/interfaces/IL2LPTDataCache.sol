// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What a rollup knows of the token's supply on its parent chain.
interface IL2LPTDataCache {
    /// @return Tokens (1e-18) circulating on the parent chain.
    function l1CirculatingSupply() external view returns (uint256);
}
