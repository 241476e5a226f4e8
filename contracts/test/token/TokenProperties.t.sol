// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MillraceToken} from "../../src/token/MillraceToken.sol";
import {Test} from "forge-std/Test.sol";

/// @title Supply, balances and allowances of any amounts.
contract TokenPropertiesTest is Test {
    MillraceToken internal token;
    address internal a = makeAddr("a");
    address internal b = makeAddr("b");

    function setUp() public {
        token = new MillraceToken("A Name", "SYM", "1");
        token.grantRole(keccak256("MINTER_ROLE"), address(this));
        token.grantRole(keccak256("BURNER_ROLE"), a);
        token.grantRole(keccak256("BURNER_ROLE"), b);
    }

    function test_fuzz_supply_isTheSumOfBalances(uint128 minted, uint256 sent, uint256 burned) public {
        sent = bound(sent, 0, minted);
        burned = bound(burned, 0, sent);
        token.mint(a, minted);
        vm.prank(a);
        token.transfer(b, sent);
        vm.prank(b);
        token.burn(burned);
        assertEq(token.balanceOf(a), minted - sent);
        assertEq(token.balanceOf(b), sent - burned);
        assertEq(token.totalSupply(), minted - burned);
    }

    function test_fuzz_burnFrom_takesTheAllowanceWithIt(uint128 minted, uint256 allowed, uint256 burned) public {
        allowed = bound(allowed, 0, minted);
        token.mint(a, minted);
        vm.prank(a);
        token.approve(b, allowed);
        if (burned > allowed) vm.expectRevert();
        vm.prank(b);
        token.burnFrom(a, burned);
        uint256 gone = burned > allowed ? 0 : burned;
        assertEq(token.balanceOf(a), minted - gone);
        assertEq(token.allowance(a, b), allowed - gone);
    }

    function test_fuzz_allowance_risesAndFallsByWhatIsAsked(uint128 first, uint128 more, uint256 less) public {
        vm.startPrank(a);
        token.approve(b, first);
        token.increaseAllowance(b, more);
        uint256 allowed = uint256(first) + more;
        if (less > allowed) vm.expectRevert();
        token.decreaseAllowance(b, less);
        assertEq(token.allowance(a, b), less > allowed ? allowed : allowed - less);
    }

    function test_fuzz_transferFrom_isBoundedByTheAllowance(uint128 minted, uint256 allowed, uint256 sent) public {
        token.mint(a, minted);
        // An allowance of all is never used up.
        allowed = bound(allowed, 0, type(uint256).max - 1);
        vm.prank(a);
        token.approve(b, allowed);
        bool isPossible = sent <= allowed && sent <= minted;
        if (!isPossible) vm.expectRevert();
        vm.prank(b);
        token.transferFrom(a, b, sent);
        assertEq(token.balanceOf(b), isPossible ? sent : 0);
        assertEq(token.allowance(a, b), isPossible ? allowed - sent : allowed);
    }
}
