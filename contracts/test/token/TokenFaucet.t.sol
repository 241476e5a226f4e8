// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITokenFaucet} from "../../src/interfaces/ITokenFaucet.sol";
import {MillraceToken} from "../../src/token/MillraceToken.sol";
import {TokenFaucet} from "../../src/token/TokenFaucet.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Test} from "forge-std/Test.sol";

contract TokenFaucetTest is Test {
    uint256 internal constant AMOUNT = 10e18;
    uint256 internal constant WAIT_HOURS = 12;

    MillraceToken internal token;
    TokenFaucet internal faucet;
    address internal user = makeAddr("user");
    address internal stranger = makeAddr("stranger");

    function setUp() public {
        vm.warp(1_700_000_000);
        token = new MillraceToken("Test Token", "TT", "1");
        faucet = new TokenFaucet(address(token), AMOUNT, WAIT_HOURS);
        token.grantRole(keccak256("MINTER_ROLE"), address(this));
        token.mint(address(faucet), 3 * AMOUNT);
    }

    function test_constructor_takesItsParameters() public view {
        assertEq(address(faucet.token()), address(token));
        assertEq(faucet.requestAmount(), AMOUNT);
        assertEq(faucet.requestWait(), WAIT_HOURS);
        assertEq(faucet.owner(), address(this));
        assertEq(faucet.nextValidRequest(user), 0);
    }

    function test_fuzz_request_isValidOnceInTheWaitingTime(uint256 wait) public {
        wait = bound(wait, 0, 2 days);
        vm.startPrank(user);
        vm.expectEmit(address(faucet));
        emit ITokenFaucet.Request(user, AMOUNT);
        faucet.request();
        uint256 next = block.timestamp + 12 hours;
        assertEq(faucet.nextValidRequest(user), next);
        vm.warp(block.timestamp + wait);
        if (wait < 12 hours) {
            vm.expectRevert(abi.encodeWithSelector(ITokenFaucet.RequestTooEarly.selector, user, next));
        }
        faucet.request();
        assertEq(token.balanceOf(user), wait < 12 hours ? AMOUNT : 2 * AMOUNT);
    }

    function test_request_isCountedPerAccount() public {
        vm.prank(user);
        faucet.request();
        vm.prank(stranger);
        faucet.request();
        assertEq(token.balanceOf(stranger), AMOUNT);
    }

    function test_fuzz_request_ofTheWhitelistedIsAlwaysValid(uint8 times) public {
        token.mint(address(faucet), times * AMOUNT);
        faucet.addToWhitelist(user);
        assertTrue(faucet.isWhitelisted(user));
        vm.startPrank(user);
        for (uint256 i = 0; i < times; i++) {
            faucet.request();
        }
        assertEq(token.balanceOf(user), times * AMOUNT);
        assertEq(faucet.nextValidRequest(user), 0);
        vm.stopPrank();
        faucet.removeFromWhitelist(user);
        assertFalse(faucet.isWhitelisted(user));
        vm.startPrank(user);
        faucet.request();
        vm.expectPartialRevert(ITokenFaucet.RequestTooEarly.selector);
        faucet.request();
    }

    function test_request_failsWhenTheFaucetIsDry() public {
        faucet.addToWhitelist(user);
        vm.startPrank(user);
        for (uint256 i = 0; i < 3; i++) {
            faucet.request();
        }
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, address(faucet), 0, AMOUNT)
        );
        faucet.request();
    }

    function test_fuzz_everyChange_isForTheOwner(address caller) public {
        vm.assume(caller != address(this));
        bytes memory refusal = abi.encodeWithSelector(ITokenFaucet.CallerNotOwner.selector, caller, address(this));
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        faucet.addToWhitelist(caller);
        vm.expectRevert(refusal);
        faucet.removeFromWhitelist(user);
        vm.expectRevert(refusal);
        faucet.transferOwnership(caller);
    }

    function test_fuzz_transferOwnership_isNeverToNobody(address newOwner) public {
        vm.assume(newOwner != address(0));
        vm.expectRevert(ITokenFaucet.NewOwnerIsZero.selector);
        faucet.transferOwnership(address(0));
        vm.expectEmit(address(faucet));
        emit ITokenFaucet.OwnershipTransferred(address(this), newOwner);
        faucet.transferOwnership(newOwner);
        assertEq(faucet.owner(), newOwner);
    }
}
