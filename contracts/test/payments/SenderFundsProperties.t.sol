// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketFixture} from "./TicketFixture.sol";

/// @title Deposits, reserves and tickets of any amounts.
contract SenderFundsPropertiesTest is TicketFixture {
    address internal payer = makeAddr("payer");

    function test_fuzz_fund_addsExactlyWhatWasSent(uint96[5] memory amounts) public {
        for (uint256 i = 0; i < 5; i++) {
            amounts[i] /= 8;
            vm.deal(sender, sender.balance + amounts[i]);
        }
        vm.deal(payer, uint256(amounts[3]) + amounts[4]);
        vm.startPrank(sender);
        broker.fundDeposit{value: amounts[0]}();
        broker.fundReserve{value: amounts[1]}();
        broker.fundDepositAndReserve{value: amounts[2]}(amounts[2], 0);
        vm.stopPrank();
        vm.prank(payer);
        broker.fundDepositAndReserveFor{value: uint256(amounts[3]) + amounts[4]}(sender, amounts[3], amounts[4]);
        assertEq(depositOf(sender), uint256(amounts[0]) + amounts[2] + amounts[3]);
        assertEq(reserveOf(sender), uint256(amounts[1]) + amounts[4]);
        assertEq(address(minter).balance, depositOf(sender) + reserveOf(sender));
    }

    function test_fuzz_fund_refusesAnyOtherSum(uint96 value, uint256 deposit, uint256 reserve) public {
        vm.deal(payer, value);
        bool isSum;
        unchecked {
            // As a sum that wraps around would be.
            isSum = deposit <= value && deposit + reserve == value;
        }
        if (!isSum) {
            vm.expectRevert(abi.encodeWithSelector(ITicketBroker.ValueMismatch.selector, value, deposit, reserve));
        }
        vm.prank(payer);
        broker.fundDepositAndReserve{value: value}(deposit, reserve);
    }

    function test_fuzz_unlockAndWithdraw_givesBackAllThatIsLeft(
        uint96 deposit,
        uint96 reserve,
        uint256 spent,
        uint8 period
    ) public {
        (deposit, reserve) = (deposit / 4, reserve / 4 + 1);
        broker.setUnlockPeriod(period);
        fund(deposit, reserve);
        spent = bound(spent, 0, deposit);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(spent, 1);
        broker.redeemWinningTicket(ticket, sig, RAND);
        vm.startPrank(sender);
        broker.unlock();
        if (period > 0) {
            vm.expectPartialRevert(ITicketBroker.SenderLocked.selector);
            broker.withdraw();
        }
        skipRounds(period);
        broker.withdraw();
        assertEq(sender.balance, uint256(deposit) + reserve - spent);
        assertEq(address(minter).balance, spent);
    }

    function test_fuzz_cancelUnlock_beginsTheTimeAnew(uint8 waited) public {
        fund(1 ether, 0);
        vm.startPrank(sender);
        broker.unlock();
        skipRounds(waited);
        broker.cancelUnlock();
        vm.expectPartialRevert(ITicketBroker.SenderLocked.selector);
        broker.withdraw();
        broker.unlock();
        (ITicketBroker.Sender memory info,) = broker.getSenderInfo(sender);
        assertEq(info.withdrawRound, currentRound() + UNLOCK_PERIOD);
    }

    /// @dev A ticket of any face value pays it from the deposit first, then from the recipient's share of the reserve,
    /// and once only.
    function test_fuzz_redeem_paysAtMostTheFaceValueAndOnce(uint256 deposit, uint256 reserve, uint256 faceValue)
        public
    {
        (deposit, reserve) = (bound(deposit, 0, 1e24), bound(reserve, 1, 1e24));
        faceValue = bound(faceValue, 0, deposit + reserve);
        fund(deposit, reserve);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(faceValue, 1);
        broker.redeemWinningTicket(ticket, sig, RAND);
        uint256 taken = deposit + reserve - depositOf(sender) - reserveOf(sender);
        assertLe(taken, faceValue);
        if (faceValue <= deposit) assertEq(reserveOf(sender), reserve);
        else assertEq(depositOf(sender), 0);
        assertLe(reserve - reserveOf(sender), reserve / 2);
        assertEq(bonding.pendingFees(recipient, 0), taken);
        assertEq(broker.claimedReserve(sender, recipient), reserve - reserveOf(sender));
        vm.expectRevert(bytes("ticket is used"));
        broker.redeemWinningTicket(ticket, sig, RAND);
    }

    /// @dev Recipients' claims of one round never exceed the reserve, in whatever order and amounts.
    function test_fuzz_reserve_isSharedAndNeverOverdrawn(uint256 reserve, uint96[6] memory faceValues) public {
        reserve = bound(reserve, 2, 1e24);
        fund(0, reserve);
        for (uint256 i = 0; i < faceValues.length; i++) {
            (ITicketBroker.Ticket memory ticket,) = winningTicket(bound(faceValues[i], 0, reserveOf(sender)), i);
            if (i % 2 == 0) ticket.recipient = other;
            if (reserveOf(sender) == 0) break;
            broker.redeemWinningTicket(ticket, sign(ticket, senderKey), RAND);
        }
        assertLe(broker.claimedReserve(sender, recipient), reserve / 2);
        assertLe(broker.claimedReserve(sender, other), reserve / 2);
        uint256 claimed = broker.getReserveInfo(sender).claimedInCurrentRound;
        assertEq(claimed, broker.claimedReserve(sender, recipient) + broker.claimedReserve(sender, other));
        assertEq(reserveOf(sender), reserve - claimed);
        nextRound();
        assertEq(broker.claimableReserve(sender, recipient), reserveOf(sender) / 2);
    }

    function test_fuzz_setTicketValidityPeriod_isWhatTicketsLive(uint64 validity, uint8 age) public {
        if (validity == 0) {
            vm.expectRevert(ITicketBroker.TicketValidityPeriodIsZero.selector);
            broker.setTicketValidityPeriod(0);
            return;
        }
        broker.setTicketValidityPeriod(validity);
        fund(1 ether, 0);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1, 1);
        if (age > 0) {
            skipRounds(age);
            rounds.initializeRound();
        }
        if (age >= validity) vm.expectPartialRevert(ITicketBroker.TicketExpired.selector);
        broker.redeemWinningTicket(ticket, sig, RAND);
    }
}
