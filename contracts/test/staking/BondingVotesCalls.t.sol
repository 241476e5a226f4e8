// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {IBondingVotes} from "../../src/interfaces/IBondingVotes.sol";
import {Deployers} from "../utils/Deployers.sol";
import {VmSafe} from "forge-std/Vm.sol";

/// @title Every staking function writes the votes of each account that it touches exactly once, the delegate's first.
/// @dev The calls that the BondingManager makes are recorded on the way to the real BondingVotes.
contract BondingVotesCallsTest is Deployers {
    address internal constant NONE = address(0);

    address internal orchestrator = makeAddr("orchestrator");
    address internal other = makeAddr("other");
    address internal delegator = makeAddr("delegator");
    address internal payer = makeAddr("payer");

    function setUp() public override {
        super.setUp();
        token.mint(address(this), 1e24);
        register(orchestrator, 1000e18, 0, 0);
        register(other, 900e18, 0, 0);
        bond(delegator, 100e18, orchestrator);
        nextRound();
        giveTokens(delegator, 1000);
        giveTokens(orchestrator, 1000);
        giveTokens(payer, 1000);
    }

    function test_bond() public {
        record(delegator, abi.encodeCall(IBondingManager.bond, (1, orchestrator)), orchestrator, delegator);
        record(orchestrator, abi.encodeCall(IBondingManager.bond, (1, orchestrator)), orchestrator, NONE);
    }

    /// @dev The delegate that is left comes first of all.
    function test_bond_toAnotherDelegate() public {
        vm.prank(payer);
        bonding.bond(1, orchestrator);
        bytes memory call = abi.encodeCall(IBondingManager.bondWithHint, (1, other, NONE, NONE, NONE, NONE));
        address[] memory accounts = recorded(delegator, call);
        assertEq(accounts.length, 3);
        assertEq(accounts[0], orchestrator);
        assertEq(accounts[1], other);
        assertEq(accounts[2], delegator);
    }

    /// @dev Nothing was bonded any more to the former delegate, so that its stake has not changed.
    function test_bond_afterUnbondingAllTouchesNoFormerDelegate() public {
        vm.prank(delegator);
        bonding.unbond(100e18);
        record(delegator, abi.encodeCall(IBondingManager.bond, (1, other)), other, delegator);
    }

    function test_bondForWithHint() public {
        reward(orchestrator);
        bytes memory call =
            abi.encodeCall(IBondingManager.bondForWithHint, (1, delegator, orchestrator, NONE, NONE, NONE, NONE));
        record(payer, call, orchestrator, delegator);
    }

    function test_unbond() public {
        record(delegator, abi.encodeCall(IBondingManager.unbond, (1)), orchestrator, delegator);
        record(orchestrator, abi.encodeCall(IBondingManager.unbondWithHint, (1, NONE, NONE)), orchestrator, NONE);
        record(delegator, abi.encodeCall(IBondingManager.unbond, (100e18 - 1)), orchestrator, delegator);
        record(orchestrator, abi.encodeCall(IBondingManager.unbond, (1000e18 - 1)), orchestrator, NONE);
    }

    function test_unbond_duringAPause() public {
        controller.pause();
        skipRounds(2);
        record(delegator, abi.encodeCall(IBondingManager.unbond, (1)), orchestrator, delegator);
    }

    function test_rebond() public {
        vm.startPrank(delegator);
        bonding.unbond(1);
        bonding.unbond(2);
        vm.stopPrank();
        record(delegator, abi.encodeCall(IBondingManager.rebond, (0)), orchestrator, delegator);
        record(delegator, abi.encodeCall(IBondingManager.rebondWithHint, (1, NONE, NONE)), orchestrator, delegator);
    }

    function test_rebondFromUnbonded() public {
        vm.startPrank(delegator);
        bonding.unbond(1);
        bonding.unbond(100e18 - 1);
        vm.stopPrank();
        record(delegator, abi.encodeCall(IBondingManager.rebondFromUnbonded, (other, 0)), other, delegator);
        vm.prank(delegator);
        bonding.rebond(1);
        vm.prank(orchestrator);
        bonding.unbond(1000e18);
        nextRound();
        record(
            orchestrator,
            abi.encodeCall(IBondingManager.rebondFromUnbondedWithHint, (orchestrator, 0, NONE, NONE)),
            orchestrator,
            NONE
        );
    }

    function test_transferBond_toAFreshAccount() public {
        bytes memory call = abi.encodeCall(IBondingManager.transferBond, (payer, 1, NONE, NONE, NONE, NONE));
        address[] memory accounts = recorded(delegator, call);
        assertEq(accounts.length, 3);
        assertEq(accounts[0], delegator);
        assertEq(accounts[1], orchestrator);
        assertEq(accounts[2], payer);
    }

    function test_transferBond_betweenOrchestratorsDelegators() public {
        vm.prank(payer);
        bonding.bond(1000, other);
        nextRound();
        reward(other);
        bytes memory call = abi.encodeCall(IBondingManager.transferBond, (payer, 1, NONE, NONE, NONE, NONE));
        address[] memory accounts = recorded(delegator, call);
        assertEq(accounts.length, 4);
        assertEq(accounts[0], orchestrator);
        assertEq(accounts[1], delegator);
        assertEq(accounts[2], other);
        assertEq(accounts[3], payer);
    }

    function test_reward() public {
        record(orchestrator, abi.encodeCall(IBondingManager.reward, ()), orchestrator, NONE);
        vm.prank(other);
        bonding.setRewardCaller(payer);
        record(payer, abi.encodeCall(IBondingManager.rewardForTranscoder, (other)), other, NONE);
    }

    function test_claimsAndWithdrawals() public {
        record(delegator, abi.encodeCall(IBondingManager.claimEarnings, (0)), delegator, NONE);
        addFees(orchestrator, 1 ether);
        record(delegator, abi.encodeCall(IBondingManager.withdrawFees, (delegator, 0)), delegator, NONE);
        vm.prank(delegator);
        bonding.unbond(1);
        skipRounds(UNBONDING_PERIOD);
        rounds.initializeRound();
        assertEq(recorded(delegator, abi.encodeCall(IBondingManager.withdrawStake, (0))).length, 0);
    }

    function test_slash() public {
        register("Verifier", address(this));
        record(
            address(this),
            abi.encodeCall(IBondingManager.slashTranscoder, (orchestrator, NONE, 1, 0)),
            orchestrator,
            NONE
        );
        record(
            address(this),
            abi.encodeCall(IBondingManager.slashTranscoder, (delegator, payer, 1, 1)),
            orchestrator,
            delegator
        );
    }

    function test_checkpointBondingState_byAnyone() public {
        record(payer, abi.encodeCall(IBondingManager.checkpointBondingState, (delegator)), delegator, NONE);
    }

    /// @dev What changes no stake writes no votes.
    function test_others() public {
        reward(orchestrator);
        assertEq(recorded(orchestrator, abi.encodeCall(IBondingManager.transcoder, (1, 1))).length, 0);
        assertEq(recorded(orchestrator, abi.encodeCall(IBondingManager.setRewardCaller, (payer))).length, 0);
    }

    /// @dev A deployment without votes stakes as ever.
    function test_noVotes() public {
        register("BondingVotes", NONE);
        bytes memory call = abi.encodeCall(IBondingManager.bond, (1, orchestrator));
        assertEq(recorded(delegator, call).length, 0);
        assertEq(bondedAmount(delegator), 100e18 + 1);
        nextRound();
    }

    function record(address caller, bytes memory call, address first, address second) private {
        address[] memory accounts = recorded(caller, call);
        assertEq(accounts.length, second == NONE ? 1 : 2, "count");
        assertEq(accounts[0], first, "first");
        if (second != NONE) assertEq(accounts[1], second, "second");
    }

    /// @return accounts Those whose votes the call wrote, in that order.
    function recorded(address caller, bytes memory call) private returns (address[] memory accounts) {
        vm.startStateDiffRecording();
        vm.prank(caller);
        (bool success,) = address(bonding).call(call);
        VmSafe.AccountAccess[] memory accesses = vm.stopAndReturnStateDiff();
        assertTrue(success, "refused");
        accounts = new address[](accesses.length);
        uint256 count;
        for (uint256 i = 0; i < accesses.length; i++) {
            VmSafe.AccountAccess memory access = accesses[i];
            if (access.kind != VmSafe.AccountAccessKind.Call || access.account != address(votes)) continue;
            if (bytes4(access.data) != IBondingVotes.checkpointBondingState.selector) continue;
            accounts[count++] = accountOf(access.data);
        }
        assembly ("memory-safe") {
            mstore(accounts, count)
        }
    }

    /// @dev The first word after the selector.
    function accountOf(bytes memory data) private pure returns (address account) {
        assembly ("memory-safe") {
            account := mload(add(data, 36))
        }
    }
}
