// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deployers} from "../utils/Deployers.sol";
import {ProtocolHandler} from "./ProtocolHandler.sol";

/// @title What holds after anything that anyone may do.
contract ProtocolInvariants is Deployers {
    ProtocolHandler internal handler;

    function setUp() public override {
        super.setUp();
        handler = new ProtocolHandler(token, rounds, bonding, broker, minter);
        token.grantRole(keccak256("MINTER_ROLE"), address(handler));
        register("Treasury", makeAddr("treasury"));
        bonding.setTreasuryRewardCutRate(PRECISE / 10);
        // Locks that mature within a run.
        bonding.setUnbondingPeriod(2);
        // A short way to interesting states: an orchestrator with a delegator, a funded gateway, a round in which
        // tickets are valid.
        handler.bond(0, 0, 1e21);
        handler.bond(1, 6, 1e21);
        handler.fund(10 ether, 10 ether);
        handler.nextRound(0);
        targetContract(address(handler));
    }

    /// @dev One function, so that the calls are made once and not for each statement.
    function invariant_protocol() public view {
        _minterHoldsAllEth();
        _pendingFeesAreBooked();
        _tokensAreConserved();
        _pendingStakeIsDelegated();
        _poolIsTheNextActiveSet();
        _activeStakeIsTheRoundsTotal();
    }

    /// @dev Deposits and reserves are covered by the Minter's ETH, and so are all fees.
    function _minterHoldsAllEth() private view {
        uint256 fees = handler.feesBooked() - handler.feesWithdrawn();
        assertEq(address(minter).balance, handler.heldForSender() + fees);
        assertEq(address(broker).balance, 0);
    }

    /// @dev What can be withdrawn as fees was paid in by tickets.
    function _pendingFeesAreBooked() private view {
        uint256 pending;
        for (uint256 i = 0; i < handler.actorCount(); i++) {
            pending += bonding.pendingFees(handler.actors(i), 0);
        }
        assertLe(pending, handler.feesBooked() - handler.feesWithdrawn());
    }

    /// @dev The Minter's tokens are all delegated stake and all locks, to the unit.
    function _tokensAreConserved() private view {
        uint256 staked;
        for (uint256 i = 0; i < handler.actorCount(); i++) {
            (,,, uint256 delegated,,, uint256 nextLockId) = bonding.getDelegator(handler.actors(i));
            staked += delegated;
            for (uint256 id = 0; id < nextLockId; id++) {
                (uint256 amount,) = bonding.getDelegatorUnbondingLock(handler.actors(i), id);
                staked += amount;
            }
        }
        assertEq(token.balanceOf(address(minter)), staked);
    }

    /// @dev What delegators can claim is never more than what is delegated.
    function _pendingStakeIsDelegated() private view {
        uint256 count = handler.actorCount();
        uint256[] memory pending = new uint256[](count);
        for (uint256 i = 0; i < count; i++) {
            address delegate = delegateOf(handler.actors(i));
            if (delegate != address(0)) {
                pending[handler.indexOf(delegate)] += bonding.pendingStake(handler.actors(i), 0);
            }
        }
        for (uint256 i = 0; i < count; i++) {
            assertLe(pending[i], bonding.transcoderTotalStake(handler.actors(i)));
        }
    }

    /// @dev The pool is sorted, bounded, made of registered orchestrators, and sums up to the next round's stake.
    function _poolIsTheNextActiveSet() private view {
        uint256 sum;
        uint256 count;
        uint256 last = type(uint256).max;
        for (
            address member = bonding.getFirstTranscoderInPool();
            member != address(0);
            member = bonding.getNextTranscoderInPool(member)
        ) {
            uint256 stake = bonding.transcoderTotalStake(member);
            assertLe(stake, last);
            assertTrue(bonding.isRegisteredTranscoder(member));
            last = stake;
            sum += stake;
            count++;
        }
        assertEq(sum, bonding.nextRoundTotalActiveStake());
        assertEq(count, bonding.getTranscoderPoolSize());
        assertLe(count, POOL_SIZE);
    }

    /// @dev Stake that counts in the round sums up to the total that rewards are shared by.
    function _activeStakeIsTheRoundsTotal() private view {
        uint256 round = currentRound();
        uint256 sum;
        for (uint256 i = 0; i < handler.actorCount(); i++) {
            address account = handler.actors(i);
            if (!bonding.isActiveTranscoder(account)) continue;
            (,,, uint256 lastUpdate,,,,,,) = bonding.getTranscoder(account);
            (uint256 stake,,) = poolOf(account, lastUpdate < round ? lastUpdate : round);
            sum += stake;
        }
        // Who enters the pool again after its reward is not active for the rest of the round.
        assertLe(sum, bonding.getTotalBonded());
    }
}
