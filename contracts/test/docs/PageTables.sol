// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

/// @title Compares the tables of a page with what contracts say.
/// @dev Tables with the columns what, how and value, one a section. Each row is compared, in order.
abstract contract PageTables is Test {
    uint256 private constant DECIMALS_SHOWN = 9;
    string private constant HEAD = "| what ";

    string[] private _lines;
    uint256 private _next;

    /// @return Number of tables in the page.
    function openPage(string memory path) internal returns (uint256) {
        string memory page = vm.readFile(path);
        _lines = vm.split(page, "\n");
        return vm.split(page, string.concat("\n", HEAD)).length - 1;
    }

    /// @dev Goes to the table of the section with this title.
    function openTable(string memory title) internal {
        _next = 0;
        string memory heading = string.concat("## ", title);
        while (keccak256(bytes(_lines[_next])) != keccak256(bytes(heading))) _next++;
        while (vm.indexOf(_lines[_next], HEAD) != 0) _next++;
        // The head and the line below it.
        _next += 2;
    }

    /// @dev The next row of the table says this.
    function assertRow(string memory what, string memory value) internal {
        string[] memory cells = vm.split(_lines[_next++], "|");
        assertEq(cells.length, 5, what);
        assertEq(vm.trim(cells[1]), what);
        assertEq(vm.trim(cells[3]), value, what);
    }

    /// @dev The table has no other row.
    function closeTable() internal view {
        assertEq(_lines[_next], "");
    }

    /// @return A number as people write it, rounded: 1,234.5
    function decimal(uint256 value, uint256 decimals) internal pure returns (string memory) {
        uint256 unit = 10 ** decimals;
        if (decimals > DECIMALS_SHOWN) {
            uint256 step = 10 ** (decimals - DECIMALS_SHOWN);
            value = ((value + step / 2) / step) * step;
        }
        string memory whole = grouped(value / unit);
        uint256 fraction = value % unit;
        if (fraction == 0) return whole;
        // The leading 1 keeps the zeros behind the point.
        bytes memory digits = bytes(vm.toString(unit + fraction));
        uint256 end = digits.length;
        while (digits[end - 1] == "0") end--;
        digits[0] = ".";
        assembly ("memory-safe") {
            mstore(digits, end)
        }
        return string.concat(whole, string(digits));
    }

    /// @return A whole number as people write it: 1,234,567
    function grouped(uint256 value) internal pure returns (string memory) {
        if (value < 1000) return vm.toString(value);
        // The leading 1 keeps the zeros of the last group.
        bytes memory group = bytes(vm.toString(1000 + (value % 1000)));
        group[0] = ",";
        return string.concat(grouped(value / 1000), string(group));
    }
}
