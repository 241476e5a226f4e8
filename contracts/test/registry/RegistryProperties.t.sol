// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IController} from "../../src/interfaces/IController.sol";
import {IManagerProxy} from "../../src/interfaces/IManagerProxy.sol";
import {IServiceRegistry} from "../../src/interfaces/IServiceRegistry.sol";
import {Controller} from "../../src/registry/Controller.sol";
import {Manager} from "../../src/registry/Manager.sol";
import {ManagerProxy} from "../../src/registry/ManagerProxy.sol";
import {ServiceRegistry} from "../../src/registry/ServiceRegistry.sol";
import {Test} from "forge-std/Test.sol";

/// @title An implementation that says what reached it, and fails as it is told.
contract Echo is Manager {
    error Failed(bytes data);

    constructor() Manager(address(0)) {}

    fallback(bytes calldata data) external payable returns (bytes memory) {
        if (data.length % 2 == 1) revert Failed(data);
        return abi.encode(data, msg.sender, msg.value);
    }
}

/// @title Any ids, addresses, flags and calls.
contract RegistryPropertiesTest is Test {
    Controller internal controller;

    function setUp() public {
        controller = new Controller();
    }

    function test_fuzz_setContractInfo_changesOneEntry(bytes32 id, address target, bytes20 commit, bytes32 otherId)
        public
    {
        vm.assume(id != otherId);
        controller.setContractInfo(otherId, address(7), bytes20("other"));
        controller.setContractInfo(id, target, commit);
        (address found, bytes20 foundCommit) = controller.getContractInfo(id);
        assertEq(found, target);
        assertEq(foundCommit, commit);
        assertEq(controller.getContract(id), target);
        assertEq(controller.getContract(otherId), address(7));
    }

    /// @dev Whoever is neither owner nor guardian changes nothing, whatever it calls.
    function test_fuzz_strangers_changeNothing(address stranger, address guardian, uint8 which) public {
        vm.assume(stranger != address(this) && stranger != guardian);
        controller.setGuardian(guardian);
        bytes[8] memory calls = [
            abi.encodeCall(IController.setContractInfo, (0, stranger, 0)),
            abi.encodeCall(IController.updateController, (0, stranger)),
            abi.encodeCall(IController.transferOwnership, (stranger)),
            abi.encodeCall(IController.setGuardian, (stranger)),
            abi.encodeCall(IController.pause, ()),
            abi.encodeCall(IController.unpause, ()),
            abi.encodeCall(IController.pauseExits, ()),
            abi.encodeCall(IController.unpauseExits, ())
        ];
        vm.prank(stranger);
        (bool success,) = address(controller).call(calls[which % 8]);
        assertFalse(success);
    }

    /// @dev In any order of calls exits are paused only while everything else is.
    function test_fuzz_flags_exitsArePausedOnlyDuringAPause(uint256 seed) public {
        address guardian = makeAddr("guardian");
        controller.setGuardian(guardian);
        bytes[4] memory calls = [
            abi.encodeCall(IController.pause, ()),
            abi.encodeCall(IController.unpause, ()),
            abi.encodeCall(IController.pauseExits, ()),
            abi.encodeCall(IController.unpauseExits, ())
        ];
        for (uint256 i = 0; i < 32; i++) {
            (bool paused, bool exitsPaused) = (controller.paused(), controller.exitsPaused());
            uint256 which = seed >> (4 * i) & 3;
            vm.prank(seed >> (4 * i + 2) & 1 == 0 ? address(this) : guardian);
            (bool success,) = address(controller).call(calls[which]);
            bool[4] memory isPossible = [!paused, paused, paused && !exitsPaused, exitsPaused];
            assertEq(success, isPossible[which]);
            assertTrue(controller.paused() || !controller.exitsPaused());
        }
    }

    function test_fuzz_transferOwnership_givesAllOfIt(address newOwner) public {
        vm.assume(newOwner != address(this));
        if (newOwner == address(0)) vm.expectRevert(IController.NewOwnerIsZero.selector);
        controller.transferOwnership(newOwner);
        if (newOwner == address(0)) return;
        vm.expectRevert(abi.encodeWithSelector(IController.CallerNotOwner.selector, address(this), newOwner));
        controller.setGuardian(address(this));
        vm.prank(newOwner);
        controller.setGuardian(address(1));
    }

    function test_fuzz_updateController_movesTheProxyOnly(address next) public {
        bytes32 id = keccak256("Echo");
        ManagerProxy proxy = new ManagerProxy(address(controller), keccak256("EchoTarget"));
        controller.setContractInfo(id, address(proxy), bytes20(0));
        controller.updateController(id, next);
        assertEq(address(proxy.controller()), next);
        assertEq(proxy.targetContractId(), keccak256("EchoTarget"));
    }

    /// @dev A proxy passes on every call as it is: data, value, caller, result and failure.
    function test_fuzz_proxy_isTransparent(bytes memory data, uint96 value, address caller) public {
        vm.assume(data.length == 0 || data.length > 3);
        vm.assume(!isOfTheBase(bytes4(data)));
        ManagerProxy proxy = new ManagerProxy(address(controller), keccak256("EchoTarget"));
        controller.setContractInfo(keccak256("EchoTarget"), address(new Echo()), bytes20(0));
        vm.deal(caller, value);
        vm.prank(caller);
        (bool success, bytes memory result) = address(proxy).call{value: value}(data);
        assertEq(success, data.length % 2 == 0);
        bytes memory expected =
            success ? abi.encode(data, caller, uint256(value)) : abi.encodeWithSelector(Echo.Failed.selector, data);
        assertEq(result, expected);
    }

    function test_fuzz_serviceURI_isOfItsAccountOnly(string memory uri, address account, address other) public {
        vm.assume(account != other);
        ServiceRegistry registry = new ServiceRegistry(address(controller));
        vm.prank(other);
        registry.setServiceURI("other");
        vm.expectEmit(address(registry));
        emit IServiceRegistry.ServiceURIUpdate(account, uri);
        vm.prank(account);
        registry.setServiceURI(uri);
        assertEq(registry.getServiceURI(account), uri);
        assertEq(registry.getServiceURI(other), "other");
    }

    function isOfTheBase(bytes4 selector) private view returns (bool) {
        ManagerProxy proxy;
        return selector == proxy.controller.selector || selector == proxy.setController.selector
            || selector == IManagerProxy.targetContractId.selector;
    }
}
