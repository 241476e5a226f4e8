// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMerkleSnapshot} from "../interfaces/IMerkleSnapshot.sol";
import {Manager} from "./Manager.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// @title MerkleSnapshot
/// @dev A leaf is verified only against a root that the Controller's owner set.
contract MerkleSnapshot is Manager, IMerkleSnapshot {
    /// @inheritdoc IMerkleSnapshot
    mapping(bytes32 id => bytes32) public override snapshot;

    constructor(address controller_) Manager(controller_) {}

    /// @inheritdoc IMerkleSnapshot
    function setSnapshot(bytes32 id, bytes32 root) external override onlyControllerOwner {
        snapshot[id] = root;
        emit ParameterUpdate("snapshot");
    }

    /// @inheritdoc IMerkleSnapshot
    function verify(bytes32 id, bytes32[] calldata proof, bytes32 leaf) external view override returns (bool) {
        bytes32 root = snapshot[id];
        // Without a root, a leaf of zeros would be its own proof.
        return root != 0 && MerkleProof.verifyCalldata(proof, root, leaf);
    }
}
