// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IManager} from "./IManager.sol";

/// @title Merkle roots of states that other contracts check proofs against.
interface IMerkleSnapshot is IManager {
    /// @notice Sets the root of a snapshot. Controller owner only.
    function setSnapshot(bytes32 id, bytes32 root) external;

    /// @return Whether `leaf` is in the snapshot `id`.
    /// @param proof Siblings from the leaf to the root; each pair is hashed in ascending order.
    function verify(bytes32 id, bytes32[] calldata proof, bytes32 leaf) external view returns (bool);

    /// @return The root of the snapshot, zero if there is none.
    function snapshot(bytes32 id) external view returns (bytes32);
}
