// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Owner of the Controller: its owner stages updates of the protocol, which anyone executes after a delay.
interface IGovernor {
    /// @param target Contracts called, in this order.
    /// @param value Wei sent with each call.
    /// @param data Calldata of each call.
    /// @param nonce Tells updates with the same calls apart.
    struct Update {
        address[] target;
        uint256[] value;
        bytes[] data;
        uint256 nonce;
    }

    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
    /// @param delay Blocks until the update may be executed.
    event UpdateStaged(Update update, uint256 delay);
    event UpdateExecuted(Update update);
    event UpdateCancelled(Update update);

    /// @notice Live protocol: "unauthorized: msg.sender not owner".
    error CallerNotOwner(address caller, address owner);
    /// @notice Live protocol: "unauthorized: msg.sender not Governor".
    error CallerNotGovernor(address caller);
    /// @notice Live protocol: "newOwner is a null address".
    error NewOwnerIsZero();
    /// @notice Live protocol: "update already staged".
    error UpdateAlreadyStaged(bytes32 updateHash, uint256 executeBlock);
    /// @notice Live protocol: "update is not staged".
    error UpdateNotStaged(bytes32 updateHash);
    /// @notice Live protocol: "delay for update not expired".
    error UpdateDelayNotExpired(uint256 executeBlock, uint256 currentBlock);

    /// @notice Hands this contract to another owner. By an update only.
    function transferOwnership(address newOwner) external;

    /// @notice Announces an update. Owner only.
    /// @param delay Blocks until the update may be executed.
    function stage(Update calldata update, uint256 delay) external;

    /// @notice Makes the calls of a staged update whose delay is over, all or none, once. Anyone. What a call reverts
    /// with comes out unchanged, so that clients read it as if they had made the call; the live protocol wraps it into a
    /// string.
    function execute(Update calldata update) external payable;

    /// @notice Takes back a staged update. Owner only.
    function cancel(Update calldata update) external;

    function owner() external view returns (address);

    /// @param updateHash keccak256 of the ABI-encoded update.
    /// @return The block from which on the update may be executed; zero if it is not staged.
    function updates(bytes32 updateHash) external view returns (uint256);
}
