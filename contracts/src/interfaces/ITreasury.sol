// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What the treasury has beyond OpenZeppelin's timelock, for clients that know the live one.
/// @dev Reverts are the timelock's errors, in place of the live protocol's strings "TimelockController: …":
/// TimelockInvalidOperationLength "length mismatch"; TimelockInsufficientDelay "insufficient delay";
/// TimelockUnexpectedOperationState "operation already scheduled", "operation cannot be cancelled", "operation is not
/// ready"; TimelockUnexecutedPredecessor "missing dependency"; TimelockUnauthorizedCaller "caller must be timelock". What
/// an operation's call reverts with comes out unchanged, in place of "underlying transaction reverted".
interface ITreasury {
    event Initialized(uint8 version);

    /// @notice Sets the first delay and roles, once. Anyone, so it belongs right after the deployment.
    /// @param minDelay Least seconds between scheduling and executing an operation.
    /// @param proposers Accounts that may schedule and cancel.
    /// @param executors Accounts that may execute; zero lets anyone.
    /// @param admin Account that may grant roles besides the treasury itself, until it renounces that; zero for none.
    function initialize(uint256 minDelay, address[] memory proposers, address[] memory executors, address admin)
        external;

    /// @return The role that grants all roles, itself included.
    // solhint-disable-next-line func-name-mixedcase
    function TIMELOCK_ADMIN_ROLE() external view returns (bytes32);
}
