// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IController} from "../interfaces/IController.sol";
import {IManager} from "../interfaces/IManager.sol";

/// @title Base of every contract that obeys a Controller.
/// @dev The Controller's address is storage slot 0 of every implementation and proxy.
abstract contract Manager is IManager {
    /// @inheritdoc IManager
    IController public override controller;

    modifier onlyController() {
        if (msg.sender != address(controller)) revert CallerNotController(msg.sender, address(controller));
        _;
    }

    modifier onlyControllerOwner() {
        address owner = controller.owner();
        if (msg.sender != owner) revert CallerNotControllerOwner(msg.sender, owner);
        _;
    }

    modifier whenSystemNotPaused() {
        _requireNotPaused();
        _;
    }

    /// @dev For what takes funds out, which a pause alone does not stop.
    modifier whenExitsNotPaused() {
        _exitsDuringPause();
        _;
    }

    constructor(address controller_) {
        controller = IController(controller_);
    }

    /// @inheritdoc IManager
    function setController(address newController) external override onlyController {
        controller = IController(newController);
        emit SetController(newController);
    }

    /// @return duringPause Whether the system is paused; reverts if exits are stopped too.
    function _exitsDuringPause() internal view returns (bool duringPause) {
        duringPause = controller.paused();
        if (duringPause && controller.exitsPaused()) revert ExitsPaused();
    }

    function _requireNotPaused() internal view {
        if (controller.paused()) revert SystemPaused();
    }

    /// @return The contract registered under `id`, zero if there is none.
    function _contractOf(bytes32 id) internal view returns (address) {
        return controller.getContract(id);
    }
}
