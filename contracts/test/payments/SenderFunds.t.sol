// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IManager} from "../../src/interfaces/IManager.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketFixture} from "./TicketFixture.sol";

/// @title How a gateway's deposit and reserve come and go.
contract SenderFundsTest is TicketFixture {
    function test_fund_eachOfTheFourWays() public {
        vm.deal(sender, 100 ether);
        vm.deal(address(this), 100 ether);
        vm.startPrank(sender);
        vm.expectEmit(address(broker));
        emit ITicketBroker.DepositFunded(sender, 1 ether);
        broker.fundDeposit{value: 1 ether}();
        vm.expectEmit(address(broker));
        emit ITicketBroker.ReserveFunded(sender, 2 ether);
        broker.fundReserve{value: 2 ether}();
        broker.fundDepositAndReserve{value: 7 ether}(3 ether, 4 ether);
        vm.stopPrank();
        broker.fundDepositAndReserveFor{value: 11 ether}(sender, 5 ether, 6 ether);
        assertEq(depositOf(sender), 9 ether);
        assertEq(reserveOf(sender), 12 ether);
        assertEq(address(minter).balance, 21 ether);
        assertEq(address(broker).balance, 0);
    }

    function test_fund_refusesASumThatIsNotSent() public {
        vm.deal(address(this), 10);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.ValueMismatch.selector, 3, 1, 1));
        broker.fundDepositAndReserve{value: 3}(1, 1);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.ValueMismatch.selector, 3, 4, type(uint256).max));
        broker.fundDepositAndReserve{value: 3}(4, type(uint256).max);
        vm.expectRevert(ITicketBroker.TicketSenderIsZero.selector);
        broker.fundDepositAndReserveFor{value: 1}(address(0), 1, 0);
        controller.pause();
        vm.expectRevert(IManager.SystemPaused.selector);
        broker.fundDeposit{value: 1}();
    }

    function test_pause_doesNotTrapDepositsUnlessExitsArePaused() public {
        fund(5 ether, 6 ether);
        controller.pause();
        vm.startPrank(sender);
        broker.unlock();
        vm.expectRevert(IManager.SystemPaused.selector);
        broker.cancelUnlock();
        skipRounds(UNLOCK_PERIOD);
        vm.stopPrank();
        controller.pauseExits();
        vm.startPrank(sender);
        vm.expectRevert(IManager.ExitsPaused.selector);
        broker.unlock();
        vm.expectRevert(IManager.ExitsPaused.selector);
        broker.withdraw();
        vm.stopPrank();
        controller.unpauseExits();
        vm.prank(sender);
        broker.withdraw();
        assertEq(sender.balance, 11 ether);
    }

    function test_withdraw_paysBothAfterTheUnlockPeriod() public {
        fund(5 ether, 6 ether);
        uint256 round = currentRound();
        vm.startPrank(sender);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.SenderLocked.selector, sender, 0, round));
        broker.withdraw();
        vm.expectEmit(address(broker));
        emit ITicketBroker.Unlock(sender, round, round + UNLOCK_PERIOD);
        broker.unlock();
        assertTrue(broker.isUnlockInProgress(sender));
        vm.expectRevert(
            abi.encodeWithSelector(ITicketBroker.UnlockAlreadyInitiated.selector, sender, round + UNLOCK_PERIOD)
        );
        broker.unlock();
        nextRound();
        vm.expectRevert(
            abi.encodeWithSelector(ITicketBroker.SenderLocked.selector, sender, round + UNLOCK_PERIOD, round + 1)
        );
        broker.withdraw();
        nextRound();
        vm.expectEmit(address(broker));
        emit ITicketBroker.Withdrawal(sender, 5 ether, 6 ether);
        broker.withdraw();
        assertEq(sender.balance, 11 ether);
        assertTrue(broker.isUnlockInProgress(sender));
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.SenderHasNoFunds.selector, sender));
        broker.withdraw();
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.SenderHasNoFunds.selector, sender));
        broker.unlock();
    }

    function test_cancelUnlock_locksAgain() public {
        fund(1 ether, 0);
        vm.startPrank(sender);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.NoUnlockInProgress.selector, sender));
        broker.cancelUnlock();
        broker.unlock();
        vm.expectEmit(address(broker));
        emit ITicketBroker.UnlockCancelled(sender);
        broker.cancelUnlock();
        assertFalse(broker.isUnlockInProgress(sender));
    }

    function test_fund_bySelfEndsAnUnlockAndByOthersDoesNot() public {
        fund(1 ether, 0);
        vm.prank(sender);
        broker.unlock();
        vm.deal(address(this), 1 ether);
        broker.fundDepositAndReserveFor{value: 1 ether}(sender, 1 ether, 0);
        assertTrue(broker.isUnlockInProgress(sender));
        vm.expectEmit(address(broker));
        emit ITicketBroker.UnlockCancelled(sender);
        fund(0, 1 ether);
        assertFalse(broker.isUnlockInProgress(sender));
    }

    function test_withdraw_paysAContractThatUsesGas() public {
        GasUser wallet = new GasUser();
        vm.deal(address(wallet), 1 ether);
        vm.startPrank(address(wallet));
        broker.fundDeposit{value: 1 ether}();
        broker.unlock();
        vm.stopPrank();
        skipRounds(2);
        vm.prank(address(wallet));
        broker.withdraw();
        assertEq(address(wallet).balance, 1 ether);
        assertEq(wallet.received(), 1 ether);
    }

    function test_setters_areForTheOwnerOnly() public {
        bytes memory refusal = abi.encodeWithSelector(IManager.CallerNotControllerOwner.selector, sender, address(this));
        vm.startPrank(sender);
        vm.expectRevert(refusal);
        broker.setUnlockPeriod(1);
        vm.expectRevert(refusal);
        broker.setTicketValidityPeriod(1);
        vm.stopPrank();
        vm.expectRevert(ITicketBroker.TicketValidityPeriodIsZero.selector);
        broker.setTicketValidityPeriod(0);
    }
}

/// @title A wallet for which 2,300 gas are too little.
contract GasUser {
    uint256 public received;

    receive() external payable {
        received += msg.value;
    }
}
