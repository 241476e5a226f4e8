// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IController} from "../../src/interfaces/IController.sol";
import {IManager} from "../../src/interfaces/IManager.sol";
import {IManagerProxy} from "../../src/interfaces/IManagerProxy.sol";
import {IServiceRegistry} from "../../src/interfaces/IServiceRegistry.sol";
import {Controller} from "../../src/registry/Controller.sol";
import {ManagerProxy} from "../../src/registry/ManagerProxy.sol";
import {ServiceRegistry} from "../../src/registry/ServiceRegistry.sol";
import {Test} from "forge-std/Test.sol";

contract ControllerTest is Test {
    bytes32 internal constant ID = keccak256("ServiceRegistry");
    bytes32 internal constant TARGET_ID = keccak256("ServiceRegistryTarget");

    Controller internal controller;
    address internal stranger = makeAddr("stranger");

    function setUp() public {
        controller = new Controller();
    }

    function test_constructor_startsPausedAndOwnedByTheDeployer() public view {
        assertTrue(controller.paused());
        assertEq(controller.owner(), address(this));
    }

    function test_setContractInfo_registersAndReplaces() public {
        vm.expectEmit();
        emit IController.SetContractInfo(ID, address(1), bytes20(hex"aa"));
        controller.setContractInfo(ID, address(1), bytes20(hex"aa"));
        (address contractAddress, bytes20 commit) = controller.getContractInfo(ID);
        assertEq(contractAddress, address(1));
        assertEq(commit, bytes20(hex"aa"));
        controller.setContractInfo(ID, address(2), bytes20(0));
        assertEq(controller.getContract(ID), address(2));
    }

    function test_pause_andUnpauseTakeTurns() public {
        vm.expectRevert(IController.ControllerPaused.selector);
        controller.pause();
        controller.unpause();
        assertFalse(controller.paused());
        vm.expectRevert(IController.ControllerNotPaused.selector);
        controller.unpause();
        controller.pause();
        assertTrue(controller.paused());
    }

    function test_pauseExits_needsAPauseAndEndsWithIt() public {
        controller.unpause();
        vm.expectRevert(IController.ControllerNotPaused.selector);
        controller.pauseExits();
        controller.pause();
        vm.expectRevert(IController.ControllerExitsNotPaused.selector);
        controller.unpauseExits();
        vm.expectEmit();
        emit IController.PauseExits();
        controller.pauseExits();
        assertTrue(controller.exitsPaused());
        vm.expectRevert(IController.ControllerExitsPaused.selector);
        controller.pauseExits();
        vm.expectEmit();
        emit IController.UnpauseExits();
        controller.unpauseExits();
        assertFalse(controller.exitsPaused());
        assertTrue(controller.paused());
        controller.pauseExits();
        controller.unpause();
        assertFalse(controller.exitsPaused());
        assertFalse(controller.paused());
    }

    function test_guardian_mayPauseButNothingElse() public {
        vm.expectEmit();
        emit IController.GuardianUpdate(stranger);
        controller.setGuardian(stranger);
        assertEq(controller.guardian(), stranger);
        vm.startPrank(stranger);
        controller.unpause();
        controller.pause();
        controller.pauseExits();
        controller.unpauseExits();
        vm.expectRevert(abi.encodeWithSelector(IController.CallerNotOwner.selector, stranger, address(this)));
        controller.setContractInfo(ID, address(1), bytes20(0));
        vm.stopPrank();
        controller.setGuardian(address(0));
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IController.CallerNotGuardian.selector, stranger, address(0)));
        controller.unpause();
    }

    function test_transferOwnership_isNeverToNobody() public {
        vm.expectRevert(IController.NewOwnerIsZero.selector);
        controller.transferOwnership(address(0));
        controller.transferOwnership(stranger);
        assertEq(controller.owner(), stranger);
    }

    function test_everyChange_failsForAStranger() public {
        bytes memory refusal = abi.encodeWithSelector(IController.CallerNotOwner.selector, stranger, address(this));
        vm.startPrank(stranger);
        vm.expectRevert(refusal);
        controller.setContractInfo(ID, address(1), bytes20(0));
        vm.expectRevert(refusal);
        controller.updateController(ID, stranger);
        vm.expectRevert(refusal);
        controller.setGuardian(stranger);
        vm.expectRevert(refusal);
        controller.transferOwnership(stranger);
        refusal = abi.encodeWithSelector(IController.CallerNotGuardian.selector, stranger, address(0));
        vm.expectRevert(refusal);
        controller.pause();
        vm.expectRevert(refusal);
        controller.unpause();
        vm.expectRevert(refusal);
        controller.pauseExits();
        vm.expectRevert(refusal);
        controller.unpauseExits();
    }

    function test_proxy_runsWhateverIsRegistered() public {
        ManagerProxy proxy = new ManagerProxy(address(controller), TARGET_ID);
        IServiceRegistry registry = IServiceRegistry(address(proxy));
        vm.expectRevert(abi.encodeWithSelector(IManagerProxy.TargetNotRegistered.selector, TARGET_ID));
        registry.setServiceURI("https://a");
        controller.setContractInfo(TARGET_ID, address(new ServiceRegistry(address(controller))), bytes20(0));
        registry.setServiceURI("https://a");
        assertEq(registry.getServiceURI(address(this)), "https://a");
        // Another implementation finds the storage of the first.
        controller.setContractInfo(TARGET_ID, address(new ServiceRegistry(address(0))), bytes20(0));
        assertEq(registry.getServiceURI(address(this)), "https://a");
        assertEq(address(proxy.controller()), address(controller));
        assertEq(proxy.targetContractId(), TARGET_ID);
    }

    function test_proxy_keepsControllerAndTargetInTheFirstSlots() public {
        ManagerProxy proxy = new ManagerProxy(address(controller), TARGET_ID);
        assertEq(vm.load(address(proxy), bytes32(0)), bytes32(uint256(uint160(address(controller)))));
        assertEq(vm.load(address(proxy), bytes32(uint256(1))), TARGET_ID);
    }

    function test_updateController_movesAProxyToAnotherController() public {
        ManagerProxy proxy = new ManagerProxy(address(controller), TARGET_ID);
        controller.setContractInfo(ID, address(proxy), bytes20(0));
        Controller other = new Controller();
        vm.expectEmit(address(proxy));
        emit IManager.SetController(address(other));
        controller.updateController(ID, address(other));
        assertEq(address(proxy.controller()), address(other));
    }

    function test_setController_isForTheControllerOnly() public {
        ManagerProxy proxy = new ManagerProxy(address(controller), TARGET_ID);
        vm.expectRevert(
            abi.encodeWithSelector(IManager.CallerNotController.selector, address(this), address(controller))
        );
        proxy.setController(stranger);
    }

    function test_serviceRegistry_worksWithoutAProxyToo() public {
        ServiceRegistry registry = new ServiceRegistry(address(controller));
        vm.expectEmit();
        emit IServiceRegistry.ServiceURIUpdate(address(this), "https://ai");
        registry.setServiceURI("https://ai");
        assertEq(registry.getServiceURI(address(this)), "https://ai");
        assertEq(registry.getServiceURI(stranger), "");
    }
}
