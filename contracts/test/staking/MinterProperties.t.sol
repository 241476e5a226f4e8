// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMinter} from "../../src/interfaces/IMinter.sol";
import {Minter} from "../../src/staking/Minter.sol";
import {Deployers} from "../utils/Deployers.sol";

/// @title Minting and payments of any amounts.
contract MinterPropertiesTest is Deployers {
    address internal receiver = makeAddr("receiver");

    /// @dev However rewards are cut, a round never mints more than its mintable tokens.
    function test_fuzz_createReward_neverPassesTheMintable(uint128 supply, uint64[8] memory parts) public {
        token.mint(address(this), supply);
        nextRound();
        uint256 mintable = minter.currentMintableTokens();
        assertLe(mintable, uint256(supply) * minter.inflation() / 1e9 + 1);
        uint256 minted;
        for (uint256 i = 0; i < parts.length; i++) {
            vm.prank(address(bonding));
            try minter.createReward(parts[i], type(uint64).max) returns (uint256 amount) {
                minted += amount;
            } catch (bytes memory reason) {
                assertEq(bytes4(reason), IMinter.MintedExceedsMintable.selector);
            }
        }
        assertLe(minted, mintable);
        assertEq(minter.currentMintedTokens(), minted);
        assertEq(token.balanceOf(address(minter)), minted);
        nextRound();
        assertEq(minter.currentMintedTokens(), 0);
    }

    /// @dev Inflation moves by its change towards the target, and stops at zero.
    function test_fuzz_inflation_movesByItsChange(uint256 change, uint256 target, uint64 stake, uint96 rest) public {
        change = bound(change, 0, 1e9);
        target = bound(target, 0, 1e9);
        minter.setInflationChange(change);
        minter.setTargetBondingRate(target);
        register(receiver, uint256(stake) + 1, 0, 0);
        token.mint(address(this), rest);
        uint256 rate = (uint256(stake) + 1) * 1e9 / token.totalSupply();
        uint256 before = minter.inflation();
        nextRound();
        uint256 expected = before;
        if (rate < target) expected += change;
        if (rate > target) expected = before > change ? before - change : 0;
        assertEq(minter.inflation(), expected);
        assertEq(minter.currentMintableTokens(), token.totalSupply() * expected / 1e9);
    }

    function test_fuzz_setters_takePartsPerBillion(uint256 value) public {
        bool isValid = value <= 1e9;
        if (!isValid) vm.expectRevert(abi.encodeWithSelector(IMinter.InvalidInflationChange.selector, value));
        minter.setInflationChange(value);
        if (!isValid) vm.expectRevert(abi.encodeWithSelector(IMinter.InvalidTargetBondingRate.selector, value));
        minter.setTargetBondingRate(value);
        assertEq(minter.inflationChange(), isValid ? value : INFLATION_CHANGE);
        assertEq(minter.targetBondingRate(), isValid ? value : TARGET_BONDING_RATE);
    }

    function test_fuzz_trusted_moveExactlyWhatTheyAreTold(uint96 held, uint256 sent, uint256 burned) public {
        token.mint(address(minter), held);
        vm.deal(address(minter), held);
        sent = bound(sent, 0, held);
        burned = bound(burned, 0, held - sent);
        vm.startPrank(address(bonding));
        minter.trustedTransferTokens(receiver, sent);
        minter.trustedBurnTokens(burned);
        minter.trustedWithdrawETH(receiver, sent);
        vm.stopPrank();
        assertEq(token.balanceOf(receiver), sent);
        assertEq(token.totalSupply(), held - burned);
        assertEq(receiver.balance, sent);
        vm.deal(address(broker), burned);
        vm.prank(address(broker));
        minter.depositETH{value: burned}();
        assertEq(address(minter).balance, held - sent + burned);
    }

    function test_fuzz_migrate_movesAllOfBoth(uint128 tokens, uint128 eth) public {
        token.mint(address(minter), tokens);
        vm.deal(address(minter), eth);
        Minter next = new Minter(address(controller), 0, 0, 0);
        controller.pause();
        minter.migrateToNewMinter(address(next));
        assertEq(token.balanceOf(address(next)), tokens);
        assertEq(address(next).balance, eth);
        assertEq(token.balanceOf(address(minter)) + address(minter).balance, 0);
    }
}
