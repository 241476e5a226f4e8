// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deployers} from "../utils/Deployers.sol";
import {stdError} from "forge-std/StdError.sol";

/// @title Single units of stake and of fees, and claims in many steps, to make floors add up to something.
contract RoundingTest is Deployers {
    address internal attacker = makeAddr("attacker");
    address internal victim = makeAddr("victim");
    address internal big = makeAddr("big");

    function setUp() public override {
        super.setUp();
        token.mint(address(this), 1e25);
        register(big, 1e24, 0, 1_000_000);
        nextRound();
    }

    /// @dev Claims in every round against one at the end, of two equal delegators: neither gains by it.
    function test_fuzz_claims_inManyStepsAreWorthOne(uint256 stake, uint256 seed) public {
        stake = bound(stake, 1, 1e24);
        bond(attacker, stake, big);
        bond(victim, stake, big);
        nextRound();
        for (uint256 i = 0; i < 6; i++) {
            uint256 each = uint256(keccak256(abi.encode(seed, i)));
            if (each % 4 > 0) reward(big);
            if (each % 3 > 0) addFees(big, bound(each, 1, 1 ether));
            // At the end of the round, for a claim before its income would forfeit it.
            if (each % 2 == 0) {
                vm.prank(attacker);
                bonding.claimEarnings(0);
            }
            nextRound();
        }
        // A unit for each claim, and as much again for the factor that it began from.
        assertApproxEqAbs(bonding.pendingStake(attacker, 0), bonding.pendingStake(victim, 0), 12);
        assertApproxEqAbs(bonding.pendingFees(attacker, 0), bonding.pendingFees(victim, 0), 12);
    }

    /// @dev Claiming as often as one likes within a round does nothing at all.
    function test_fuzz_claims_repeatedAreWorthNothing(uint256 stake) public {
        bond(attacker, bound(stake, 1, 1e24), big);
        nextRound();
        reward(big);
        addFees(big, 1 ether);
        (uint256 pending, uint256 fees) = (bonding.pendingStake(attacker, 0), bonding.pendingFees(attacker, 0));
        vm.startPrank(attacker);
        for (uint256 i = 0; i < 5; i++) {
            bonding.claimEarnings(0);
        }
        assertEq(bonding.pendingStake(attacker, 0), pending);
        assertEq(bonding.pendingFees(attacker, 0), fees);
        assertEq(bondedAmount(attacker), pending);
    }

    /// @dev A victim that bonds to an orchestrator whose factor a single unit blew up loses nothing by roundings: the
    /// ratio of factors is what counts, to parts in 1e27.
    function test_fuzz_bond_toABlownUpFactorLosesNothing(uint256 stake) public {
        bonding.setNumActiveTranscoders(POOL_SIZE + 1);
        vm.prank(big);
        bonding.unbond(1e24);
        bond(attacker, 1, attacker);
        nextRound();
        vm.prank(attacker);
        bonding.reward();
        (, uint256 factor,) = poolOf(attacker, currentRound());
        assertGt(factor, 1e20 * PRECISE);
        stake = bound(stake, 1, 1e24);
        bond(victim, stake, attacker);
        assertEq(bonding.pendingStake(victim, 0), stake);
        nextRound();
        assertEq(bonding.pendingStake(victim, 0), stake);
        vm.prank(attacker);
        bonding.reward();
        assertGe(bonding.pendingStake(victim, 0) + 1, stake);
        assertLe(
            bonding.pendingStake(victim, 0) + bonding.pendingStake(attacker, 0), bonding.transcoderTotalStake(attacker)
        );
        uint256 pending = bonding.pendingStake(victim, 0);
        vm.prank(victim);
        bonding.unbond(pending);
    }

    /// @dev Known limit, kept with the arithmetic of the live network: factors have 256 bits, which stake that grows by
    /// 1.2e23 fills. From then on nobody gets out. It takes a network in which a single unit is all the stake there is
    /// while more than a hundred thousand tokens are minted, so whoever starts one bonds a real stake first.
    function test_factor_overflowsWhereAUnitWasTheWholeNetworksStake() public {
        vm.prank(big);
        bonding.unbond(1e24);
        token.mint(address(this), 3e26);
        bond(attacker, 1, attacker);
        nextRound();
        reward(attacker);
        bond(victim, 1000e18, attacker);
        nextRound();
        reward(attacker);
        vm.expectRevert(stdError.arithmeticError);
        bonding.pendingStake(victim, 0);
        vm.prank(victim);
        vm.expectRevert(stdError.arithmeticError);
        bonding.unbond(1);
    }

    /// @dev Fees that are too little to be shared stay with the protocol.
    function test_fuzz_fees_ofDustAreNotPaidTwice(uint256 stake, uint8 count) public {
        bond(attacker, bound(stake, 1, 1e24), big);
        nextRound();
        uint256 paid = 1 + count % 20;
        for (uint256 i = 0; i < paid; i++) {
            addFees(big, 1);
        }
        assertLe(bonding.pendingFees(attacker, 0) + bonding.pendingFees(big, 0), paid);
    }

    /// @dev Stake in many parts earns no more than in one.
    function test_fuzz_reward_ofManyPartsIsNoMoreThanOfOne(uint256 seed) public {
        address[5] memory parts;
        uint256 sum;
        for (uint256 i = 0; i < parts.length; i++) {
            parts[i] = makeAddr(vm.toString(i));
            uint256 stake = 1 + uint256(keccak256(abi.encode(seed, i))) % 1e20;
            bond(parts[i], stake, big);
            sum += stake;
        }
        bond(victim, sum, big);
        nextRound();
        reward(big);
        addFees(big, 1 ether);
        (uint256 stakes, uint256 fees) = (0, 0);
        for (uint256 i = 0; i < parts.length; i++) {
            stakes += bonding.pendingStake(parts[i], 0);
            fees += bonding.pendingFees(parts[i], 0);
        }
        assertLe(stakes, bonding.pendingStake(victim, 0) + 1);
        assertLe(fees, bonding.pendingFees(victim, 0) + 1);
    }
}
