// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Percentages in parts of 1e27.
/// @dev A share of an amount floors twice, first the fraction and then the product. Results are part of the protocol
/// to the wei, so this must not become one multiplication and division.
library Precise {
    /// All of something.
    uint256 internal constant ALL = 1e27;

    /// @return Whether `share` is at most all.
    function isValid(uint256 share) internal pure returns (bool) {
        return share <= ALL;
    }

    /// @return `numerator` of `denominator` as a share, floored.
    function shareOf(uint256 numerator, uint256 denominator) internal pure returns (uint256) {
        return (numerator * ALL) / denominator;
    }

    /// @return The `share` of `amount`, floored.
    function percOf(uint256 amount, uint256 share) internal pure returns (uint256) {
        return (amount * share) / ALL;
    }

    /// @return `numerator` of `denominator` of `amount`, floored twice.
    function percOf(uint256 amount, uint256 numerator, uint256 denominator) internal pure returns (uint256) {
        return percOf(amount, shareOf(numerator, denominator));
    }
}
