// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {Deployers} from "../utils/Deployers.sol";

/// @title Somebody evicts the last orchestrator and gives it dust at once: it would re-enter from the next round on and
/// be inactive for the rest of this one, without its reward and its tickets.
contract LastTranscoderTest is Deployers {
    address internal last = makeAddr("last");
    address internal attacker = makeAddr("attacker");
    bytes internal refusal;

    function setUp() public override {
        super.setUp();
        token.mint(address(this), 1e25);
        register(makeAddr("a"), 1000, 0, 0);
        register(makeAddr("b"), 900, 0, 0);
        register(last, 800, 0, 0);
        bond(attacker, 100, makeAddr("a"));
        nextRound();
        refusal = abi.encodeWithSelector(IBondingManager.RewardNotYetCalled.selector, last, currentRound());
        bond(makeAddr("evictor"), 801, makeAddr("evictor"));
        giveTokens(attacker, 100);
    }

    /// @dev An active orchestrator that has left the pool gains no stake by any way before it has called reward.
    function test_dust_isRefusedUntilTheReward() public {
        vm.startPrank(attacker);
        vm.expectRevert(refusal);
        bonding.bond(10, last);
        vm.expectRevert(refusal);
        bonding.bondForWithHint(10, makeAddr("fresh"), last, address(0), address(0), address(0), address(0));
        bonding.unbond(50);
        bonding.unbond(50);
        vm.expectRevert(refusal);
        bonding.rebondFromUnbonded(last, 0);
        vm.stopPrank();
        assertTrue(bonding.isActiveTranscoder(last));
        reward(last);
        vm.prank(attacker);
        bonding.rebondFromUnbonded(last, 0);
    }

    /// @dev Through somebody who delegates to it already, likewise.
    function test_dust_isRefusedThroughADelegatorToo() public {
        nextRound();
        address delegator = makeAddr("delegator");
        bond(delegator, 500, last);
        nextRound();
        assertTrue(bonding.isActiveTranscoder(last));
        bond(makeAddr("evictor"), 5000, makeAddr("evictor"));
        bond(makeAddr("second evictor"), 5000, makeAddr("second evictor"));
        bond(makeAddr("third evictor"), 5000, makeAddr("third evictor"));
        refusal = abi.encodeWithSelector(IBondingManager.RewardNotYetCalled.selector, last, currentRound());
        vm.startPrank(delegator);
        bonding.unbond(1);
        vm.expectRevert(refusal);
        bonding.rebond(0);
        vm.expectRevert(refusal);
        bonding.transferBond(makeAddr("fresh"), 1, address(0), address(0), address(0), address(0));
        vm.stopPrank();
        // What takes stake away is possible all the time.
        vm.prank(last);
        bonding.unbond(1);
        reward(last);
    }
}
