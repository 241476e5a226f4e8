// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketFixture} from "../payments/TicketFixture.sol";

/// @title A contract that is paid calls whatever it was told before it takes the money.
contract Caller {
    address private _target;
    bytes private _call;
    bool public wasPaid;
    bool public didSucceed;

    receive() external payable {
        wasPaid = true;
        if (_target != address(0)) (didSucceed,) = _target.call(_call);
    }

    function whenPaid(address target, bytes calldata call) external {
        (_target, _call) = (target, call);
    }

    function run(address target, uint256 value, bytes calldata call) external payable {
        (bool success, bytes memory reason) = target.call{value: value}(call);
        require(success, string(reason));
    }
}

/// @title Whoever is paid ETH may call again. All is booked before, and nothing that a second call finds is stale.
contract ReentrancyTest is TicketFixture {
    Caller internal caller;

    function setUp() public override {
        super.setUp();
        caller = new Caller();
        // What others left with the protocol, for which the attack is.
        fund(50 ether, 50 ether);
    }

    function test_withdrawFees_cannotBeCalledTwice() public {
        uint256 fees = earnFees();
        bytes memory call = abi.encodeCall(IBondingManager.withdrawFees, (address(caller), fees));
        caller.whenPaid(address(bonding), call);
        caller.run(address(bonding), 0, call);
        assertTrue(caller.wasPaid());
        assertFalse(caller.didSucceed());
        assertEq(address(caller).balance, fees);
        assertEq(address(minter).balance, 100 ether + 1 ether - fees);
    }

    /// @dev Halves may be withdrawn one within the other: it is all the caller's.
    function test_withdrawFees_inTwoHalvesPaysBothOnce() public {
        uint256 fees = earnFees();
        bytes memory call = abi.encodeCall(IBondingManager.withdrawFees, (address(caller), fees / 2));
        caller.whenPaid(address(bonding), call);
        // The second half calls for a third, which there is not.
        caller.run(address(bonding), 0, call);
        assertEq(address(caller).balance + bonding.pendingFees(address(caller), 0), fees);
    }

    /// @dev From within a payment every other exit works as outside of it.
    function test_withdrawFees_thenUnbondingFindsTheStakeAsItIs() public {
        uint256 fees = earnFees();
        uint256 stake = bonding.pendingStake(address(caller), 0);
        caller.whenPaid(address(bonding), abi.encodeCall(IBondingManager.unbond, (stake)));
        caller.run(address(bonding), 0, abi.encodeCall(IBondingManager.withdrawFees, (address(caller), fees)));
        assertTrue(caller.didSucceed());
        assertEq(bonding.pendingStake(address(caller), 0), 0);
        (uint256 locked,) = bonding.getDelegatorUnbondingLock(address(caller), 0);
        assertEq(locked, stake);
        assertEq(bonding.pendingFees(address(caller), 0), 0);
    }

    function test_withdraw_cannotBeCalledTwice() public {
        unlockAsCaller();
        bytes memory call = abi.encodeCall(ITicketBroker.withdraw, ());
        caller.whenPaid(address(broker), call);
        caller.run(address(broker), 0, call);
        assertTrue(caller.wasPaid());
        assertFalse(caller.didSucceed());
        assertEq(address(caller).balance, 3 ether);
        assertEq(address(minter).balance, 100 ether);
    }

    /// @dev What the payment is put back into is a new deposit, and no more than was paid.
    function test_withdraw_intoANewDepositIsOneDeposit() public {
        unlockAsCaller();
        caller.whenPaid(
            address(caller),
            abi.encodeCall(Caller.run, (address(broker), 3 ether, abi.encodeCall(ITicketBroker.fundDeposit, ())))
        );
        caller.run(address(broker), 0, abi.encodeCall(ITicketBroker.withdraw, ()));
        assertTrue(caller.didSucceed());
        assertEq(depositOf(address(caller)), 3 ether);
        assertEq(reserveOf(address(caller)), 0);
        assertEq(address(minter).balance, 103 ether);
    }

    /// @dev The token calls nobody: withdrawn stake and a finder's reward arrive without a chance to call back.
    function test_token_hasNoHooks() public {
        token.mint(address(caller), 10e18);
        caller.run(address(token), 0, abi.encodeCall(token.approve, (address(bonding), 10e18)));
        caller.run(address(bonding), 0, abi.encodeCall(IBondingManager.bond, (10e18, recipient)));
        nextRound();
        caller.run(address(bonding), 0, abi.encodeCall(IBondingManager.unbond, (4e18)));
        skipRounds(UNBONDING_PERIOD);
        rounds.initializeRound();
        caller.run(address(bonding), 0, abi.encodeCall(IBondingManager.withdrawStake, (0)));
        register("Verifier", address(this));
        bonding.slashTranscoder(recipient, address(caller), 1000, 1_000_000);
        assertGt(token.balanceOf(address(caller)), 4e18);
        assertFalse(caller.wasPaid());
    }

    /// @dev A contract that refuses ETH keeps its claim, and holds up nobody else.
    function test_payment_thatIsRefusedChangesNothing() public {
        uint256 fees = earnFees();
        vm.expectRevert();
        caller.run(address(bonding), 0, abi.encodeCall(IBondingManager.withdrawFees, (address(token), fees)));
        assertEq(bonding.pendingFees(address(caller), 0), fees);
        caller.run(address(bonding), 0, abi.encodeCall(IBondingManager.withdrawFees, (address(caller), fees)));
        assertEq(address(caller).balance, fees);
    }

    function earnFees() private returns (uint256 fees) {
        token.mint(address(caller), 1000e18);
        caller.run(address(token), 0, abi.encodeCall(token.approve, (address(bonding), 1000e18)));
        caller.run(address(bonding), 0, abi.encodeCall(IBondingManager.bond, (1000e18, recipient)));
        reward(recipient);
        vm.prank(recipient);
        bonding.transcoder(0, 1_000_000);
        nextRound();
        addFees(recipient, 1 ether);
        fees = bonding.pendingFees(address(caller), 0);
        assertGt(fees, 0);
    }

    function unlockAsCaller() private {
        vm.deal(address(this), 3 ether);
        bytes memory call = abi.encodeCall(ITicketBroker.fundDepositAndReserve, (1 ether, 2 ether));
        caller.run{value: 3 ether}(address(broker), 3 ether, call);
        caller.run(address(broker), 0, abi.encodeCall(ITicketBroker.unlock, ()));
        skipRounds(UNLOCK_PERIOD);
        rounds.initializeRound();
    }
}
