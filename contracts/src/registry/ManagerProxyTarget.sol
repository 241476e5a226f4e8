// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IManagerProxy} from "../interfaces/IManagerProxy.sol";
import {Manager} from "./Manager.sol";

/// @title Base of every implementation that runs behind a ManagerProxy, and of the proxy itself.
/// @dev Slots 0 and 1 belong to the proxy: implementations begin their own storage at slot 2.
abstract contract ManagerProxyTarget is Manager, IManagerProxy {
    /// @inheritdoc IManagerProxy
    bytes32 public override targetContractId;
}
