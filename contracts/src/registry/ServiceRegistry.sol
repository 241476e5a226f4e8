// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceRegistry} from "../interfaces/IServiceRegistry.sol";
import {Manager} from "./Manager.sol";
import {ManagerProxyTarget} from "./ManagerProxyTarget.sol";

/// @title ServiceRegistry
/// @dev An account's URI changes only by a call of that account.
contract ServiceRegistry is ManagerProxyTarget, IServiceRegistry {
    mapping(address addr => string) private _serviceURIs;

    constructor(address controller_) Manager(controller_) {}

    /// @inheritdoc IServiceRegistry
    function setServiceURI(string calldata serviceURI) external override {
        _serviceURIs[msg.sender] = serviceURI;
        emit ServiceURIUpdate(msg.sender, serviceURI);
    }

    /// @inheritdoc IServiceRegistry
    function getServiceURI(address addr) external view override returns (string memory) {
        return _serviceURIs[addr];
    }
}
