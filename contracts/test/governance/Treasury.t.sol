// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Treasury} from "../../src/governance/Treasury.sol";
import {ITreasury} from "../../src/interfaces/ITreasury.sol";
import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC1155Receiver} from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {Test} from "forge-std/Test.sol";

contract TreasuryTest is Test {
    error Refused(uint256 value);

    bytes32 internal constant ADMIN = keccak256("TIMELOCK_ADMIN_ROLE");
    bytes32 internal constant PROPOSER = keccak256("PROPOSER_ROLE");
    bytes32 internal constant EXECUTOR = keccak256("EXECUTOR_ROLE");
    bytes32 internal constant CANCELLER = keccak256("CANCELLER_ROLE");
    bytes32 internal constant SALT = keccak256("salt");
    uint256 internal constant DELAY = 1 days;

    Treasury internal treasury;
    address internal governor = makeAddr("governor");
    address internal builder = makeAddr("builder");
    address internal stranger = makeAddr("stranger");

    function setUp() public {
        vm.warp(1_700_000_000);
        treasury = new Treasury();
        treasury.initialize(DELAY, one(governor), one(governor), address(this));
        vm.deal(address(treasury), 100 ether);
    }

    function test_initialize_givesTheGovernorItsRoles() public view {
        assertEq(treasury.getMinDelay(), DELAY);
        assertEq(treasury.TIMELOCK_ADMIN_ROLE(), ADMIN);
        assertTrue(treasury.hasRole(PROPOSER, governor));
        assertTrue(treasury.hasRole(EXECUTOR, governor));
        assertTrue(treasury.hasRole(CANCELLER, governor));
        assertFalse(treasury.hasRole(ADMIN, governor));
        assertTrue(treasury.hasRole(ADMIN, address(treasury)));
        assertTrue(treasury.hasRole(ADMIN, address(this)));
    }

    function test_initialize_leavesNobodyButTheTimelocksAdminAbove() public view {
        bytes32[4] memory roles = [ADMIN, PROPOSER, EXECUTOR, CANCELLER];
        for (uint256 i = 0; i < 4; i++) {
            assertEq(treasury.getRoleAdmin(roles[i]), ADMIN);
        }
        assertFalse(treasury.hasRole(treasury.DEFAULT_ADMIN_ROLE(), address(this)));
        assertFalse(treasury.hasRole(treasury.DEFAULT_ADMIN_ROLE(), address(treasury)));
    }

    function test_initialize_tellsOfItInBothForms() public {
        Treasury other = new Treasury();
        vm.expectEmit(address(other));
        emit TimelockControllerUpgradeable.MinDelayChange(0, DELAY);
        vm.expectEmit(address(other));
        emit ITreasury.Initialized(1);
        vm.expectEmit(address(other));
        emit Initializable.Initialized(1);
        other.initialize(DELAY, one(governor), one(governor), address(0));
        assertFalse(other.hasRole(ADMIN, address(this)));
    }

    function test_initialize_isDoneOnce() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        treasury.initialize(0, one(stranger), one(stranger), stranger);
    }

    function test_admin_isGoneOnceRenounced() public {
        treasury.grantRole(PROPOSER, stranger);
        treasury.revokeRole(PROPOSER, stranger);
        assertFalse(treasury.hasRole(PROPOSER, stranger));
        treasury.renounceRole(ADMIN, address(this));
        vm.expectRevert(unauthorized(address(this), ADMIN));
        treasury.grantRole(PROPOSER, stranger);
        vm.expectRevert(unauthorized(address(this), ADMIN));
        treasury.grantRole(ADMIN, stranger);
        bytes32 defaultAdmin = treasury.DEFAULT_ADMIN_ROLE();
        vm.expectRevert(unauthorized(address(this), defaultAdmin));
        treasury.grantRole(defaultAdmin, stranger);
    }

    function test_fuzz_roles_changeByTheTreasurysOwnCallsOnly(address account, uint256 which, address caller) public {
        vm.assume(caller != address(treasury) && caller != address(this));
        bytes32 role = [ADMIN, PROPOSER, EXECUTOR, CANCELLER][which % 4];
        vm.prank(caller);
        vm.expectRevert(unauthorized(caller, ADMIN));
        treasury.grantRole(role, account);
        run(address(treasury), 0, abi.encodeCall(treasury.grantRole, (role, account)));
        assertTrue(treasury.hasRole(role, account));
        run(address(treasury), 0, abi.encodeCall(treasury.revokeRole, (role, account)));
        assertFalse(treasury.hasRole(role, account));
    }

    function test_fuzz_everyChange_isForItsRoleOnly(address caller) public {
        vm.assume(caller != governor && caller != address(treasury));
        vm.startPrank(caller);
        vm.expectRevert(unauthorized(caller, PROPOSER));
        treasury.schedule(builder, 1, "", 0, SALT, DELAY);
        vm.expectRevert(unauthorized(caller, PROPOSER));
        treasury.scheduleBatch(one(builder), new uint256[](1), new bytes[](1), 0, SALT, DELAY);
        vm.expectRevert(unauthorized(caller, EXECUTOR));
        treasury.execute(builder, 1, "", 0, SALT);
        vm.expectRevert(unauthorized(caller, EXECUTOR));
        treasury.executeBatch(one(builder), new uint256[](1), new bytes[](1), 0, SALT);
        vm.expectRevert(unauthorized(caller, CANCELLER));
        treasury.cancel(0);
        vm.expectRevert(
            abi.encodeWithSelector(TimelockControllerUpgradeable.TimelockUnauthorizedCaller.selector, caller)
        );
        treasury.updateDelay(0);
    }

    function test_fuzz_schedule_waitsForTheDelay(uint256 delay, uint256 wait, uint96 value) public {
        delay = bound(delay, 0, 30 days);
        wait = bound(wait, 0, 31 days);
        value = uint96(bound(value, 0, 100 ether));
        vm.startPrank(governor);
        if (delay < DELAY) {
            vm.expectRevert(
                abi.encodeWithSelector(TimelockControllerUpgradeable.TimelockInsufficientDelay.selector, delay, DELAY)
            );
            treasury.schedule(builder, value, "", 0, SALT, delay);
            return;
        }
        bytes32 id = treasury.hashOperation(builder, value, "", 0, SALT);
        vm.expectEmit(address(treasury));
        emit TimelockControllerUpgradeable.CallScheduled(id, 0, builder, value, "", 0, delay);
        vm.expectEmit(address(treasury));
        emit TimelockControllerUpgradeable.CallSalt(id, SALT);
        treasury.schedule(builder, value, "", 0, SALT, delay);
        assertEq(treasury.getTimestamp(id), block.timestamp + delay);
        vm.warp(block.timestamp + wait);
        assertEq(treasury.isOperationReady(id), wait >= delay);
        if (wait < delay) vm.expectRevert(unexpectedState(id, 4));
        treasury.execute(builder, value, "", 0, SALT);
        assertEq(builder.balance, wait < delay ? 0 : value);
    }

    function test_schedule_failsTheSecondTime() public {
        vm.startPrank(governor);
        treasury.schedule(builder, 1, "", 0, SALT, DELAY);
        bytes32 id = treasury.hashOperation(builder, 1, "", 0, SALT);
        vm.expectRevert(unexpectedState(id, 1));
        treasury.schedule(builder, 1, "", 0, SALT, DELAY);
        // Nor once done.
        vm.warp(block.timestamp + DELAY);
        treasury.execute(builder, 1, "", 0, SALT);
        vm.expectRevert(unexpectedState(id, 1));
        treasury.schedule(builder, 1, "", 0, SALT, DELAY);
        vm.expectRevert(unexpectedState(id, 4));
        treasury.execute(builder, 1, "", 0, SALT);
        assertTrue(treasury.isOperationDone(id));
    }

    function test_scheduleBatch_needsListsOfOneLength() public {
        vm.startPrank(governor);
        bytes memory refusal =
            abi.encodeWithSelector(TimelockControllerUpgradeable.TimelockInvalidOperationLength.selector, 1, 1, 2);
        vm.expectRevert(refusal);
        treasury.scheduleBatch(one(builder), new uint256[](2), new bytes[](1), 0, SALT, DELAY);
        vm.expectRevert(refusal);
        treasury.executeBatch(one(builder), new uint256[](2), new bytes[](1), 0, SALT);
    }

    function test_fuzz_executeBatch_makesAllCallsOrNone(uint8 amount, bool refused) public {
        address[] memory targets = new address[](2);
        uint256[] memory values = new uint256[](2);
        bytes[] memory payloads = new bytes[](2);
        (targets[0], values[0]) = (builder, amount);
        (targets[1], payloads[1]) =
        (address(this), refused ? abi.encodeCall(this.refuse, (7)) : abi.encodeCall(this.agree, ()));
        vm.startPrank(governor);
        treasury.scheduleBatch(targets, values, payloads, 0, SALT, DELAY);
        vm.warp(block.timestamp + DELAY);
        if (refused) vm.expectRevert(abi.encodeWithSelector(Refused.selector, 7));
        treasury.executeBatch(targets, values, payloads, 0, SALT);
        assertEq(builder.balance, refused ? 0 : amount);
        bytes32 id = treasury.hashOperationBatch(targets, values, payloads, 0, SALT);
        assertEq(treasury.isOperationDone(id), !refused);
    }

    function test_execute_waitsForThePredecessor() public {
        vm.startPrank(governor);
        bytes32 first = treasury.hashOperation(builder, 1, "", 0, SALT);
        treasury.schedule(builder, 1, "", 0, SALT, DELAY);
        treasury.schedule(builder, 2, "", first, SALT, DELAY);
        vm.warp(block.timestamp + DELAY);
        vm.expectRevert(
            abi.encodeWithSelector(TimelockControllerUpgradeable.TimelockUnexecutedPredecessor.selector, first)
        );
        treasury.execute(builder, 2, "", first, SALT);
        treasury.execute(builder, 1, "", 0, SALT);
        treasury.execute(builder, 2, "", first, SALT);
        assertEq(builder.balance, 3);
    }

    function test_fuzz_cancel_isForPendingOperations(bytes32 salt) public {
        bytes32 id = treasury.hashOperation(builder, 1, "", 0, salt);
        vm.startPrank(governor);
        vm.expectRevert(unexpectedState(id, 6));
        treasury.cancel(id);
        treasury.schedule(builder, 1, "", 0, salt, DELAY);
        assertTrue(treasury.isOperationPending(id));
        vm.expectEmit(address(treasury));
        emit TimelockControllerUpgradeable.Cancelled(id);
        treasury.cancel(id);
        assertFalse(treasury.isOperation(id));
    }

    function test_fuzz_updateDelay_byAnOperation(uint32 newDelay) public {
        run(address(treasury), 0, abi.encodeCall(treasury.updateDelay, (newDelay)));
        assertEq(treasury.getMinDelay(), newDelay);
    }

    function test_tokens_andEthAreTaken() public {
        (bool success,) = address(treasury).call{value: 1 ether}("");
        assertTrue(success);
        assertEq(treasury.onERC721Received(address(0), address(0), 0, ""), IERC721Receiver.onERC721Received.selector);
        assertEq(
            treasury.onERC1155Received(address(0), address(0), 0, 0, ""), IERC1155Receiver.onERC1155Received.selector
        );
        assertTrue(treasury.supportsInterface(type(IERC1155Receiver).interfaceId));
        assertTrue(treasury.supportsInterface(type(IAccessControl).interfaceId));
    }

    function refuse(uint256 value) external pure {
        revert Refused(value);
    }

    function agree() external pure {}

    /// @dev Schedules and executes a call as the governor does.
    function run(address target, uint256 value, bytes memory data) private {
        uint256 delay = treasury.getMinDelay();
        vm.startPrank(governor);
        treasury.schedule(target, value, data, 0, SALT, delay);
        vm.warp(block.timestamp + delay);
        treasury.execute(target, value, data, 0, SALT);
        vm.stopPrank();
    }

    function unauthorized(address account, bytes32 role) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, account, role);
    }

    function unexpectedState(bytes32 id, uint256 expectedStates) private pure returns (bytes memory) {
        return abi.encodeWithSelector(
            TimelockControllerUpgradeable.TimelockUnexpectedOperationState.selector, id, bytes32(expectedStates)
        );
    }

    function one(address account) private pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = account;
    }
}
