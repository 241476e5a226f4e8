// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IIdentityRegistry} from "../../src/interfaces/IIdentityRegistry.sol";
import {IdentityFixture} from "./IdentityFixture.sol";

contract ProfilesTest is IdentityFixture {
    function test_setTexts_keepsWhatTheCallerSays() public {
        vm.expectEmit();
        emit IIdentityRegistry.TextChanged(main, "name", "name", "Mill");
        vm.prank(main);
        registry.setTexts(one("name", "Mill"));
        assertEq(registry.text(main, "name"), "Mill");
        assertEq(registry.text(linked, "name"), "");
        string[] memory keys = new string[](2);
        (keys[0], keys[1]) = ("url", "name");
        assertEq(registry.texts(main, keys)[0], "");
        assertEq(registry.texts(main, keys)[1], "Mill");
    }

    /// @dev The count is what bounds an account, so it is compared with a recount after anything.
    /// forge-config: default.fuzz.runs = 64
    function test_fuzz_setTexts_countsTheRecordsThereAre(uint8[16] calldata draws) public {
        string[4] memory keys = ["name", "url", "avatar", "com.github"];
        vm.startPrank(main);
        for (uint256 i = 0; i < draws.length; i++) {
            registry.setTexts(one(keys[draws[i] % 4], draws[i] % 3 == 0 ? "" : vm.toString(draws[i])));
            uint256 count;
            for (uint256 k = 0; k < 4; k++) {
                if (bytes(registry.text(main, keys[k])).length > 0) count++;
            }
            assertEq(registry.recordCount(main), count);
        }
    }

    function test_setTexts_takesOneKeyTwice() public {
        IIdentityRegistry.TextRecord[] memory records = new IIdentityRegistry.TextRecord[](3);
        records[0] = IIdentityRegistry.TextRecord("name", "first");
        records[1] = IIdentityRegistry.TextRecord("name", "");
        records[2] = IIdentityRegistry.TextRecord("name", "last");
        vm.prank(main);
        registry.setTexts(records);
        assertEq(registry.text(main, "name"), "last");
        assertEq(registry.recordCount(main), 1);
    }

    function test_setTexts_boundsKeysTextsAndRecords() public {
        vm.startPrank(main);
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.KeyLengthInvalid.selector, 0, 64));
        registry.setTexts(one("", "x"));
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.KeyLengthInvalid.selector, 65, 64));
        registry.setTexts(one(string(new bytes(65)), "x"));
        registry.setTexts(one(string(new bytes(64)), string(new bytes(1024))));
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.TextTooLong.selector, "name", 1025, 1024));
        registry.setTexts(one("name", string(new bytes(1025))));
        for (uint256 i = 1; i < 64; i++) {
            registry.setTexts(one(vm.toString(i), "x"));
        }
        registry.setTexts(one("1", "a full account may still change"));
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.TooManyRecords.selector, main, 64));
        registry.setTexts(one("one more", "x"));
        registry.setTexts(one("1", ""));
        registry.setTexts(one("one more", "x"));
    }

    /// forge-config: default.fuzz.runs = 64
    function test_fuzz_setTextsFor_takesAnyTextOnce(string calldata key, string calldata value) public {
        vm.assume(bytes(key).length > 0 && bytes(key).length <= 64 && bytes(value).length <= 1024);
        IIdentityRegistry.TextRecord[] memory records = one(key, value);
        IIdentityRegistry.Consent memory consented = textConsent(main, mainKey, records[0]);
        registry.setTextsFor(main, records, consented);
        assertEq(registry.text(main, key), value);
        assertEq(registry.nonces(main), 1);
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.ConsentInvalid.selector, main));
        registry.setTextsFor(main, records, consented);
    }

    function test_setTextsFor_refusesOtherTextsAccountsAndTimes() public {
        IIdentityRegistry.TextRecord[] memory records = one("name", "Mill");
        IIdentityRegistry.Consent memory consented = textConsent(main, mainKey, records[0]);
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.ConsentInvalid.selector, main));
        registry.setTextsFor(main, one("name", "Mil1"), consented);
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.ConsentInvalid.selector, main));
        registry.setTextsFor(main, one("nameM", "ill"), consented);
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.ConsentInvalid.selector, linked));
        registry.setTextsFor(linked, records, consented);
        // A later deadline than the signed one is another message.
        consented.deadline++;
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.ConsentInvalid.selector, main));
        registry.setTextsFor(main, records, consented);
        consented.deadline--;
        vm.warp(block.timestamp + 1);
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.ConsentExpired.selector, main, block.timestamp - 1));
        registry.setTextsFor(main, records, consented);
    }

    /// @dev Unlike a link, texts of the caller itself need no signature, so that an empty one is none here.
    function test_setTextsFor_refusesAnEmptySignatureOfTheCallerToo() public {
        vm.prank(main);
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.ConsentInvalid.selector, main));
        registry.setTextsFor(main, one("name", "x"), IIdentityRegistry.Consent(block.timestamp, ""));
    }

    function test_cancelSignature_endsWhatIsSignedAndNotUsed() public {
        IIdentityRegistry.TextRecord[] memory records = one("name", "Mill");
        IIdentityRegistry.Consent memory consented = textConsent(main, mainKey, records[0]);
        vm.expectEmit();
        emit IIdentityRegistry.SignatureCancelled(main, 0);
        vm.prank(main);
        registry.cancelSignature();
        vm.expectRevert(abi.encodeWithSelector(IIdentityRegistry.ConsentInvalid.selector, main));
        registry.setTextsFor(main, records, consented);
    }
}
