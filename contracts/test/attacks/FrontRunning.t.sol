// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketFixture} from "../payments/TicketFixture.sol";

/// @title Somebody sees a transaction and puts another before it.
contract FrontRunningTest is TicketFixture {
    address internal stranger = makeAddr("stranger");

    function setUp() public override {
        super.setUp();
        fund(10 ether, 10 ether);
    }

    /// @dev A gateway unlocks when it sees a ticket coming: tickets are redeemed until the round of its withdrawal.
    function test_unlock_beforeARedemptionChangesNothing() public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(4 ether, 1);
        vm.startPrank(sender);
        broker.unlock();
        uint256 withdrawRound = currentRound() + UNLOCK_PERIOD;
        vm.expectRevert(
            abi.encodeWithSelector(ITicketBroker.SenderLocked.selector, sender, withdrawRound, currentRound())
        );
        broker.withdraw();
        vm.stopPrank();
        broker.redeemWinningTicket(ticket, sig, RAND);
        for (uint256 round = currentRound() + 1; round < withdrawRound; round++) {
            nextRound();
            (ticket, sig) = winningTicket(1 ether, round);
            broker.redeemWinningTicket(ticket, sig, RAND);
        }
        nextRound();
        (ticket, sig) = winningTicket(1 ether, 99);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.SenderUnlocked.selector, sender, withdrawRound));
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertEq(bonding.pendingFees(recipient, 0), 5 ether);
    }

    /// @dev Whoever copies a redemption pays its gas for the same recipient.
    function test_redemption_copiedPaysTheSameRecipient() public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(4 ether, 1);
        vm.prank(stranger);
        broker.redeemWinningTicket(ticket, sig, RAND);
        vm.expectRevert(bytes("ticket is used"));
        vm.prank(recipient);
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertEq(bonding.pendingFees(recipient, 0), 4 ether);
        assertEq(bonding.pendingFees(stranger, 0), 0);
    }

    /// @dev Copying one ticket of a batch does not make the rest fail.
    function test_batch_survivesACopyOfOneOfItsTickets() public {
        ITicketBroker.Ticket[] memory tickets = new ITicketBroker.Ticket[](3);
        bytes[] memory sigs = new bytes[](3);
        uint256[] memory rands = new uint256[](3);
        for (uint256 i = 0; i < 3; i++) {
            (tickets[i], sigs[i]) = winningTicket(1 ether, i);
            rands[i] = RAND;
        }
        vm.prank(stranger);
        broker.redeemWinningTicket(tickets[1], sigs[1], RAND);
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        assertEq(bonding.pendingFees(recipient, 0), 3 ether);
    }

    /// @dev A stranger gives a gateway a wei, to keep it from leaving: only its own funds end an unlock.
    function test_topUp_bySomebodyElseKeepsNobodyFromLeaving() public {
        vm.prank(sender);
        broker.unlock();
        skipRounds(UNLOCK_PERIOD);
        vm.deal(stranger, 1);
        vm.prank(stranger);
        broker.fundDepositAndReserveFor{value: 1}(sender, 1, 0);
        vm.prank(sender);
        broker.withdraw();
        assertEq(sender.balance, 20 ether + 1);
    }

    /// @dev An orchestrator takes all fees for itself when it sees a ticket coming. Cuts change only after the round's
    /// reward, which fixes the cuts of the round for its fees too.
    function test_cuts_changedBeforeARedemptionCountFromTheNextRewardOn() public {
        bond(stranger, 1000e18, recipient);
        reward(recipient);
        vm.prank(recipient);
        bonding.transcoder(0, 1_000_000);
        nextRound();
        reward(recipient);
        vm.prank(recipient);
        bonding.transcoder(0, 0);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(4 ether, 1);
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertGt(bonding.pendingFees(stranger, 0), 1.8 ether);
    }
}
