// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ppb} from "../../src/libraries/Ppb.sol";
import {Ppm} from "../../src/libraries/Ppm.sol";
import {Precise} from "../../src/libraries/Precise.sol";
import {stdError} from "forge-std/StdError.sol";
import {Test} from "forge-std/Test.sol";

contract PercentagesTest is Test {
    function test_percOf_floorsTheFractionAndThenTheProduct() public pure {
        // One floor would give 333333333333333333 each time.
        assertEq(Ppm.percOf(1e18, 1, 3), 333_333_000_000_000_000);
        assertEq(Ppb.percOf(1e18, 1, 3), 333_333_333_000_000_000);
        assertEq(Precise.percOf(1e18, 1, 3), 333_333_333_333_333_333);
        assertEq(Precise.percOf(3e27, 1, 3), 999_999_999_999_999_999_999_999_999);
    }

    function test_percOf_vectors() public pure {
        assertEq(Ppm.percOf(1_000_001, 7, 9), 777_777);
        assertEq(Ppm.percOf(123_456_789_012_345_678_901, 50_000), 6_172_839_450_617_283_945);
        assertEq(Ppm.percOf(999_999, 1), 0);
        assertEq(Ppm.percOf(5, 1_000_000), 5);
        assertEq(Ppb.percOf(20_000_000e18, 220_500), 4410e18);
        assertEq(Ppb.percOf(4410e18, 1_234_567_890_123, 9_876_543_210_987), 551_249_991_180_000_000_000);
        assertEq(Precise.percOf(1000e18, 1e26), 100e18);
        assertEq(Precise.percOf(7, 2, 3), 4);
        assertEq(Precise.percOf(1e27, 1, 7), 142_857_142_857_142_857_142_857_142);
    }

    function test_isValid_acceptsUpToAll() public pure {
        assertTrue(Ppm.isValid(1_000_000));
        assertFalse(Ppm.isValid(1_000_001));
        assertTrue(Ppb.isValid(1_000_000_000));
        assertFalse(Ppb.isValid(1_000_000_001));
        assertTrue(Precise.isValid(1e27));
        assertFalse(Precise.isValid(1e27 + 1));
    }

    function test_shareOf_zeroDenominatorPanics() public {
        vm.expectRevert(stdError.divisionError);
        this.shareOf(1, 0);
    }

    function test_percOf_overflowPanics() public {
        vm.expectRevert(stdError.arithmeticError);
        this.percOf(type(uint256).max, 2);
    }

    function test_fuzz_percOf_isNeverAboveTheExactShare(uint128 amount, uint96 numerator, uint96 denominator)
        public
        pure
    {
        vm.assume(denominator > 0);
        uint256 n = uint256(numerator) % (uint256(denominator) + 1);
        uint256 share = Precise.percOf(amount, n, denominator);
        uint256 exact = (uint256(amount) * n) / denominator;
        assertLe(share, exact);
        // The first floor costs at most one part of 1e27, the second at most one unit.
        assertLe(exact - share, uint256(amount) / 1e27 + 1);
    }

    function shareOf(uint256 numerator, uint256 denominator) external pure returns (uint256) {
        return Ppm.shareOf(numerator, denominator);
    }

    function percOf(uint256 amount, uint256 share) external pure returns (uint256) {
        return Ppm.percOf(amount, share);
    }
}
