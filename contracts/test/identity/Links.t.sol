// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IdentityRegistry} from "../../src/identity/IdentityRegistry.sol";
import {IIdentityRegistry} from "../../src/interfaces/IIdentityRegistry.sol";
import {IdentityFixture} from "./IdentityFixture.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title An account that is a contract, with one key.
contract Wallet is IERC1271 {
    address private immutable KEY_HOLDER;

    constructor(address keyHolder) {
        KEY_HOLDER = keyHolder;
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view override returns (bytes4) {
        return ECDSA.recover(hash, signature) == KEY_HOLDER ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}

contract LinksTest is IdentityFixture {
    function test_link_takesBothKeysAndTellsBothWays() public {
        vm.expectEmit();
        emit IIdentityRegistry.AccountsLinked(main, linked);
        linkBoth();
        assertEq(registry.mainOf(linked), main);
        assertEq(registry.mainOf(main), address(0));
        assertEq(registry.linkedTo(main).length, 1);
        assertEq(registry.linkedTo(main)[0], linked);
    }

    function test_link_needsNoSignatureOfTheCaller() public {
        IIdentityRegistry.Consent memory ofLinked = linkConsent(linked, linkedKey);
        vm.prank(main);
        registry.link(main, linked, none(), ofLinked);
        vm.prank(linked);
        registry.unlink(linked);
        IIdentityRegistry.Consent memory ofMain = linkConsent(main, mainKey);
        vm.prank(linked);
        registry.link(main, linked, ofMain, none());
        assertEq(registry.mainOf(linked), main);
    }

    function test_link_isRefusedWithOneKeyOnly() public {
        IIdentityRegistry.Consent memory ofMain = linkConsent(main, mainKey);
        IIdentityRegistry.Consent memory ofLinked = linkConsent(linked, linkedKey);
        IIdentityRegistry.Consent memory unsigned = IIdentityRegistry.Consent(block.timestamp, "");
        expectInvalid(linked);
        registry.link(main, linked, ofMain, unsigned);
        expectInvalid(main);
        registry.link(main, linked, unsigned, ofLinked);
        vm.prank(main);
        expectInvalid(linked);
        registry.link(main, linked, none(), unsigned);
        vm.prank(linked);
        expectInvalid(main);
        registry.link(main, linked, unsigned, none());
        // Each signed as itself: one's consent is not the other's.
        expectInvalid(main);
        registry.link(main, linked, ofLinked, ofMain);
        // Nor is a link in the other direction what they agreed to.
        expectInvalid(linked);
        registry.link(linked, main, ofLinked, ofMain);
        assertEq(registry.nonces(main) + registry.nonces(linked), 0);
    }

    function test_link_isGoodOnce() public {
        IIdentityRegistry.Consent memory ofMain = linkConsent(main, mainKey);
        IIdentityRegistry.Consent memory ofLinked = linkConsent(linked, linkedKey);
        registry.link(main, linked, ofMain, ofLinked);
        vm.prank(linked);
        registry.unlink(linked);
        expectInvalid(main);
        registry.link(main, linked, ofMain, ofLinked);
        vm.prank(main);
        expectInvalid(linked);
        registry.link(main, linked, none(), ofLinked);
    }

    function test_link_isRefusedAfterADeadlineOfEither() public {
        IIdentityRegistry.Consent memory ofMain = linkConsent(main, mainKey);
        uint256 deadline = block.timestamp;
        vm.warp(deadline + 1);
        IIdentityRegistry.Consent memory ofLinked = linkConsent(linked, linkedKey);
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.ConsentExpired.selector, main, deadline));
        registry.link(main, linked, ofMain, ofLinked);
    }

    function test_link_isRefusedOnAnotherChainAndByAnotherRegistry() public {
        IIdentityRegistry.Consent memory ofMain = linkConsent(main, mainKey);
        IIdentityRegistry.Consent memory ofLinked = linkConsent(linked, linkedKey);
        IdentityRegistry second = new IdentityRegistry();
        expectInvalid(main);
        second.link(main, linked, ofMain, ofLinked);
        uint256 chainId = block.chainid;
        vm.chainId(chainId + 1);
        expectInvalid(main);
        registry.link(main, linked, ofMain, ofLinked);
        vm.chainId(chainId);
        registry.link(main, linked, ofMain, ofLinked);
    }

    function test_link_makesStarsAndNothingElse() public {
        vm.startPrank(main);
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.LinkToItself.selector, main));
        registry.link(main, main, none(), none());
        vm.stopPrank();
        linkBoth();
        // A second main account.
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.LinkedAlready.selector, linked, main));
        registry.link(stranger, linked, none(), none());
        // An account below a linked one.
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.LinkedAlready.selector, linked, main));
        registry.link(linked, stranger, none(), none());
        // A main account above this one.
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.HasLinks.selector, main, 1));
        registry.link(stranger, main, none(), none());
    }

    function test_link_boundsTheAccountsOfOne() public {
        for (uint256 i = 0; i <= 32; i++) {
            uint256 key;
            (linked, key) = makeAddrAndKey(vm.toString(i));
            IIdentityRegistry.Consent memory ofLinked = linkConsent(linked, key);
            vm.prank(main);
            if (i == 32) vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.TooManyLinks.selector, main, 32));
            registry.link(main, linked, none(), ofLinked);
        }
        assertEq(registry.linkedTo(main).length, 32);
    }

    function test_unlink_isUpToEitherAlone() public {
        linkBoth();
        vm.expectEmit();
        emit IIdentityRegistry.AccountsUnlinked(main, linked, main);
        vm.prank(main);
        registry.unlink(linked);
        assertEq(registry.mainOf(linked), address(0));
        assertEq(registry.linkedTo(main).length, 0);
        linkBoth();
        vm.expectEmit();
        emit IIdentityRegistry.AccountsUnlinked(main, linked, linked);
        vm.prank(linked);
        registry.unlink(linked);
        vm.prank(linked);
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.NotLinked.selector, linked));
        registry.unlink(linked);
    }

    function test_unlink_isRefusedToOthers() public {
        linkBoth();
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.NotPartOfLink.selector, stranger, main, linked));
        vm.prank(stranger);
        registry.unlink(linked);
        (address other, uint256 otherKey) = makeAddrAndKey("other");
        IIdentityRegistry.Consent memory ofOther = unlinkConsent(other, otherKey);
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.NotPartOfLink.selector, other, main, linked));
        registry.unlinkFor(other, linked, ofOther);
    }

    function test_unlinkFor_isGoodOnce() public {
        linkBoth();
        IIdentityRegistry.Consent memory ofLinked = unlinkConsent(linked, linkedKey);
        expectInvalid(main);
        registry.unlinkFor(main, linked, ofLinked);
        registry.unlinkFor(linked, linked, ofLinked);
        assertEq(registry.mainOf(linked), address(0));
        linkBoth();
        expectInvalid(linked);
        registry.unlinkFor(linked, linked, ofLinked);
    }

    function test_wallets_consentByERC1271() public {
        address walletOfMain = address(new Wallet(main));
        address walletOfLinked = address(new Wallet(linked));
        bytes32 hashOfMain = linkHash(walletOfMain, walletOfMain, walletOfLinked, 0, block.timestamp);
        bytes32 hashOfLinked = linkHash(walletOfLinked, walletOfMain, walletOfLinked, 0, block.timestamp);
        registry.link(walletOfMain, walletOfLinked, consent(mainKey, hashOfMain), consent(linkedKey, hashOfLinked));
        assertEq(registry.mainOf(walletOfLinked), walletOfMain);
    }

    /// @dev Two contracts of one key: what is signed for one of them is no consent of the other.
    function test_wallets_ofOneKeyConsentEachByItself() public {
        address first = address(new Wallet(main));
        address second = address(new Wallet(main));
        IIdentityRegistry.Consent memory ofFirst = consent(mainKey, linkHash(first, first, second, 0, block.timestamp));
        // This one says "not valid" by giving nothing, unlike a wallet that reverts.
        expectInvalid(second);
        registry.link(first, second, ofFirst, ofFirst);
    }

    /// @dev A contract without ERC-1271, and one that reverts, have signed nothing.
    function test_wallets_thatCannotSignAreRefused() public {
        IIdentityRegistry.Consent memory ofMain =
            consent(mainKey, linkHash(main, main, address(this), 0, block.timestamp));
        expectInvalid(address(this));
        registry.link(main, address(this), ofMain, IIdentityRegistry.Consent(block.timestamp, hex"00"));
    }

    function expectInvalid(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.ConsentInvalid.selector, account));
    }
}
