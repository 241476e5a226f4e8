// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Manager} from "./Manager.sol";
import {ManagerProxyTarget} from "./ManagerProxyTarget.sol";
import {Proxy} from "@openzeppelin/contracts/proxy/Proxy.sol";

/// @title ManagerProxy
/// @dev Keeps the storage of an upgradeable contract. Every call but those of the base runs the implementation that
/// the Controller knows at that moment, so that the Controller's owner upgrades by registering another.
contract ManagerProxy is ManagerProxyTarget, Proxy {
    /// @dev The same as {targetContractId}, in the code: spares each call the reading of its slot, 2,100 gas.
    bytes32 private immutable _TARGET_ID;

    constructor(address controller_, bytes32 targetContractId_) Manager(controller_) {
        targetContractId = targetContractId_;
        _TARGET_ID = targetContractId_;
    }

    /// @dev ETH without data goes to the implementation too.
    receive() external payable {
        _fallback();
    }

    /// @inheritdoc Proxy
    function _implementation() internal view override returns (address) {
        address target = _contractOf(_TARGET_ID);
        if (target == address(0)) revert TargetNotRegistered(_TARGET_ID);
        return target;
    }
}
