// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";

/// @title What the treasury governor asks of the contract that counts voting power.
interface IGovernorVotes is IERC6372 {
    /// @return Votes (1e-18) of `account` at the end of round `timepoint`, which must have passed.
    function getPastVotes(address account, uint256 timepoint) external view returns (uint256);

    /// @return All votes (1e-18) at the end of round `timepoint`, which must have passed.
    function getPastTotalSupply(uint256 timepoint) external view returns (uint256);

    /// @return The account that `account` delegated to at the end of round `timepoint`.
    function delegatedAt(address account, uint256 timepoint) external view returns (address);
}
