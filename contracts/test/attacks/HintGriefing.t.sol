// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {Deployers} from "../utils/Deployers.sol";

/// @title Hints that are wrong, stale or made to cost: they cost their sender, and lead to the same pool.
contract HintGriefingTest is Deployers {
    uint256 private constant MEMBERS = 24;
    /// Reading one more member of the list, with what the loop around it costs.
    uint256 private constant GAS_PER_MEMBER = 6000;

    address[] internal members;
    address internal delegator = makeAddr("delegator");

    function setUp() public override {
        super.setUp();
        bonding.setNumActiveTranscoders(MEMBERS);
        for (uint256 i = 0; i < MEMBERS; i++) {
            members.push(makeAddr(vm.toString(i)));
            // Some are equals.
            bond(members[i], 1000 + i / 3 * 10, members[i]);
        }
        bond(delegator, 500, members[3]);
        nextRound();
    }

    /// @dev Whatever hints a sender gives, whoever they name, the members and their stakes are those of a call without
    /// hints, in the same order but for equals.
    function test_fuzz_hints_changeNothingButTheOrderOfEquals(uint8 which, uint256 amount, address prev, address next)
        public
    {
        (prev, next) = (named(prev), named(next));
        giveTokens(delegator, 1000);
        uint256 state = vm.snapshotState();
        run(which, amount, address(0), address(0));
        (address[] memory order, uint256[] memory stakes) = pool();
        vm.revertToState(state);
        run(which, amount, prev, next);
        (address[] memory hinted, uint256[] memory hintedStakes) = pool();
        assertEq(stakes, hintedStakes);
        assertEq(order.length, hinted.length);
        for (uint256 i = 0; i < order.length; i++) {
            bool isMember;
            for (uint256 j = 0; j < hinted.length; j++) {
                if (hinted[j] == order[i]) isMember = true;
            }
            assertTrue(isMember, "a member is missing");
        }
    }

    /// @dev The dearest hint leads through the whole list and no further.
    function test_fuzz_hints_costNoMoreThanAWalkThroughTheList(uint8 which, uint256 amount, address prev, address next)
        public
    {
        giveTokens(delegator, 1000);
        uint256 state = vm.snapshotState();
        uint256 plain = run(which, amount, address(0), address(0));
        vm.revertToState(state);
        uint256 hinted = run(which, amount, named(prev), named(next));
        assertLe(hinted, plain + MEMBERS * GAS_PER_MEMBER);
    }

    /// @dev Hints that were right until somebody moved, left or came in between.
    function test_hints_thatAreStaleLeadToTheRightPlace() public {
        // Between the second and the third from the end, as it was.
        (address prev, address next) = (members[6], members[3]);
        vm.prank(members[6]);
        bonding.unbond(1010);
        vm.prank(members[3]);
        bonding.unbond(900);
        address newcomer = makeAddr("newcomer");
        giveTokens(newcomer, 1015);
        vm.prank(newcomer);
        bonding.bondWithHint(1015, newcomer, address(0), address(0), prev, next);
        (address[] memory order, uint256[] memory stakes) = pool();
        for (uint256 i = 1; i < order.length; i++) {
            assertGe(stakes[i - 1], stakes[i]);
        }
        assertEq(order.length, MEMBERS);
    }

    /// @dev A member as its own neighbour, and neighbours in the wrong order, would tie the list into a knot.
    function test_hints_thatNameOneselfAreNone() public {
        address self = members[10];
        vm.startPrank(self);
        bonding.unbondWithHint(5, self, self);
        bonding.rebondWithHint(0, self, address(0));
        bonding.unbondWithHint(5, address(0), self);
        bonding.rebondWithHint(1, members[0], members[23]);
        vm.stopPrank();
        reward(members[11]);
        vm.prank(members[12]);
        bonding.rewardWithHint(members[12], members[12]);
        (address[] memory order,) = pool();
        assertEq(order.length, MEMBERS);
    }

    /// @return gas What the call took.
    function run(uint8 which, uint256 amount, address prev, address next) private returns (uint256 gas) {
        uint256 kind = which % 4;
        address member = members[amount % MEMBERS];
        bytes memory call;
        if (kind == 0) {
            call = abi.encodeCall(IBondingManager.unbondWithHint, (1 + amount % 999, prev, next));
        } else if (kind == 1) {
            call = abi.encodeCall(IBondingManager.rewardWithHint, (prev, next));
        } else if (kind == 2) {
            (call, member) = (bondCall(1 + amount % 1000, member, prev, next), delegator);
        } else {
            (call, member) = (bondCall(0, members[4 + amount % 20], prev, next), delegator);
        }
        vm.prank(member);
        gas = gasleft();
        (bool success, bytes memory reason) = address(bonding).call(call);
        gas -= gasleft();
        assertTrue(success, string(reason));
    }

    function bondCall(uint256 amount, address to, address prev, address next) private pure returns (bytes memory) {
        return abi.encodeCall(IBondingManager.bondWithHint, (amount, to, prev, next, next, prev));
    }

    /// @return Mostly a member, else whoever was named.
    function named(address account) private view returns (address) {
        return uint160(account) % 4 == 0 ? account : members[uint160(account) % MEMBERS];
    }

    function pool() private view returns (address[] memory order, uint256[] memory stakes) {
        uint256 size = bonding.getTranscoderPoolSize();
        (order, stakes) = (new address[](size), new uint256[](size));
        address member = bonding.getFirstTranscoderInPool();
        for (uint256 i = 0; i < size; i++) {
            (order[i], stakes[i]) = (member, bonding.transcoderTotalStake(member));
            member = bonding.getNextTranscoderInPool(member);
        }
        assertEq(member, address(0), "longer than its size");
    }
}
