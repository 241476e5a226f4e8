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
    function setController(address controller_) external override onlyController {
        controller = IController(controller_);
        emit SetController(controller_);
    }

    /// @return duringPause Whether the system is paused; reverts if exits are stopped too.
    function _exitsDuringPause() internal view returns (bool duringPause) {
        duringPause = controller.paused();
        if (duringPause && controller.exitsPaused()) revert ExitsPaused();
    }

    function _requireNotPaused() internal view {
        if (controller.paused()) revert SystemPaused();
    }

    /// @return registered The contract registered under `id`, zero if there is none.
    /// @dev In assembly because a call of the protocol does this five to fifteen times: it works in the scratch space
    /// instead of allocating and copying memory, which is about 230 gas less each time.
    function _contractOf(bytes32 id) internal view returns (address registered) {
        bytes4 selector = IController.getContract.selector;
        address registry = address(controller);
        bool isAnswered;
        assembly ("memory-safe") {
            mstore(0, selector)
            mstore(4, id)
            isAnswered := staticcall(gas(), registry, 0, 36, 0, 32)
            isAnswered := and(isAnswered, gt(returndatasize(), 31))
            registered := mload(0)
        }
        if (!isAnswered) revert ControllerDoesNotAnswer(registry);
    }
}
