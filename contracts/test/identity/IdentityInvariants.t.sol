// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IIdentityRegistry} from "../../src/interfaces/IIdentityRegistry.sol";
import {IdentityFixture} from "./IdentityFixture.sol";

/// @title Anyone of five links and unlinks anyone, in any order.
contract IdentityInvariantsTest is IdentityFixture {
    address[] private _accounts;
    uint256[] private _keys;

    function setUp() public override {
        super.setUp();
        for (uint256 i = 0; i < 5; i++) {
            (address account, uint256 key) = makeAddrAndKey(vm.toString(i));
            _accounts.push(account);
            _keys.push(key);
        }
    }

    /// forge-config: default.fuzz.runs = 48
    function test_fuzz_links_areStarsBothWays(uint256[14] calldata draws) public {
        for (uint256 i = 0; i < draws.length; i++) {
            (uint256 a, uint256 b) = (draws[i] % 5, (draws[i] / 5) % 5);
            if (draws[i] % 3 == 0) tryUnlink(_accounts[a], _accounts[b]);
            else tryLink(a, b);
            requireStars();
        }
    }

    function tryLink(uint256 a, uint256 b) private {
        (main, linked) = (_accounts[a], _accounts[b]);
        bool isPossible = a != b && registry.mainOf(main) == address(0) && registry.mainOf(linked) == address(0)
            && registry.linkedTo(linked).length == 0;
        IIdentityRegistry.Consent memory ofMain = linkConsent(main, _keys[a]);
        try registry.link(main, linked, ofMain, linkConsent(linked, _keys[b])) {
            assertTrue(isPossible);
            assertEq(registry.mainOf(linked), main);
        } catch {
            assertFalse(isPossible);
        }
    }

    function tryUnlink(address account, address other) private {
        address before = registry.mainOf(other);
        bool isPossible = before != address(0) && (account == before || account == other);
        vm.prank(account);
        try registry.unlink(other) {
            assertTrue(isPossible);
        } catch {
            assertFalse(isPossible);
        }
    }

    /// @dev Nobody is main and linked at once, and both sides tell the same.
    function requireStars() private view {
        for (uint256 i = 0; i < 5; i++) {
            address[] memory links = registry.linkedTo(_accounts[i]);
            if (links.length > 0) assertEq(registry.mainOf(_accounts[i]), address(0));
            uint256 count;
            for (uint256 j = 0; j < 5; j++) {
                if (registry.mainOf(_accounts[j]) == _accounts[i]) count++;
            }
            assertEq(links.length, count);
            for (uint256 j = 0; j < links.length; j++) {
                assertEq(registry.mainOf(links[j]), _accounts[i]);
            }
        }
    }
}
