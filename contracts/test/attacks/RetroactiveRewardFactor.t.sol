// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deployers} from "../utils/Deployers.sol";

/// @title An orchestrator misses rewards, so that the factor before its fees must be computed back, and has others swell
/// the figures that this is computed from.
contract RetroactiveRewardFactorTest is Deployers {
    address internal attacker = makeAddr("attacker");
    address internal delegator = makeAddr("delegator");
    address internal other = makeAddr("other");

    function setUp() public override {
        super.setUp();
        token.mint(address(this), 1e26);
        register(attacker, 1000e18, 100_000, 1_000_000);
        bond(delegator, 500e18, attacker);
        register(other, 4000e18, 0, 0);
        nextRound();
        nextRound();
    }

    /// @dev The factor comes from the mintable tokens alone: what others had minted already changes nothing.
    function test_feeFactor_doesNotDependOnTheRewardsOfOthers() public {
        uint256 state = vm.snapshotState();
        uint256 alone = feeFactor(false);
        vm.revertToState(state);
        assertEq(feeFactor(true), alone);
        assertLe(bonding.pendingFees(attacker, 0) + bonding.pendingFees(delegator, 0), 1 ether);
    }

    /// @dev Nobody has more than its share of the fees by stake as it was before the reward.
    function test_fuzz_fees_areSharedByStakeBeforeTheReward(uint96 fees, uint8 missed) public {
        for (uint256 i = 0; i < missed % 4; i++) {
            nextRound();
        }
        uint256 booked = bound(fees, 1e12, 1e24);
        reward(other);
        reward(attacker);
        addFees(attacker, booked);
        assertLe(bonding.pendingFees(delegator, 0), booked / 3);
        assertApproxEqRel(bonding.pendingFees(delegator, 0), booked / 3, 1e10);
        assertLe(bonding.pendingFees(attacker, 0) + bonding.pendingFees(delegator, 0), booked);
    }

    function feeFactor(bool otherFirst) private returns (uint256 factor) {
        if (otherFirst) reward(other);
        reward(attacker);
        addFees(attacker, 1 ether);
        (,, factor) = poolOf(attacker, currentRound());
    }
}
