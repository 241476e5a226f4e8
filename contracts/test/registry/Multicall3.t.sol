// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMulticall3} from "../../src/interfaces/IMulticall3.sol";
import {Multicall3} from "../../src/registry/Multicall3.sol";
import {Test} from "forge-std/Test.sol";

contract Multicall3Test is Test {
    error Refused(uint256 value);

    Multicall3 internal multicall = new Multicall3();

    function test_aggregate3_hasTheSelectorClientsCall() public pure {
        assertEq(IMulticall3.aggregate3.selector, bytes4(0x82ad56cb));
        assertEq(IMulticall3.getEthBalance.selector, bytes4(0x4d2301cc));
    }

    function test_aggregate3_returnsResultsInOrder() public {
        IMulticall3.Call3[] memory calls = new IMulticall3.Call3[](2);
        calls[0] = IMulticall3.Call3(address(this), false, abi.encodeCall(this.double, (21)));
        calls[1] = IMulticall3.Call3(address(this), true, abi.encodeCall(this.refuse, (7)));
        IMulticall3.Result[] memory results = multicall.aggregate3(calls);
        assertTrue(results[0].success);
        assertEq(abi.decode(results[0].returnData, (uint256)), 42);
        assertFalse(results[1].success);
        assertEq(results[1].returnData, abi.encodeWithSelector(Refused.selector, 7));
    }

    function test_aggregate3_failsWithACallThatMayNotFail() public {
        IMulticall3.Call3[] memory calls = new IMulticall3.Call3[](1);
        calls[0] = IMulticall3.Call3(address(this), false, abi.encodeCall(this.refuse, (7)));
        bytes memory reason = abi.encodeWithSelector(Refused.selector, 7);
        vm.expectRevert(abi.encodeWithSelector(IMulticall3.CallFailed.selector, 0, reason));
        multicall.aggregate3(calls);
    }

    function test_aggregate3_refusesEth() public {
        vm.expectRevert(abi.encodeWithSelector(IMulticall3.ValueNotSupported.selector, 1));
        multicall.aggregate3{value: 1}(new IMulticall3.Call3[](0));
    }

    function test_views_tellOfTheChain() public {
        vm.roll(123);
        vm.warp(456);
        vm.deal(address(0xE), 789);
        assertEq(multicall.getBlockNumber(), 123);
        assertEq(multicall.getCurrentBlockTimestamp(), 456);
        assertEq(multicall.getEthBalance(address(0xE)), 789);
        assertEq(multicall.getChainId(), block.chainid);
    }

    function double(uint256 value) external pure returns (uint256) {
        return 2 * value;
    }

    function refuse(uint256 value) external pure {
        revert Refused(value);
    }
}
