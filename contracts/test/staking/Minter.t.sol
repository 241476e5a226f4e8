// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IL2LPTDataCache} from "../../src/interfaces/IL2LPTDataCache.sol";
import {IManager} from "../../src/interfaces/IManager.sol";
import {IMinter} from "../../src/interfaces/IMinter.sol";
import {Controller} from "../../src/registry/Controller.sol";
import {Minter} from "../../src/staking/Minter.sol";
import {Deployers} from "../utils/Deployers.sol";

contract MinterTest is Deployers {
    address internal stranger = makeAddr("stranger");

    function test_constructor_refusesMoreThanAll() public {
        vm.expectRevert(abi.encodeWithSelector(IMinter.InvalidInflation.selector, 1e9 + 1));
        new Minter(address(controller), 1e9 + 1, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IMinter.InvalidInflationChange.selector, 1e9 + 1));
        new Minter(address(controller), 0, 1e9 + 1, 0);
        vm.expectRevert(abi.encodeWithSelector(IMinter.InvalidTargetBondingRate.selector, 1e9 + 1));
        new Minter(address(controller), 0, 0, 1e9 + 1);
    }

    function test_inflation_risesWhileTooLittleIsBonded() public {
        uint256 before = minter.inflation();
        nextRound();
        assertEq(minter.inflation(), before + INFLATION_CHANGE);
    }

    function test_inflation_fallsToZeroAndNoFurtherWhileTooMuchIsBonded() public {
        register(makeAddr("orchestrator"), 1e18, 0, 0);
        minter.setInflationChange(200_000);
        nextRound();
        assertEq(minter.inflation(), INFLATION + INFLATION_CHANGE - 200_000);
        nextRound();
        assertEq(minter.inflation(), 0);
        nextRound();
        assertEq(minter.inflation(), 0);
    }

    function test_inflation_staysAtTheTarget() public {
        register(makeAddr("orchestrator"), 1e18, 0, 0);
        token.mint(address(this), 1e18);
        uint256 before = minter.inflation();
        nextRound();
        assertEq(minter.inflation(), before);
        assertEq(minter.currentMintableTokens(), (2e18 * before) / 1e9);
    }

    function test_getGlobalTotalSupply_countsTheParentChainWhereThereIsOne() public {
        token.mint(address(this), 5);
        assertEq(minter.getGlobalTotalSupply(), 5);
        address cache = makeAddr("cache");
        vm.mockCall(cache, abi.encodeCall(IL2LPTDataCache.l1CirculatingSupply, ()), abi.encode(37));
        register("L2LPTDataCache", cache);
        assertEq(minter.getGlobalTotalSupply(), 42);
    }

    function test_createReward_floorsTwiceAndNeverPassesTheMintable() public {
        token.mint(address(this), 20_000_000e18);
        nextRound();
        uint256 mintable = minter.currentMintableTokens();
        assertEq(mintable, (20_000_000e18 * (INFLATION + 2 * INFLATION_CHANGE)) / 1e9);
        vm.startPrank(address(bonding));
        uint256 third = (mintable * 333_333_333) / 1e9;
        assertEq(minter.createReward(1, 3), third);
        assertEq(token.balanceOf(address(minter)), third);
        assertEq(minter.currentMintedTokens(), third);
        vm.expectRevert(abi.encodeWithSelector(IMinter.MintedExceedsMintable.selector, third + mintable, mintable));
        minter.createReward(1, 1);
    }

    function test_trusted_areForThoseContractsOnly() public {
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IMinter.CallerNotBondingManager.selector, stranger));
        minter.createReward(1, 1);
        vm.expectRevert(abi.encodeWithSelector(IMinter.CallerNotBondingManager.selector, stranger));
        minter.trustedTransferTokens(stranger, 1);
        vm.expectRevert(abi.encodeWithSelector(IMinter.CallerNotBondingManager.selector, stranger));
        minter.trustedBurnTokens(1);
        vm.expectRevert(abi.encodeWithSelector(IMinter.CallerNotBondingManagerOrJobsManager.selector, stranger));
        minter.trustedWithdrawETH(stranger, 1);
        vm.expectRevert(abi.encodeWithSelector(IMinter.CallerNotMinterOrJobsManager.selector, stranger));
        minter.depositETH();
        vm.expectRevert(abi.encodeWithSelector(IMinter.CallerNotRoundsManager.selector, stranger));
        minter.setCurrentRewardTokens();
        bytes memory notOwner =
            abi.encodeWithSelector(IManager.CallerNotControllerOwner.selector, stranger, address(this));
        vm.expectRevert(notOwner);
        minter.setInflationChange(1);
        vm.expectRevert(notOwner);
        minter.setTargetBondingRate(1);
        vm.expectRevert(notOwner);
        minter.migrateToNewMinter(stranger);
    }

    function test_plainEth_isRefused() public {
        vm.deal(address(this), 1);
        (bool success,) = address(minter).call{value: 1}("");
        assertFalse(success);
    }

    function test_migrateToNewMinter_movesAllOfBoth() public {
        token.mint(address(minter), 7);
        vm.deal(address(minter), 9);
        Minter next = new Minter(address(controller), 1, 1, 1);
        vm.expectRevert(IManager.SystemNotPaused.selector);
        minter.migrateToNewMinter(address(next));
        controller.pause();
        minter.migrateToNewMinter(address(next));
        assertEq(token.balanceOf(address(next)), 7);
        assertEq(address(next).balance, 9);
        assertEq(token.balanceOf(address(minter)) + address(minter).balance, 0);
    }

    function test_migrateToNewMinter_refusesWhatWouldLoseFunds() public {
        controller.pause();
        vm.expectRevert(IMinter.NewMinterIsCurrentMinter.selector);
        minter.migrateToNewMinter(address(minter));
        vm.expectRevert(IMinter.NewMinterIsZero.selector);
        minter.migrateToNewMinter(address(0));
        Controller other = new Controller();
        Minter foreign = new Minter(address(other), 1, 1, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IMinter.NewMinterControllerMismatch.selector, address(other), address(controller))
        );
        minter.migrateToNewMinter(address(foreign));
        Minter next = new Minter(address(controller), 1, 1, 1);
        register("Minter", address(next));
        vm.expectRevert(abi.encodeWithSelector(IMinter.MinterNotRegistered.selector, address(minter)));
        minter.migrateToNewMinter(address(next));
    }
}
