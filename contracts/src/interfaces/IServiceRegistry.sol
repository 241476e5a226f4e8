// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IManager} from "./IManager.sol";

/// @title Where orchestrators say at which address they serve.
interface IServiceRegistry is IManager {
    event ServiceURIUpdate(address indexed addr, string serviceURI);

    /// @notice Sets the caller's service URI. Anyone.
    function setServiceURI(string calldata serviceURI) external;

    /// @return The URI that `addr` set, empty if none.
    function getServiceURI(address addr) external view returns (string memory);
}
