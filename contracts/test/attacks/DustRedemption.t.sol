// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketFixture} from "../payments/TicketFixture.sol";

/// @title A gateway that has run dry tops its account up with a wei when it sees a redemption: the ticket would be used
/// up for that wei.
contract DustRedemptionTest is TicketFixture {
    /// @dev A ticket is redeemed when deposit and reserve hold its whole face value, or not at all.
    function test_fuzz_topUp_usesNoTicketUp(uint256 deposit, uint256 reserve, uint256 faceValue) public {
        (deposit, reserve) = (bound(deposit, 0, 10 ether), bound(reserve, 0, 10 ether));
        faceValue = bound(faceValue, 1, 30 ether);
        fund(deposit, reserve);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(faceValue, 1);
        bool isCovered = faceValue <= deposit + reserve;
        if (!isCovered && deposit + reserve > 0) {
            vm.expectRevert(
                abi.encodeWithSelector(ITicketBroker.InsufficientSenderFunds.selector, faceValue, deposit, reserve)
            );
        } else if (!isCovered) {
            vm.expectRevert(abi.encodeWithSelector(ITicketBroker.SenderHasNoFunds.selector, sender));
        }
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertEq(broker.usedTickets(broker.getTicketHash(ticket)), isCovered);
        // Out of the reserve a recipient has its share at most, and this is known when it accepts a ticket.
        uint256 lacking = isCovered && faceValue > deposit ? faceValue - deposit : 0;
        uint256 fromReserve = lacking < reserve / 2 ? lacking : reserve / 2;
        uint256 paid = isCovered ? faceValue - lacking + fromReserve : 0;
        assertEq(bonding.pendingFees(recipient, 0), paid);
        assertEq(depositOf(sender) + reserveOf(sender), deposit + reserve - paid);
    }

    /// @dev In a batch the tickets before it may have emptied the account: it stays unused there too.
    function test_batch_leavesWhatIsNotCoveredUnused() public {
        fund(3 ether, 0);
        ITicketBroker.Ticket[] memory tickets = new ITicketBroker.Ticket[](3);
        bytes[] memory sigs = new bytes[](3);
        uint256[] memory rands = new uint256[](3);
        for (uint256 i = 0; i < 3; i++) {
            (tickets[i], sigs[i]) = winningTicket(i == 2 ? 1 ether : 2 ether, i);
            rands[i] = RAND;
        }
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        assertTrue(broker.usedTickets(broker.getTicketHash(tickets[0])));
        assertFalse(broker.usedTickets(broker.getTicketHash(tickets[1])));
        assertTrue(broker.usedTickets(broker.getTicketHash(tickets[2])));
        fund(2 ether, 0);
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        assertEq(bonding.pendingFees(recipient, 0), 5 ether);
    }
}
