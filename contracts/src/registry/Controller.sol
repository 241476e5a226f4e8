// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IController} from "../interfaces/IController.sol";
import {IManager} from "../interfaces/IManager.sol";

/// @title Controller
/// @dev Only the owner changes anything, but for the pause flags, which are the guardian's too; there always is an
/// owner. Exits are paused only while everything else is.
contract Controller is IController {
    struct ContractInfo {
        address contractAddress;
        bytes20 gitCommitHash;
    }

    /// @inheritdoc IController
    address public override owner;
    /// @inheritdoc IController
    bool public override paused = true;
    /// @inheritdoc IController
    bool public override exitsPaused;
    /// @inheritdoc IController
    address public override guardian;
    mapping(bytes32 id => ContractInfo) private _registry;

    modifier onlyOwner() {
        if (msg.sender != owner) revert CallerNotOwner(msg.sender, owner);
        _;
    }

    modifier onlyGuardian() {
        if (msg.sender != owner && msg.sender != guardian) revert CallerNotGuardian(msg.sender, guardian);
        _;
    }

    constructor() {
        owner = msg.sender;
        emit OwnershipTransferred(address(0), msg.sender);
        emit Pause();
    }

    /// @inheritdoc IController
    function setContractInfo(bytes32 id, address contractAddress, bytes20 gitCommitHash) external override onlyOwner {
        _registry[id] = ContractInfo({contractAddress: contractAddress, gitCommitHash: gitCommitHash});
        emit SetContractInfo(id, contractAddress, gitCommitHash);
    }

    /// @inheritdoc IController
    function updateController(bytes32 id, address controller) external override onlyOwner {
        IManager(_registry[id].contractAddress).setController(controller);
    }

    /// @inheritdoc IController
    function pause() external override onlyGuardian {
        if (paused) revert ControllerPaused();
        paused = true;
        emit Pause();
    }

    /// @inheritdoc IController
    function unpause() external override onlyGuardian {
        if (!paused) revert ControllerNotPaused();
        if (exitsPaused) _unpauseExits();
        paused = false;
        emit Unpause();
    }

    /// @inheritdoc IController
    function pauseExits() external override onlyGuardian {
        if (!paused) revert ControllerNotPaused();
        if (exitsPaused) revert ControllerExitsPaused();
        exitsPaused = true;
        emit PauseExits();
    }

    /// @inheritdoc IController
    function unpauseExits() external override onlyGuardian {
        if (!exitsPaused) revert ControllerExitsNotPaused();
        _unpauseExits();
    }

    /// @inheritdoc IController
    function setGuardian(address newGuardian) external override onlyOwner {
        guardian = newGuardian;
        emit GuardianUpdate(newGuardian);
    }

    /// @inheritdoc IController
    function transferOwnership(address newOwner) external override onlyOwner {
        if (newOwner == address(0)) revert NewOwnerIsZero();
        emit OwnershipTransferred(owner, newOwner);
        owner = newOwner;
    }

    /// @inheritdoc IController
    function getContract(bytes32 id) external view override returns (address) {
        return _registry[id].contractAddress;
    }

    /// @inheritdoc IController
    function getContractInfo(bytes32 id) external view override returns (address, bytes20) {
        ContractInfo storage info = _registry[id];
        return (info.contractAddress, info.gitCommitHash);
    }

    function _unpauseExits() private {
        exitsPaused = false;
        emit UnpauseExits();
    }
}
