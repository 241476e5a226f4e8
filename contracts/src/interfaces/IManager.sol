// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IController} from "./IController.sol";

/// @title What every contract that obeys a Controller has in common.
interface IManager {
    event SetController(address controller);
    /// @param param Name of the parameter that has a new value.
    event ParameterUpdate(string param);

    /// @notice Live protocol: "caller must be Controller".
    error CallerNotController(address caller, address controller);
    /// @notice Live protocol: "caller must be Controller owner".
    error CallerNotControllerOwner(address caller, address owner);
    /// @notice There is no Controller at the address that this contract obeys. Live protocol: a revert without reason.
    error ControllerDoesNotAnswer(address controller);
    /// @notice Live protocol: "system is paused".
    error SystemPaused();
    /// @notice Live protocol: "system is not paused".
    error SystemNotPaused();
    /// @notice The second flag of the pause is set. Live protocol: "system is paused".
    error ExitsPaused();
    /// @notice Live protocol: "current round is not initialized".
    error CurrentRoundNotInitialized(uint256 currentRound);

    /// @notice Points this contract at another Controller. Only by the present one.
    function setController(address controller) external;

    /// @return The Controller that this contract obeys.
    function controller() external view returns (IController);
}
