// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Governor} from "../../src/governance/Governor.sol";
import {IController} from "../../src/interfaces/IController.sol";
import {IGovernor} from "../../src/interfaces/IGovernor.sol";
import {Controller} from "../../src/registry/Controller.sol";
import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";
import {Test} from "forge-std/Test.sol";

contract GovernorTest is Test {
    error Refused(uint256 value);

    uint256 internal constant DELAY = 100;

    Governor internal governor;
    Controller internal controller;
    address internal stranger = makeAddr("stranger");
    address internal recipient = makeAddr("recipient");
    /// What {comeBack} does, and what came of it.
    bytes internal reentry;
    bytes internal reentryResult;
    uint256 internal calls;

    function setUp() public {
        vm.roll(1000);
        governor = new Governor();
        controller = new Controller();
        controller.transferOwnership(address(governor));
    }

    function test_constructor_makesTheDeployerTheOwner() public {
        vm.expectEmit();
        emit IGovernor.OwnershipTransferred(address(0), address(this));
        assertEq(new Governor().owner(), address(this));
    }

    function test_aWholeUpdate_runsTheProtocol() public {
        IGovernor.Update memory update = updateOf(address(controller), 0, abi.encodeCall(controller.unpause, ()));
        vm.expectEmit(address(governor));
        emit IGovernor.UpdateStaged(update, DELAY);
        governor.stage(update, DELAY);
        assertEq(governor.updates(keccak256(abi.encode(update))), 1000 + DELAY);
        vm.roll(1000 + DELAY);
        vm.expectEmit(address(governor));
        emit IGovernor.UpdateExecuted(update);
        vm.prank(stranger);
        governor.execute(update);
        assertFalse(controller.paused());
        assertEq(governor.updates(keccak256(abi.encode(update))), 0);
    }

    function test_fuzz_execute_waitsForTheDelay(uint256 delay, uint256 wait) public {
        delay = bound(delay, 0, 1e6);
        wait = bound(wait, 0, 1e6);
        IGovernor.Update memory update = updateOf(address(controller), 0, abi.encodeCall(controller.unpause, ()));
        governor.stage(update, delay);
        vm.roll(1000 + wait);
        if (wait < delay) {
            vm.expectRevert(abi.encodeWithSelector(IGovernor.UpdateDelayNotExpired.selector, 1000 + delay, 1000 + wait));
        }
        governor.execute(update);
        assertEq(controller.paused(), wait < delay);
    }

    function test_fuzz_stage_isForTheOwner(address caller, uint256 nonce) public {
        vm.assume(caller != address(this));
        IGovernor.Update memory update = updateOf(recipient, 0, "");
        update.nonce = nonce;
        vm.startPrank(caller);
        bytes memory refusal = abi.encodeWithSelector(IGovernor.CallerNotOwner.selector, caller, address(this));
        vm.expectRevert(refusal);
        governor.stage(update, 0);
        vm.expectRevert(refusal);
        governor.cancel(update);
    }

    function test_stage_failsTheSecondTime() public {
        IGovernor.Update memory update = updateOf(recipient, 0, "");
        governor.stage(update, DELAY);
        vm.expectRevert(
            abi.encodeWithSelector(IGovernor.UpdateAlreadyStaged.selector, keccak256(abi.encode(update)), 1000 + DELAY)
        );
        governor.stage(update, 0);
        // Another nonce makes it another update.
        update.nonce = 1;
        governor.stage(update, 0);
    }

    function test_stage_failsWithADelayThatNeverEnds() public {
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        governor.stage(updateOf(recipient, 0, ""), type(uint256).max);
    }

    function test_execute_failsForWhatIsNotStagedAndTheSecondTime() public {
        IGovernor.Update memory update = updateOf(recipient, 0, "");
        bytes memory refusal = abi.encodeWithSelector(IGovernor.UpdateNotStaged.selector, keccak256(abi.encode(update)));
        vm.expectRevert(refusal);
        governor.execute(update);
        governor.stage(update, 0);
        governor.execute(update);
        vm.expectRevert(refusal);
        governor.execute(update);
    }

    function test_fuzz_execute_isForExactlyWhatWasStaged(uint8 field) public {
        IGovernor.Update memory update = updateOf(recipient, 1, hex"01");
        governor.stage(update, 0);
        if (field % 4 == 0) update.target[0] = stranger;
        if (field % 4 == 1) update.value[0] = 2;
        if (field % 4 == 2) update.data[0] = hex"02";
        if (field % 4 == 3) update.nonce = 1;
        vm.expectRevert(abi.encodeWithSelector(IGovernor.UpdateNotStaged.selector, keccak256(abi.encode(update))));
        governor.execute{value: 2}(update);
    }

    function test_fuzz_execute_sendsTheEthThatComesAlong(uint96 value) public {
        IGovernor.Update memory update = updateOf(recipient, value, "");
        governor.stage(update, 0);
        vm.deal(address(this), value);
        governor.execute{value: value}(update);
        assertEq(recipient.balance, value);
    }

    function test_execute_makesAllCallsOrNone() public {
        IGovernor.Update memory update = IGovernor.Update(new address[](2), new uint256[](2), new bytes[](2), 0);
        (update.target[0], update.data[0]) = (address(controller), abi.encodeCall(controller.unpause, ()));
        (update.target[1], update.data[1]) = (address(this), abi.encodeCall(this.refuse, (7)));
        governor.stage(update, 0);
        vm.expectRevert(abi.encodeWithSelector(Refused.selector, 7));
        governor.execute(update);
        assertTrue(controller.paused());
        assertEq(governor.updates(keccak256(abi.encode(update))), 1000);
    }

    function test_execute_passesOnWhatACallRevertsWith() public {
        IGovernor.Update memory update = updateOf(address(controller), 0, abi.encodeCall(controller.pause, ()));
        governor.stage(update, 0);
        vm.expectRevert(IController.ControllerPaused.selector);
        governor.execute(update);
        update = updateOf(address(this), 0, abi.encodeCall(this.refuseWithText, ()));
        governor.stage(update, 0);
        vm.expectRevert("a text");
        governor.execute(update);
        // Nothing to pass on.
        update = updateOf(address(this), 0, hex"00000000");
        governor.stage(update, 0);
        vm.expectRevert(Errors.FailedCall.selector);
        governor.execute(update);
    }

    function test_execute_failsWithListsOfDifferentLengths() public {
        IGovernor.Update memory update = updateOf(recipient, 0, "");
        update.value = new uint256[](0);
        governor.stage(update, 0);
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x32));
        governor.execute(update);
    }

    function test_execute_cannotBeReentered() public {
        IGovernor.Update memory update = updateOf(address(this), 0, abi.encodeCall(this.comeBack, ()));
        governor.stage(update, 0);
        reentry = abi.encodeCall(governor.execute, (update));
        governor.execute(update);
        assertEq(calls, 1);
        assertEq(
            reentryResult, abi.encodeWithSelector(IGovernor.UpdateNotStaged.selector, keccak256(abi.encode(update)))
        );
    }

    function test_cancel_takesBackAStagedUpdate() public {
        IGovernor.Update memory update = updateOf(recipient, 0, "");
        bytes memory refusal = abi.encodeWithSelector(IGovernor.UpdateNotStaged.selector, keccak256(abi.encode(update)));
        vm.expectRevert(refusal);
        governor.cancel(update);
        governor.stage(update, 0);
        vm.expectEmit(address(governor));
        emit IGovernor.UpdateCancelled(update);
        governor.cancel(update);
        vm.expectRevert(refusal);
        governor.execute(update);
        // It may be staged again.
        governor.stage(update, 0);
        governor.execute(update);
    }

    function test_fuzz_transferOwnership_byAnUpdateOnly(address newOwner) public {
        vm.assume(newOwner != address(0) && newOwner != address(this));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.CallerNotGovernor.selector, address(this)));
        governor.transferOwnership(newOwner);
        IGovernor.Update memory update =
            updateOf(address(governor), 0, abi.encodeCall(governor.transferOwnership, (newOwner)));
        governor.stage(update, 0);
        vm.expectEmit(address(governor));
        emit IGovernor.OwnershipTransferred(address(this), newOwner);
        governor.execute(update);
        assertEq(governor.owner(), newOwner);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.CallerNotOwner.selector, address(this), newOwner));
        governor.stage(update, 0);
    }

    function test_transferOwnership_isNeverToNobody() public {
        IGovernor.Update memory update =
            updateOf(address(governor), 0, abi.encodeCall(governor.transferOwnership, (address(0))));
        governor.stage(update, 0);
        vm.expectRevert(IGovernor.NewOwnerIsZero.selector);
        governor.execute(update);
    }

    function comeBack() external {
        calls++;
        (, reentryResult) = address(governor).call(reentry);
    }

    function refuse(uint256 value) external pure {
        revert Refused(value);
    }

    function refuseWithText() external pure {
        revert("a text");
    }

    function updateOf(address target, uint256 value, bytes memory data)
        private
        pure
        returns (IGovernor.Update memory update)
    {
        update = IGovernor.Update(new address[](1), new uint256[](1), new bytes[](1), 0);
        update.target[0] = target;
        update.value[0] = value;
        update.data[0] = data;
    }
}
