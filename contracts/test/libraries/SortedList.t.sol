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
        if (!_list.contains(id)) _list.setKey(id, key, address(0), address(0));
        _list.insert(id, prev, next);
    }

    function setKey(address id, uint96 key, address prev, address next) external returns (bool) {
        return _list.setKey(id, key, prev, next);
    }

    function remove(address id) external {
        _list.remove(id);
    }

    function contains(address id) external view returns (bool) {
        return _list.contains(id);
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

    function test_setKey_movesTheNode() public {
        list.insert(A, 40, NONE, NONE);
        list.insert(B, 30, NONE, NONE);
        list.insert(C, 20, NONE, NONE);
        list.insert(D, 10, NONE, NONE);
        list.setKey(A, 15, NONE, NONE);
        assertOrder(B, C, A, D);
        list.setKey(D, 50, NONE, B);
        assertOrder(D, B, C, A);
        list.setKey(C, 25, NONE, NONE);
        assertOrder(D, B, C, A);
        assertEq(list.keyOf(C), 25);
        // Hints that name the node itself are no hints.
        list.setKey(C, 1, C, C);
        assertOrder(D, B, A, C);
    }

    function test_setKey_goesBeforeEqualKeys() public {
        list.insert(A, 40, NONE, NONE);
        list.insert(B, 30, NONE, NONE);
        list.insert(C, 20, NONE, NONE);
        list.setKey(C, 30, NONE, NONE);
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
    }

    function test_setKey_ofAStrangerDoesNotMakeItAMember() public {
        assertFalse(list.setKey(A, 7, NONE, NONE));
        assertEq(list.keyOf(A), 7);
        assertEq(list.size(), 0);
        list.insert(A, 7, NONE, NONE);
        assertTrue(list.setKey(A, 8, NONE, NONE));
        list.remove(A);
        assertEq(list.keyOf(A), 8);
    }

    function test_setKey_failsForAMemberWithoutAKey() public {
        list.insert(A, 1, NONE, NONE);
        vm.expectRevert(abi.encodeWithSelector(SortedList.KeyIsZero.selector, A));
        list.setKey(A, 0, NONE, NONE);
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
            if (!list.contains(id)) {
                if (list.size() < 8) list.insert(id, key, prev, next);
            } else if (seed >> 250 < 12) {
                list.remove(id);
            } else {
                list.setKey(id, key, prev, next);
                assertEq(list.keyOf(id), key);
            }
            assertSorted();
        }
    }

    /// @dev Without hints the order is that of a list in which every key goes before the first that is not above it.
    /// forge-config: default.fuzz.runs = 64
    function test_fuzz_withoutHintsIsTheNaiveOrder(uint256[40] calldata seeds) public {
        list.setMaxSize(12);
        address[] memory naive = new address[](0);
        for (uint256 i = 0; i < seeds.length; i++) {
            address id = account(seeds[i]);
            uint96 key = uint96((seeds[i] >> 16) % 6) + 1;
            if (list.contains(id)) list.setKey(id, key, NONE, NONE);
            else list.insert(id, key, NONE, NONE);
            naive = reinserted(naive, id, key);
            assertEq(list.forwards(), naive);
        }
    }

    function reinserted(address[] memory ids, address id, uint96 key) private view returns (address[] memory result) {
        uint256 count = 0;
        address[] memory others = new address[](ids.length);
        for (uint256 i = 0; i < ids.length; i++) {
            if (ids[i] != id) others[count++] = ids[i];
        }
        result = new address[](count + 1);
        uint256 place = 0;
        while (place < count && list.keyOf(others[place]) > key) place++;
        for (uint256 i = 0; i < count; i++) {
            result[i < place ? i : i + 1] = others[i];
        }
        result[place] = id;
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
