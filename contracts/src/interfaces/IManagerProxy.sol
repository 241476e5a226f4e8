// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IManager} from "./IManager.sol";

/// @title A contract behind a proxy whose implementation is looked up in the Controller at each call.
interface IManagerProxy is IManager {
    /// @notice Live protocol: "target contract must be registered".
    error TargetNotRegistered(bytes32 targetContractId);

    /// @return Registry id of the implementation.
    function targetContractId() external view returns (bytes32);
}
