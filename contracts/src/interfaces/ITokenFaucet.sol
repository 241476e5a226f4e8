// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Gives tokens away on test networks.
interface ITokenFaucet {
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);
    event Request(address indexed to, uint256 amount);

    /// @notice Live protocol: a revert without reason.
    error CallerNotOwner(address caller, address owner);
    /// @notice Live protocol: a revert without reason.
    error NewOwnerIsZero();
    /// @notice Live protocol: a revert without reason.
    error RequestTooEarly(address account, uint256 nextValidRequest);

    /// @notice Sends {requestAmount} to the caller. Anyone, once in {requestWait} hours; the whitelisted at any time.
    function request() external;

    /// @notice Lets `addr` request at any time. Owner only.
    function addToWhitelist(address addr) external;

    /// @notice Takes {addToWhitelist} back. Owner only.
    function removeFromWhitelist(address addr) external;

    /// @notice Hands the faucet to another owner, at once. Owner only.
    function transferOwnership(address newOwner) external;

    function owner() external view returns (address);

    function token() external view returns (IERC20);

    /// @return Tokens (1e-18) sent for each request.
    function requestAmount() external view returns (uint256);

    /// @return Hours between two requests of an account.
    function requestWait() external view returns (uint256);

    /// @return Time in seconds from which on `account` may request.
    function nextValidRequest(address account) external view returns (uint256);

    function isWhitelisted(address account) external view returns (bool);
}
