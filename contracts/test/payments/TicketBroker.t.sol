// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {IManager} from "../../src/interfaces/IManager.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketFixture} from "./TicketFixture.sol";

/// @title Redemption of tickets, and every way to be refused.
contract TicketBrokerTest is TicketFixture {
    function test_redeem_paysFromTheDeposit() public {
        fund(10 ether, 4 ether);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(3 ether, 1);
        vm.expectEmit(address(broker));
        emit ITicketBroker.WinningTicketTransfer(sender, recipient, 3 ether);
        vm.expectEmit(address(broker));
        emit ITicketBroker.WinningTicketRedeemed(sender, recipient, 3 ether, type(uint256).max, 1, RAND, ticket.auxData);
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertEq(depositOf(sender), 7 ether);
        assertEq(reserveOf(sender), 4 ether);
        assertEq(bonding.pendingFees(recipient, 0), 3 ether);
        assertEq(address(minter).balance, 14 ether);
        assertTrue(broker.usedTickets(broker.getTicketHash(ticket)));
        vm.prank(recipient);
        bonding.withdrawFees(recipient, 3 ether);
        assertEq(recipient.balance, 3 ether);
    }

    function test_redeem_takesWhatTheDepositLacksFromTheReserve() public {
        fund(1 ether, 4 ether);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(2 ether, 1);
        vm.expectEmit(address(broker));
        emit ITicketBroker.ReserveClaimed(sender, recipient, 1 ether);
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertEq(depositOf(sender), 0);
        assertEq(reserveOf(sender), 3 ether);
        assertEq(broker.claimedReserve(sender, recipient), 1 ether);
        assertEq(broker.getReserveInfo(sender).claimedInCurrentRound, 1 ether);
        // A share of two is half of what was there when the round began.
        assertEq(broker.claimableReserve(sender, recipient), 1 ether);
        assertEq(broker.claimableReserve(sender, other), 2 ether);
        assertEq(broker.claimableReserve(sender, sender), 0);
    }

    function test_redeem_paysNoMoreThanTheRecipientsShareOfTheReserve() public {
        fund(1 ether, 4 ether);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(4 ether, 1);
        vm.expectEmit(address(broker));
        emit ITicketBroker.WinningTicketTransfer(sender, recipient, 3 ether);
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertEq(reserveOf(sender), 2 ether);
        assertEq(bonding.pendingFees(recipient, 0), 3 ether);
    }

    /// @dev A dust payment must not use up a ticket (a front-run of the redemption).
    function test_redeem_isAllOrNothing() public {
        fund(1, 0);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(2 ether, 1);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.InsufficientSenderFunds.selector, 2 ether, 1, 0));
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertFalse(broker.usedTickets(broker.getTicketHash(ticket)));
        fund(2 ether, 0);
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertEq(bonding.pendingFees(recipient, 0), 2 ether);
    }

    /// @dev The pool can shrink within a round, and shares grow with that: claims stop at what is there.
    function test_redeem_fromAReserveWhoseShareGrewStopsAtWhatIsLeft() public {
        fund(0, 4 ether);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(2 ether, 1);
        ticket.recipient = other;
        sig = sign(ticket, senderKey);
        broker.redeemWinningTicket(ticket, sig, RAND);
        vm.prank(other);
        bonding.unbond(1000e18);
        assertEq(broker.claimableReserve(sender, recipient), 2 ether);
        assertEq(broker.claimableReserve(sender, other), 2 ether);
        (ticket, sig) = winningTicket(2 ether, 1);
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertEq(reserveOf(sender), 0);
        assertEq(broker.claimableReserve(sender, other), 0);
    }

    function test_redeem_keepsTheTextsThatClientsActOn() public {
        fund(10 ether, 0);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        broker.redeemWinningTicket(ticket, sig, RAND);
        vm.expectRevert(bytes("ticket is used"));
        broker.redeemWinningTicket(ticket, sig, RAND);
        ticket.auxData = abi.encodePacked(currentRound() + 1, bytes32(0));
        vm.expectRevert(bytes("ticket creationRound does not have a block hash"));
        broker.redeemWinningTicket(ticket, sig, RAND);
    }

    function test_redeem_refusesAnIllFormedTicket() public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        ticket.recipient = address(0);
        expectRefusal(ticket, sig, abi.encodeWithSelector(ITicketBroker.TicketRecipientIsZero.selector));
        (ticket,) = winningTicket(1 ether, 1);
        ticket.sender = address(0);
        expectRefusal(ticket, sig, abi.encodeWithSelector(ITicketBroker.TicketSenderIsZero.selector));
        (ticket,) = winningTicket(1 ether, 1);
        ticket.auxData = abi.encodePacked(ticket.auxData, uint8(0));
        expectRefusal(ticket, sig, abi.encodeWithSelector(ITicketBroker.InvalidAuxDataLength.selector, 65));
        ticket.auxData = "";
        expectRefusal(ticket, sig, abi.encodeWithSelector(ITicketBroker.InvalidAuxDataLength.selector, 0));
    }

    function test_redeem_refusesAnotherBlockHash() public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        uint256 round = currentRound();
        ticket.auxData = abi.encodePacked(round, keccak256("another"));
        bytes32 expected = rounds.blockHashForRound(round);
        expectRefusal(
            ticket,
            sig,
            abi.encodeWithSelector(
                ITicketBroker.CreationRoundBlockHashMismatch.selector, round, keccak256("another"), expected
            )
        );
    }

    function test_redeem_refusesAnExpiredTicket() public {
        fund(10 ether, 0);
        uint256 round = currentRound();
        (ITicketBroker.Ticket memory first, bytes memory firstSig) = winningTicket(1 ether, 1);
        (ITicketBroker.Ticket memory second, bytes memory secondSig) = winningTicket(1 ether, 2);
        nextRound();
        broker.redeemWinningTicket(first, firstSig, RAND);
        nextRound();
        expectRefusal(
            second,
            secondSig,
            abi.encodeWithSelector(ITicketBroker.TicketExpired.selector, round, TICKET_VALIDITY, round + 2)
        );
        broker.setTicketValidityPeriod(3);
        broker.redeemWinningTicket(second, secondSig, RAND);
    }

    function test_redeem_refusesAnotherRandomNumber() public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.RecipientRandMismatch.selector, ticket.recipientRandHash));
        broker.redeemWinningTicket(ticket, sig, RAND + 1);
    }

    function test_redeem_refusesASignatureOfAnotherOrOfAnotherForm() public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        (address stranger, uint256 strangerKey) = makeAddrAndKey("stranger");
        expectRefusal(
            ticket,
            sign(ticket, strangerKey),
            abi.encodeWithSelector(ITicketBroker.InvalidTicketSignature.selector, sender, stranger)
        );
        expectRefusal(
            ticket,
            abi.encodePacked(sig, uint8(0)),
            abi.encodeWithSelector(ITicketBroker.InvalidSignatureLength.selector, 66)
        );
        // The compact form of EIP-2098.
        bytes memory compact = new bytes(64);
        for (uint256 i = 0; i < 64; i++) {
            compact[i] = sig[i];
        }
        expectRefusal(ticket, compact, abi.encodeWithSelector(ITicketBroker.InvalidSignatureLength.selector, 64));
        // A recovery id of 0 or 1, and the other half of the curve, would be a second signature of one ticket.
        bytes memory zeroBased = abi.encodePacked(sig);
        zeroBased[64] = bytes1(uint8(zeroBased[64]) - 27);
        expectRefusal(
            ticket, zeroBased, abi.encodeWithSelector(ITicketBroker.InvalidTicketSignature.selector, sender, address(0))
        );
        expectRefusal(
            ticket,
            otherHalf(sig),
            abi.encodeWithSelector(ITicketBroker.InvalidTicketSignature.selector, sender, address(0))
        );
    }

    function test_fuzz_redeem_refusesAChangedTicket(uint8 field, uint256 change) public {
        fund(10 ether, 0);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        uint256 which = field % 4;
        if (which == 0) ticket.recipient = address(uint160(bound(change, 1, type(uint160).max)));
        if (which == 1) ticket.faceValue = change;
        if (which == 2) ticket.winProb = change;
        if (which == 3) ticket.senderNonce = change;
        vm.assume(keccak256(abi.encode(ticket)) != keccak256(abi.encode(unchanged())));
        vm.expectPartialRevert(ITicketBroker.InvalidTicketSignature.selector);
        broker.redeemWinningTicket(ticket, sig, RAND);
    }

    function test_redeem_refusesALoser() public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        ticket.winProb = 0;
        sig = sign(ticket, senderKey);
        expectRefusal(
            ticket, sig, abi.encodeWithSelector(ITicketBroker.TicketDidNotWin.selector, broker.getTicketHash(ticket))
        );
    }

    function test_fuzz_redeem_winsBelowTheProbabilityOnly(uint256 nonce) public {
        fund(10 ether, 0);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, nonce);
        // Whoever signs a probability changes the number drawn, so the limit is looked for by signing again.
        ticket.winProb = type(uint256).max / 2;
        sig = sign(ticket, senderKey);
        bool wins = uint256(keccak256(abi.encodePacked(sig, RAND))) < ticket.winProb;
        if (!wins) vm.expectPartialRevert(ITicketBroker.TicketDidNotWin.selector);
        broker.redeemWinningTicket(ticket, sig, RAND);
    }

    function test_redeem_refusesASenderThatIsUnlockedOrPoor() public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        expectRefusal(ticket, sig, abi.encodeWithSelector(ITicketBroker.SenderHasNoFunds.selector, sender));
        fund(10 ether, 0);
        vm.prank(sender);
        broker.unlock();
        uint256 withdrawRound = currentRound() + UNLOCK_PERIOD;
        nextRound();
        broker.redeemWinningTicket(ticket, sig, RAND);
        nextRound();
        (ticket, sig) = winningTicket(1 ether, 2);
        expectRefusal(ticket, sig, abi.encodeWithSelector(ITicketBroker.SenderUnlocked.selector, sender, withdrawRound));
    }

    function test_redeem_refusesARecipientThatIsNotActive() public {
        fund(10 ether, 0);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        address stranger = makeAddr("stranger");
        ticket.recipient = stranger;
        sig = sign(ticket, senderKey);
        expectRefusal(ticket, sig, abi.encodeWithSelector(IBondingManager.TranscoderNotActive.selector, stranger));
    }

    function test_redeem_needsARunningSystemAndAnInitializedRound() public {
        fund(10 ether, 0);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        skipRounds(1);
        expectRefusal(ticket, sig, abi.encodeWithSelector(IManager.CurrentRoundNotInitialized.selector, currentRound()));
        controller.pause();
        expectRefusal(ticket, sig, abi.encodeWithSelector(IManager.SystemPaused.selector));
    }

    function expectRefusal(ITicketBroker.Ticket memory ticket, bytes memory sig, bytes memory reason) private {
        vm.expectRevert(reason);
        broker.redeemWinningTicket(ticket, sig, RAND);
    }

    function unchanged() private view returns (ITicketBroker.Ticket memory ticket) {
        (ticket,) = winningTicket(1 ether, 1);
    }

    function otherHalf(bytes memory sig) private pure returns (bytes memory) {
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        (bytes32 r, bytes32 s) = (bytes32(0), bytes32(0));
        assembly ("memory-safe") {
            r := mload(add(sig, 32))
            s := mload(add(sig, 64))
        }
        return abi.encodePacked(r, bytes32(order - uint256(s)), uint8(sig[64]) == 27 ? uint8(28) : uint8(27));
    }
}
