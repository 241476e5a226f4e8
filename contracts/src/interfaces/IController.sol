// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The protocol's registry of contracts, its pause switch and the seat of its owner.
interface IController {
    /// @param id keccak256 of the contract's name.
    /// @param contractAddress The contract now registered under `id`.
    /// @param gitCommitHash Commit that the contract was built from.
    event SetContractInfo(bytes32 id, address contractAddress, bytes20 gitCommitHash);
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
    event Pause();
    event Unpause();
    event PauseExits();
    event UnpauseExits();
    event GuardianUpdate(address indexed guardian);

    /// @notice Live protocol: a revert without reason.
    error CallerNotOwner(address caller, address owner);
    /// @notice Live protocol: a revert without reason.
    error NewOwnerIsZero();
    /// @notice Live protocol: a revert without reason.
    error ControllerPaused();
    /// @notice Live protocol: a revert without reason.
    error ControllerNotPaused();
    /// @notice Neither the owner nor the guardian. Live protocol: a revert without reason.
    error CallerNotGuardian(address caller, address guardian);
    /// @notice Exits are stopped already. The live protocol does not know this flag.
    error ControllerExitsPaused();
    /// @notice Exits are not stopped. The live protocol does not know this flag.
    error ControllerExitsNotPaused();

    /// @notice Registers a contract, or replaces the one registered so far. Owner only.
    /// @param id keccak256 of the contract's name.
    /// @param contractAddress Address of the contract; zero takes the entry away.
    /// @param gitCommitHash Commit that the contract was built from.
    function setContractInfo(bytes32 id, address contractAddress, bytes20 gitCommitHash) external;

    /// @notice Points a registered contract at another Controller. Owner only.
    /// @param id keccak256 of the contract's name.
    /// @param controller The new Controller.
    function updateController(bytes32 id, address controller) external;

    /// @notice Stops all that enters, earns or redeems. Owner or guardian, while running.
    function pause() external;

    /// @notice Lets the protocol run, exits included. Owner or guardian, while paused. A new Controller is paused.
    function unpause() external;

    /// @notice Stops exits too (unbond, withdraw stake, fees and deposits). Owner or guardian, while paused.
    function pauseExits() external;

    /// @notice Lets exits go on while everything else stays paused. Owner or guardian.
    function unpauseExits() external;

    /// @notice Names who may pause and unpause beside the owner, zero for nobody. Owner only. A contract whose powers
    /// expire can hold the flags in this way without owning the Controller.
    function setGuardian(address guardian) external;

    /// @notice Hands the Controller to another owner, at once. Owner only.
    function transferOwnership(address newOwner) external;

    /// @return The contract registered under `id`, zero if there is none.
    function getContract(bytes32 id) external view returns (address);

    /// @return The contract registered under `id`.
    /// @return The commit it was built from.
    function getContractInfo(bytes32 id) external view returns (address, bytes20);

    function owner() external view returns (address);

    function paused() external view returns (bool);

    /// @return Whether exits are stopped; never while {paused} is false.
    function exitsPaused() external view returns (bool);

    /// @return Who may pause and unpause beside the owner, zero for nobody.
    function guardian() external view returns (address);
}
