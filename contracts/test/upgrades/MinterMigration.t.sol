// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMinter} from "../../src/interfaces/IMinter.sol";
import {Minter} from "../../src/staking/Minter.sol";
import {UpgradeFixture} from "./UpgradeFixture.sol";

/// @title The Minter has no proxy: all that it holds moves to another, and the protocol goes on with that one.
contract MinterMigrationTest is UpgradeFixture {
    /// @dev In this order: pause, move, register, give the roles and take the old one's, go on.
    function test_migration_carriesTheWholeProtocolOver() public {
        Minter old = minter;
        (uint256 tokens, uint256 eth) = (token.balanceOf(address(old)), address(old).balance);
        assertGt(tokens, 0);
        assertGt(eth, 0);
        Minter next = new Minter(address(controller), old.inflation(), INFLATION_CHANGE, TARGET_BONDING_RATE);
        controller.pause();
        old.migrateToNewMinter(address(next));
        register("Minter", address(next));
        token.grantRole(keccak256("MINTER_ROLE"), address(next));
        token.grantRole(keccak256("BURNER_ROLE"), address(next));
        token.revokeRole(keccak256("MINTER_ROLE"), address(old));
        controller.unpause();
        minter = next;
        assertEq(token.balanceOf(address(next)), tokens);
        assertEq(address(next).balance, eth);
        assertEq(token.balanceOf(address(old)) + address(old).balance, 0);

        goOn();
        everybodyLeaves();
    }

    /// @dev The old one obeys nobody any more, and mints for nobody.
    function test_migration_leavesAnOldMinterWithoutPower() public {
        Minter old = minter;
        Minter next = new Minter(address(controller), old.inflation(), INFLATION_CHANGE, TARGET_BONDING_RATE);
        controller.pause();
        old.migrateToNewMinter(address(next));
        register("Minter", address(next));
        token.revokeRole(keccak256("MINTER_ROLE"), address(old));
        vm.expectRevert(abi.encodeWithSelector(IMinter.MinterNotRegistered.selector, address(old)));
        old.migrateToNewMinter(address(next));
        vm.prank(address(bonding));
        vm.expectRevert();
        old.createReward(1, 1);
    }

    /// @dev The new one covers every stake and every fee, to the last unit.
    function everybodyLeaves() private {
        vm.roll(rounds.currentRoundStartBlock() + rounds.roundLength());
        rounds.initializeRound();
        for (uint256 i = 0; i < accounts.length; i++) {
            uint256 stake = bonding.pendingStake(accounts[i], 0);
            uint256 fees = bonding.pendingFees(accounts[i], 0);
            if (stake == 0) continue;
            vm.startPrank(accounts[i]);
            bonding.unbond(stake);
            bonding.withdrawFees(accounts[i], fees);
            vm.stopPrank();
            assertGe(accounts[i].balance, fees);
        }
        vm.roll(block.number + UNBONDING_PERIOD * rounds.roundLength());
        rounds.initializeRound();
        for (uint256 i = 0; i < accounts.length; i++) {
            (,,,,,, uint256 nextLockId) = bonding.getDelegator(accounts[i]);
            for (uint256 id = 0; id < nextLockId; id++) {
                if (!bonding.isValidUnbondingLock(accounts[i], id)) continue;
                vm.prank(accounts[i]);
                bonding.withdrawStake(id);
            }
        }
        // What is left was forfeited by claims before a reward, and a few roundings.
        assertLt(token.balanceOf(address(minter)), 1e18);
        assertLt(address(minter).balance, 0.1 ether);
    }
}
