// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketFixture} from "../payments/TicketFixture.sol";

/// @title Whoever may make a second signature of one ticket draws a second time, for the winning number depends on it.
contract SignatureMalleabilityTest is TicketFixture {
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function setUp() public override {
        super.setUp();
        fund(10 ether, 0);
    }

    /// @dev The recipient turns a losing ticket's signature into the other one of the same point: refused, as are the
    /// other ways to write one signature.
    function test_otherFormsOfASignature_areRefused() public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        (bytes32 r, bytes32 s, uint8 v) = parts(sig);
        bytes32 highS = bytes32(ORDER - uint256(s));
        uint8 otherV = v == 27 ? 28 : 27;
        refuse(ticket, abi.encodePacked(r, highS, otherV));
        refuse(ticket, abi.encodePacked(r, highS, v));
        refuse(ticket, abi.encodePacked(r, s, otherV));
        refuse(ticket, abi.encodePacked(r, s, v - 27));
        refuse(ticket, abi.encodePacked(r, s, v + 27));
        // Compact, as EIP-2098 has it, with and without a byte to make up the length.
        bytes32 vs = bytes32(uint256(s) | (uint256(v - 27) << 255));
        refuse(ticket, abi.encodePacked(r, vs));
        refuse(ticket, abi.encodePacked(r, vs, uint8(0)));
        refuse(ticket, abi.encodePacked(sig, uint8(0)));
        refuse(ticket, "");
        broker.redeemWinningTicket(ticket, sig, RAND);
    }

    /// @dev Nothing that differs from the sender's signature in any bit passes for it.
    function test_fuzz_signature_withABitChangedIsRefused(uint256 bit) public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        bit = bound(bit, 0, 65 * 8 - 1);
        sig[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        refuse(ticket, sig);
    }

    /// @dev The sender itself can sign a ticket any number of times. Used is the ticket, whatever it was signed by.
    function test_secondSignatureOfTheSender_redeemsNothing() public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        bytes32 digest = keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", broker.getTicketHash(ticket)));
        bytes memory second = signWith(digest, 12_345);
        assertNotEq(keccak256(sig), keccak256(second));
        broker.redeemWinningTicket(ticket, sig, RAND);
        vm.expectRevert(bytes("ticket is used"));
        broker.redeemWinningTicket(ticket, second, RAND);
    }

    function refuse(ITicketBroker.Ticket memory ticket, bytes memory sig) private {
        (bool success, bytes memory reason) =
            address(broker).call(abi.encodeCall(ITicketBroker.redeemWinningTicket, (ticket, sig, RAND)));
        assertFalse(success, "accepted");
        assertTrue(
            bytes4(reason) == ITicketBroker.InvalidTicketSignature.selector
                || bytes4(reason) == ITicketBroker.InvalidSignatureLength.selector,
            "another reason"
        );
    }

    /// @dev An ECDSA signature with a nonce of one's choice, which is how a signer makes a second one.
    function signWith(bytes32 digest, uint256 nonce) private returns (bytes memory) {
        uint256 r = vm.createWallet(nonce).publicKeyX % ORDER;
        uint256 sum = addmod(uint256(digest), mulmod(r, senderKey, ORDER), ORDER);
        uint256 s = mulmod(inverse(nonce), sum, ORDER);
        if (s > ORDER / 2) s = ORDER - s;
        for (uint8 v = 27; v < 29; v++) {
            if (ecrecover(digest, v, bytes32(r), bytes32(s)) == sender) return abi.encodePacked(r, s, v);
        }
        revert("no signature");
    }

    /// @dev By Fermat's little theorem.
    function inverse(uint256 value) private pure returns (uint256 result) {
        result = 1;
        uint256 exponent = ORDER - 2;
        for (uint256 i = 0; i < 256; i++) {
            if (exponent >> i & 1 == 1) result = mulmod(result, value, ORDER);
            value = mulmod(value, value, ORDER);
        }
    }

    function parts(bytes memory sig) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        assembly ("memory-safe") {
            r := mload(add(sig, 32))
            s := mload(add(sig, 64))
            v := byte(0, mload(add(sig, 96)))
        }
    }
}
