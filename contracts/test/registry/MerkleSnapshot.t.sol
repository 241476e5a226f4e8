// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IManager} from "../../src/interfaces/IManager.sol";
import {Controller} from "../../src/registry/Controller.sol";
import {MerkleSnapshot} from "../../src/registry/MerkleSnapshot.sol";
import {Test} from "forge-std/Test.sol";

contract MerkleSnapshotTest is Test {
    bytes32 internal constant ID = keccak256("delegators");

    Controller internal controller;
    MerkleSnapshot internal snapshot;

    function setUp() public {
        controller = new Controller();
        snapshot = new MerkleSnapshot(address(controller));
    }

    function test_fuzz_setSnapshot_isForTheControllersOwner(address caller, bytes32 root) public {
        vm.assume(caller != address(this));
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IManager.CallerNotControllerOwner.selector, caller, address(this)));
        snapshot.setSnapshot(ID, root);
        vm.expectEmit(address(snapshot));
        emit IManager.ParameterUpdate("snapshot");
        snapshot.setSnapshot(ID, root);
        assertEq(snapshot.snapshot(ID), root);
    }

    function test_fuzz_verify_findsEveryLeafAndNoOther(bytes32[4] calldata leaves, uint256 index, bytes32 other)
        public
    {
        for (uint256 i = 0; i < 4; i++) {
            vm.assume(leaves[i] != other);
        }
        index %= 4;
        bytes32 left = pair(leaves[0], leaves[1]);
        bytes32 right = pair(leaves[2], leaves[3]);
        snapshot.setSnapshot(ID, pair(left, right));
        bytes32[] memory proof = new bytes32[](2);
        proof[0] = leaves[index ^ 1];
        proof[1] = index < 2 ? right : left;
        assertTrue(snapshot.verify(ID, proof, leaves[index]));
        assertFalse(snapshot.verify(ID, proof, other));
        assertFalse(snapshot.verify(keccak256("another"), proof, leaves[index]));
        proof[1] = other;
        assertFalse(snapshot.verify(ID, proof, leaves[index]));
    }

    function test_verify_takesTheRootAsTheOnlyLeafOfATree() public {
        bytes32 leaf = keccak256("leaf");
        snapshot.setSnapshot(ID, leaf);
        assertTrue(snapshot.verify(ID, new bytes32[](0), leaf));
    }

    function test_verify_findsNothingInASnapshotThatIsNotThere() public view {
        assertFalse(snapshot.verify(ID, new bytes32[](0), bytes32(0)));
    }

    function test_updateController_movesItToAnotherController() public {
        Controller other = new Controller();
        controller.setContractInfo(keccak256("MerkleSnapshot"), address(snapshot), bytes20(0));
        controller.updateController(keccak256("MerkleSnapshot"), address(other));
        assertEq(address(snapshot.controller()), address(other));
    }

    /// @dev Hashes two nodes in ascending order.
    function pair(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
    }
}
