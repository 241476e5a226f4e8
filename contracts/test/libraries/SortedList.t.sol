// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SortedList} from "../../src/libraries/SortedList.sol";
import {Test} from "forge-std/Test.sol";

/// @dev Makes the library's reverts come from another contract.
contract ListUser {
    using SortedList for SortedList.List;

    SortedList.List private _list;

    function setMaxSize(uint48 maxSize) external {
        _list.setMaxSize(maxSize);
    }

    function insert(address id, uint96 key, address prev, address next) external {
        _list.insert(id, key, prev, next);
    }

    function updateKey(address id, uint96 key, address prev, address next) external {
        _list.updateKey(id, key, prev, next);
    }

    function remove(address id) external {
        _list.remove(id);
    }

    function keyOf(address id) external view returns (uint96) {
        return _list.keyOf(id);
    }

    function size() external view returns (uint256) {
        return _list.size;
    }

    function forwards() external view returns (address[] memory ids) {
        ids = new address[](_list.size);
        address id = _list.head;
        for (uint256 i = 0; i < ids.length; i++) {
            ids[i] = id;
            id = _list.nodes[id].next;
        }
        assert(id == address(0));
    }

    function backwards() external view returns (address[] memory ids) {
        ids = new address[](_list.size);
        address id = _list.tail;
        for (uint256 i = ids.length; i > 0; i--) {
            ids[i - 1] = id;
            id = _list.nodes[id].prev;
        }
        assert(id == address(0));
    }
}

contract SortedListTest is Test {
    address internal constant A = address(0xA);
    address internal constant B = address(0xB);
    address internal constant C = address(0xC);
    address internal constant D = address(0xD);
    address internal constant NONE = address(0);

    ListUser internal list;

    function setUp() public {
        list = new ListUser();
        list.setMaxSize(4);
    }

    function test_insert_sortsFromHighToLow() public {
        list.insert(B, 20, NONE, NONE);
        list.insert(A, 30, NONE, NONE);
        list.insert(D, 5, NONE, NONE);
        list.insert(C, 10, NONE, NONE);
        assertOrder(A, B, C, D);
    }

    function test_insert_goesBeforeEqualKeys() public {
        list.insert(C, 10, NONE, NONE);
        list.insert(B, 10, NONE, NONE);
        list.insert(D, 5, NONE, NONE);
        list.insert(A, 10, NONE, NONE);
        assertOrder(A, B, C, D);
    }

    function test_insert_takesAValidHint() public {
        list.insert(A, 10, NONE, NONE);
        list.insert(C, 10, A, NONE);
        list.insert(D, 10, C, NONE);
        // Equal keys show that the hint decided, not a search.
        list.insert(B, 10, A, C);
        assertOrder(A, B, C, D);
    }

    function test_insert_searchesFromTheHintThatIsStillRight() public {
        list.insert(A, 40, NONE, NONE);
        list.insert(B, 30, NONE, NONE);
        list.insert(D, 10, NONE, NONE);
        // Too high before and unknown after: the search goes on from the node before.
        list.insert(C, 20, A, address(0x99));
        assertOrder(A, B, C, D);
    }

    function test_updateKey_movesTheNode() public {
        list.insert(A, 40, NONE, NONE);
        list.insert(B, 30, NONE, NONE);
        list.insert(C, 20, NONE, NONE);
        list.insert(D, 10, NONE, NONE);
        list.updateKey(A, 15, NONE, NONE);
        assertOrder(B, C, A, D);
        list.updateKey(D, 50, NONE, B);
        assertOrder(D, B, C, A);
        list.updateKey(C, 25, NONE, NONE);
        assertOrder(D, B, C, A);
        assertEq(list.keyOf(C), 25);
        // Hints that name the node itself are no hints.
        list.updateKey(C, 1, C, C);
        assertOrder(D, B, A, C);
    }

    function test_updateKey_goesBeforeEqualKeys() public {
        list.insert(A, 40, NONE, NONE);
        list.insert(B, 30, NONE, NONE);
        list.insert(C, 20, NONE, NONE);
        list.updateKey(C, 30, NONE, NONE);
        address[] memory ids = list.forwards();
        assertEq(ids[1], C);
        assertEq(ids[2], B);
    }

    function test_insert_failsWithWhatIsWrong() public {
        vm.expectRevert(SortedList.NodeIsZero.selector);
        list.insert(NONE, 1, NONE, NONE);
        vm.expectRevert(abi.encodeWithSelector(SortedList.KeyIsZero.selector, A));
        list.insert(A, 0, NONE, NONE);
        list.insert(A, 1, NONE, NONE);
        vm.expectRevert(abi.encodeWithSelector(SortedList.NodeAlreadyInList.selector, A));
        list.insert(A, 1, NONE, NONE);
        list.insert(B, 1, NONE, NONE);
        list.insert(C, 1, NONE, NONE);
        list.insert(D, 1, NONE, NONE);
        vm.expectRevert(abi.encodeWithSelector(SortedList.ListFull.selector, 4));
        list.insert(address(0xE), 1, NONE, NONE);
    }

    function test_remove_failsForAStranger() public {
        vm.expectRevert(abi.encodeWithSelector(SortedList.NodeNotInList.selector, A));
        list.remove(A);
        vm.expectRevert(abi.encodeWithSelector(SortedList.NodeNotInList.selector, A));
        list.updateKey(A, 1, NONE, NONE);
    }

    function test_setMaxSize_onlyGrows() public {
        vm.expectRevert(abi.encodeWithSelector(SortedList.MaxSizeNotIncreased.selector, 4, 4));
        list.setMaxSize(4);
        list.setMaxSize(5);
    }

    /// @dev Any sequence of changes with any hints leaves a sorted list whose links mirror each other.
    /// forge-config: default.fuzz.runs = 64
    function test_fuzz_staysSorted(uint256[40] calldata seeds) public {
        list.setMaxSize(8);
        for (uint256 i = 0; i < seeds.length; i++) {
            uint256 seed = seeds[i];
            address id = account(seed);
            // Few keys, so that many are equal.
            uint96 key = uint96((seed >> 16) % 6) + 1;
            address prev = account(seed >> 32);
            address next = account(seed >> 48);
            if (list.keyOf(id) == 0) {
                if (list.size() < 8) list.insert(id, key, prev, next);
            } else if (seed >> 250 < 12) {
                list.remove(id);
            } else {
                list.updateKey(id, key, prev, next);
                assertEq(list.keyOf(id), key);
            }
            assertSorted();
        }
    }

    function account(uint256 seed) private pure returns (address) {
        return address(uint160(seed % 12) + 1);
    }

    function assertSorted() private view {
        address[] memory forwards = list.forwards();
        assertEq(forwards, list.backwards());
        for (uint256 i = 1; i < forwards.length; i++) {
            assertGe(list.keyOf(forwards[i - 1]), list.keyOf(forwards[i]));
        }
    }

    function assertOrder(address first, address second, address third, address fourth) private view {
        address[] memory expected = new address[](4);
        (expected[0], expected[1], expected[2], expected[3]) = (first, second, third, fourth);
        assertEq(list.forwards(), expected);
        assertEq(list.backwards(), expected);
    }
}
