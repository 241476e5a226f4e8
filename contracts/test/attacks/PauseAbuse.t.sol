// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IController} from "../../src/interfaces/IController.sol";
import {IManager} from "../../src/interfaces/IManager.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketFixture} from "../payments/TicketFixture.sol";

/// @title Whoever may set the pause flags sets them against somebody.
contract PauseAbuseTest is TicketFixture {
    address internal guardian = makeAddr("guardian");

    function setUp() public override {
        super.setUp();
        controller.setGuardian(guardian);
        fund(5 ether, 5 ether);
    }

    /// @dev A guardian that turns on the protocol holds everything up, and gets nothing. The owner dismisses it.
    function test_guardian_holdsUpAtMostUntilItIsDismissed() public {
        vm.startPrank(guardian);
        controller.pause();
        controller.pauseExits();
        vm.expectRevert(abi.encodeWithSelector(IController.CallerNotOwner.selector, guardian, address(this)));
        controller.setContractInfo(keccak256("MinterTarget"), guardian, bytes20(0));
        vm.expectRevert(abi.encodeWithSelector(IController.CallerNotOwner.selector, guardian, address(this)));
        controller.setGuardian(guardian);
        vm.expectRevert(abi.encodeWithSelector(IManager.CallerNotControllerOwner.selector, guardian, address(this)));
        minter.migrateToNewMinter(guardian);
        vm.stopPrank();
        controller.setGuardian(address(0));
        controller.unpause();
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(IController.CallerNotGuardian.selector, guardian, address(0)));
        controller.pause();
        vm.prank(sender);
        broker.unlock();
    }

    /// @dev A pause takes no funds from a gateway: it unlocks and withdraws as ever.
    function test_pause_againstAGatewayTrapsNothing() public {
        vm.prank(guardian);
        controller.pause();
        vm.prank(sender);
        broker.unlock();
        skipRounds(UNLOCK_PERIOD);
        vm.prank(sender);
        broker.withdraw();
        assertEq(sender.balance, 10 ether);
    }

    /// @dev Known limit: during a pause a gateway may leave while its recipients cannot redeem, and their tickets run out.
    /// It takes an unlock and its period; who pauses for long against that pauses exits as well.
    function test_pause_againstARecipientIsAnsweredByPausingExits() public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(4 ether, 1);
        vm.startPrank(guardian);
        controller.pause();
        vm.expectRevert(IManager.SystemPaused.selector);
        broker.redeemWinningTicket(ticket, sig, RAND);
        controller.pauseExits();
        vm.stopPrank();
        vm.prank(sender);
        vm.expectRevert(IManager.ExitsPaused.selector);
        broker.unlock();
        controller.unpause();
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertEq(bonding.pendingFees(recipient, 0), 4 ether);
    }

    /// @dev Whoever pauses in the last round of a ticket can make it run out, and no funds go anywhere by that.
    function test_pause_letsTicketsRunOutButPaysNobodyElse() public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(4 ether, 1);
        vm.prank(guardian);
        controller.pause();
        skipRounds(TICKET_VALIDITY);
        controller.unpause();
        rounds.initializeRound();
        vm.expectPartialRevert(ITicketBroker.TicketExpired.selector);
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertEq(depositOf(sender) + reserveOf(sender), 10 ether);
    }
}
