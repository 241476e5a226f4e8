// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {IManager} from "../../src/interfaces/IManager.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketFixture} from "./TicketFixture.sol";

/// @title A batch does what its tickets would have done one after another.
contract BatchRedemptionTest is TicketFixture {
    address internal gateway;
    uint256 internal gatewayKey;
    address internal stranger = makeAddr("stranger");

    function setUp() public override {
        super.setUp();
        (gateway, gatewayKey) = makeAddrAndKey("gateway");
        fund(10 ether, 10 ether);
        vm.deal(gateway, 20 ether);
        vm.prank(gateway);
        broker.fundDepositAndReserve{value: 20 ether}(10 ether, 10 ether);
    }

    function test_batch_passesOverThoseThatFail() public {
        (ITicketBroker.Ticket[] memory tickets, bytes[] memory sigs, uint256[] memory rands) = emptyBatch(5);
        for (uint256 i = 0; i < 5; i++) {
            (tickets[i], sigs[i]) = winningTicket(1 ether, i);
            rands[i] = RAND;
        }
        rands[1] = 0;
        (tickets[2], sigs[2]) = (tickets[0], sigs[0]);
        sigs[3] = "";
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        assertEq(depositOf(sender), 8 ether);
        assertEq(bonding.pendingFees(recipient, 0), 2 ether);
        assertFalse(broker.usedTickets(broker.getTicketHash(tickets[1])));
        assertFalse(broker.usedTickets(broker.getTicketHash(tickets[3])));
    }

    function test_batch_leavesATicketOfAnInactiveRecipientUnused() public {
        (ITicketBroker.Ticket[] memory tickets, bytes[] memory sigs, uint256[] memory rands) = batchAroundAFailure();
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        assertEq(depositOf(sender), 8 ether);
        assertEq(bonding.pendingFees(recipient, 0), 2 ether);
        assertFalse(broker.usedTickets(broker.getTicketHash(tickets[1])));
    }

    /// @dev What was booked shows in the events of those that were paid, however many failed in between.
    function test_batch_booksAsOneWhatOneRecipientIsPaidAroundAFailure() public {
        (ITicketBroker.Ticket[] memory tickets, bytes[] memory sigs, uint256[] memory rands) = batchAroundAFailure();
        bytes4 booking = IBondingManager.updateTranscoderWithFees.selector;
        vm.expectCall(address(bonding), abi.encodeWithSelector(booking, recipient, 2 ether), 1);
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
    }

    function test_batch_failsWhereEveryTicketWould() public {
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.BatchLengthMismatch.selector, 2, 2, 3));
        broker.batchRedeemWinningTickets(new ITicketBroker.Ticket[](2), new bytes[](2), new uint256[](3));
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.BatchLengthMismatch.selector, 2, 1, 2));
        broker.batchRedeemWinningTickets(new ITicketBroker.Ticket[](2), new bytes[](1), new uint256[](2));
        skipRounds(1);
        vm.expectRevert(abi.encodeWithSelector(IManager.CurrentRoundNotInitialized.selector, currentRound()));
        broker.batchRedeemWinningTickets(new ITicketBroker.Ticket[](0), new bytes[](0), new uint256[](0));
        controller.pause();
        vm.expectRevert(IManager.SystemPaused.selector);
        broker.batchRedeemWinningTickets(new ITicketBroker.Ticket[](0), new bytes[](0), new uint256[](0));
    }

    /// @dev Parties in any order, faulty tickets, deposits that run out, reserves that are shared: only what fees round
    /// away may differ, by one unit for each booking that the batch spares.
    /// forge-config: default.fuzz.runs = 64
    function testFuzz_batch_isTheSumOfItsTickets(uint256[8] calldata seeds) public {
        (ITicketBroker.Ticket[] memory tickets, bytes[] memory sigs, uint256[] memory rands) = emptyBatch(8);
        for (uint256 i = 0; i < 8; i++) {
            (tickets[i], sigs[i]) = seededTicket(seeds[i], i);
            rands[i] = seeds[i] % 11 == 0 ? 0 : RAND;
            if (i > 0 && seeds[i] % 13 == 0) (tickets[i], sigs[i]) = (tickets[i - 1], sigs[i - 1]);
        }
        uint256 before = vm.snapshotState();
        for (uint256 i = 0; i < 8; i++) {
            try broker.redeemWinningTicket(tickets[i], sigs[i], rands[i]) {} catch {}
        }
        uint256[10] memory expected = outcome(tickets);
        vm.revertToState(before);
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        uint256[10] memory actual = outcome(tickets);
        for (uint256 i = 0; i < 8; i++) {
            assertEq(actual[i], expected[i]);
        }
        assertApproxEqAbs(actual[8], expected[8], 8);
        assertApproxEqAbs(actual[9], expected[9], 8);
    }

    function seededTicket(uint256 seed, uint256 nonce)
        private
        view
        returns (ITicketBroker.Ticket memory ticket, bytes memory sig)
    {
        (ticket,) = winningTicket((seed >> 8) % 4 ether, nonce);
        uint256 key = senderKey;
        if ((seed >> 16) % 2 == 0) (ticket.sender, key) = (gateway, gatewayKey);
        uint256 whose = (seed >> 24) % 5;
        ticket.recipient = whose == 0 ? stranger : whose < 3 ? recipient : other;
        sig = sign(ticket, key);
    }

    /// @return figures What the senders have left, what was claimed of their reserves, which tickets were used, and the
    /// fees that were booked.
    function outcome(ITicketBroker.Ticket[] memory tickets) private view returns (uint256[10] memory figures) {
        (figures[0], figures[1]) = (depositOf(sender), reserveOf(sender));
        (figures[2], figures[3]) = (depositOf(gateway), reserveOf(gateway));
        figures[4] = broker.claimedReserve(sender, recipient);
        figures[5] = broker.claimedReserve(gateway, other);
        figures[6] = broker.getReserveInfo(gateway).claimedInCurrentRound;
        for (uint256 i = 0; i < tickets.length; i++) {
            if (broker.usedTickets(broker.getTicketHash(tickets[i]))) figures[7] |= 1 << i;
        }
        (figures[8], figures[9]) = (bonding.pendingFees(recipient, 0), bonding.pendingFees(other, 0));
    }

    /// @dev Three winning tickets, of which the second is of a recipient that is not active.
    function batchAroundAFailure()
        private
        view
        returns (ITicketBroker.Ticket[] memory tickets, bytes[] memory sigs, uint256[] memory rands)
    {
        (tickets, sigs, rands) = emptyBatch(3);
        for (uint256 i = 0; i < 3; i++) {
            (tickets[i],) = winningTicket(1 ether, i);
            if (i == 1) tickets[i].recipient = stranger;
            sigs[i] = sign(tickets[i], senderKey);
            rands[i] = RAND;
        }
    }

    function emptyBatch(uint256 size)
        private
        pure
        returns (ITicketBroker.Ticket[] memory tickets, bytes[] memory sigs, uint256[] memory rands)
    {
        return (new ITicketBroker.Ticket[](size), new bytes[](size), new uint256[](size));
    }
}
