// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {IManager} from "../../src/interfaces/IManager.sol";
import {Deployers} from "../utils/Deployers.sol";

/// @title Somebody bonds or transfers to a victim, to claim at its cost, to keep it from leaving or to choose for it.
contract ThirdPartiesTest is Deployers {
    address internal orchestrator = makeAddr("orchestrator");
    address internal victim = makeAddr("victim");
    address internal attacker = makeAddr("attacker");

    function setUp() public override {
        super.setUp();
        token.mint(address(this), 1e24);
        register(orchestrator, 1000e18, 0, 0);
        bond(victim, 100e18, orchestrator);
        bond(attacker, 10e18, orchestrator);
        nextRound();
        giveTokens(attacker, 100e18);
    }

    /// @dev A claim before the round's reward would cost the victim that reward: nobody else may bring it about.
    function test_fuzz_claim_forTheVictimIsRefusedBeforeTheReward(uint256 amount) public {
        amount = bound(amount, 1, 10e18);
        bytes memory refusal = abi.encodeWithSelector(IBondingManager.IllegalClaimEarnings.selector, victim, attacker);
        vm.startPrank(attacker);
        vm.expectRevert(refusal);
        bondFor(amount, victim, orchestrator);
        vm.expectRevert(refusal);
        bonding.transferBond(victim, amount, address(0), address(0), address(0), address(0));
        vm.stopPrank();
        reward(orchestrator);
        uint256 pending = bonding.pendingStake(victim, 0);
        assertGt(pending, 100e18);
        vm.prank(attacker);
        bonding.transferBond(victim, amount, address(0), address(0), address(0), address(0));
        assertEq(bonding.pendingStake(victim, 0), pending + amount);
    }

    /// @dev Stake that is new cannot be unbonded in its round. A gift does not make the victim's own stake new.
    function test_gift_keepsNobodyFromUnbonding() public {
        reward(orchestrator);
        vm.startPrank(attacker);
        bondFor(1, victim, orchestrator);
        bonding.transferBond(victim, 1, address(0), address(0), address(0), address(0));
        vm.stopPrank();
        uint256 pending = bonding.pendingStake(victim, 0);
        vm.prank(victim);
        bonding.unbond(pending);
    }

    /// @dev Whoever has unbonded can be given a delegate by anyone, with a gift. Its own locks stay its own.
    function test_gift_toOneThatUnbondedLeavesItsLocksAlone() public {
        vm.prank(victim);
        bonding.unbond(100e18);
        vm.prank(attacker);
        bondFor(1, victim, attacker);
        assertEq(delegateOf(victim), attacker);
        (uint256 amount,) = bonding.getDelegatorUnbondingLock(victim, 0);
        assertEq(amount, 100e18);
        // It chooses anew at once, gift included.
        vm.prank(victim);
        bonding.bond(0, orchestrator);
        assertEq(bonding.pendingStake(victim, 0), 1);
        skipRounds(UNBONDING_PERIOD);
        rounds.initializeRound();
        vm.prank(victim);
        bonding.withdrawStake(0);
        assertEq(token.balanceOf(victim), 100e18);
    }

    /// @dev Nor does anyone make the victim an orchestrator, or move it to another.
    function test_choice_isTheOwners() public {
        reward(orchestrator);
        vm.startPrank(attacker);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidDelegateChange.selector, orchestrator, attacker));
        bondFor(1, victim, attacker);
        address fresh = makeAddr("fresh");
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidDelegate.selector, fresh));
        bondFor(1, fresh, fresh);
    }

    /// @dev Locks are found under their owner: nobody reaches another's, in any way.
    function test_fuzz_locks_areTheirOwnersOnly(uint256 lockId) public {
        vm.prank(victim);
        bonding.unbond(100e18);
        skipRounds(UNBONDING_PERIOD);
        rounds.initializeRound();
        bytes memory refusal = abi.encodeWithSelector(IBondingManager.InvalidUnbondingLock.selector, attacker, lockId);
        vm.startPrank(attacker);
        vm.expectRevert(refusal);
        bonding.withdrawStake(lockId);
        vm.expectRevert(refusal);
        bonding.rebond(lockId);
        bonding.unbond(10e18);
        lockId = bound(lockId, 1, type(uint256).max);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.InvalidUnbondingLock.selector, attacker, lockId));
        bonding.rebondFromUnbonded(orchestrator, lockId);
    }

    function bondFor(uint256 amount, address owner, address to) private {
        bonding.bondForWithHint(amount, owner, to, address(0), address(0), address(0), address(0));
    }
}
