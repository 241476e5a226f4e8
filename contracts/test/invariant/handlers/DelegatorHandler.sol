// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../../src/interfaces/IBondingManager.sol";
import {HandlerBase} from "./HandlerBase.sol";

/// @title Bonds, unbonds, moves stake and withdraws, as anybody.
abstract contract DelegatorHandler is HandlerBase {
    struct Lock {
        address owner;
        uint256 id;
        uint256 amount;
    }

    /// What an account may own, so that three can evict the anchor only together.
    uint256 internal constant WEALTH = 2e24;

    Lock[] private _locks;

    function bond(uint256 who, uint256 to, uint256 amount) external {
        // Half of all bonds are to oneself, so that there are orchestrators.
        address account = actorOf(who);
        _bond(account, to % 2 == 0 ? account : orchestratorOf(to / 2), _give(account, amount), to);
    }

    function bondFor(uint256 who, uint256 owner, uint256 amount) external {
        address payer = actorOf(who);
        address receiver = accounts[owner % accounts.length];
        address delegate = delegateOf(receiver);
        if (delegate == address(0)) delegate = orchestratorOf(amount);
        amount = _give(payer, amount);
        uint256 before = wealthOf(payer);
        uint256 stake = p.bonding.pendingStake(receiver, 0);
        bool isHinted = owner % 2 == 0;
        (address prev, address next) = _hint(owner, isHinted);
        bytes memory call =
            abi.encodeCall(IBondingManager.bondForWithHint, (amount, receiver, delegate, prev, next, prev, next));
        if (enter("bondFor", payer, address(p.bonding), call)) {
            assertGe(p.bonding.pendingStake(receiver, 0), stake + amount, "bonded for");
            if (payer != receiver) assertEq(wealthOf(payer), before - amount, "paid for");
            _increase(delegate, amount, p.bonding.isRegisteredTranscoder(delegate));
            checkPool(isHinted);
        }
        settle(payer, receiver, false);
    }

    function unbond(uint256 who, uint256 amount) external {
        address account = actorOf(who);
        amount = _part(account, amount, 3);
        bool isMembersAll = isMember(account) && _isAll(account, amount);
        uint256[2] memory rest = outOfReach(account);
        uint256 pending = p.bonding.pendingStake(account, 0);
        (address delegate, uint256 lockId, bool isBonded) = _standing(account);
        bool success = leave("unbond", account, address(p.bonding), _unbondCall(amount, who));
        // Nothing else may hold stake back.
        assertEq(success, mayLeave() && isBonded && amount > 0, "unbonding");
        if (success) {
            if (isMembersAll) _leave(account);
            _decrease(delegate, amount);
            _lock(account, lockId, amount);
            pending -= amount + leaveBehind(account, rest);
            assertEq(p.bonding.pendingStake(account, 0), pending, "unbonded");
            checkPool(who % 2 == 0);
        }
        settle(account, address(0), false);
    }

    function rebond(uint256 which, uint256 hint) external {
        (uint256 index, Lock memory lock) = _anyLock(which, true);
        if (lock.amount == 0) return;
        address delegate = delegateOf(lock.owner);
        (address prev, address next) = _hint(hint, hint % 2 == 0);
        bytes memory call = abi.encodeCall(IBondingManager.rebondWithHint, (lock.id, prev, next));
        if (enter("rebond", lock.owner, address(p.bonding), call)) _rebonded(index, delegate, hint % 2 == 0);
        settle(address(0), address(0), false);
    }

    function rebondFromUnbonded(uint256 which, uint256 to) external {
        (uint256 index, Lock memory lock) = _anyLock(which, false);
        if (lock.amount == 0) return;
        address delegate = to % 3 == 0 ? lock.owner : orchestratorOf(to);
        (address prev, address next) = _hint(to, to % 2 == 0);
        uint256[2] memory rest = outOfReach(lock.owner);
        bytes memory call = abi.encodeCall(IBondingManager.rebondFromUnbondedWithHint, (delegate, lock.id, prev, next));
        if (enter("rebondFromUnbonded", lock.owner, address(p.bonding), call)) {
            leaveBehind(lock.owner, rest);
            _rebonded(index, delegate, to % 2 == 0);
        }
        // An orchestrator that comes back finds what it left behind.
        settle(lock.owner, address(0), false);
    }

    function transferBond(uint256 who, uint256 to, uint256 amount) external {
        (address account, address receiver) = (actorOf(who), accounts[to % accounts.length]);
        amount = _part(account, amount, 4);
        bool isMembersAll = isMember(account) && _isAll(account, amount);
        address delegate = delegateOf(account);
        uint256[2] memory rest = outOfReach(account);
        uint256[2] memory before = [wealthOf(account), wealthOf(receiver)];
        bytes memory call = _transferCall(receiver, amount, who);
        if (enter("transferBond", account, address(p.bonding), call)) {
            if (isMembersAll) _leave(account);
            _decrease(delegate, amount);
            delegate = delegateOf(receiver);
            _increase(delegate, amount, p.bonding.isRegisteredTranscoder(delegate));
            if (account == receiver) amount = 0;
            before[0] -= leaveBehind(account, rest);
            assertEq(wealthOf(account), before[0] - amount, "sent");
            assertEq(wealthOf(receiver), before[1] + amount, "received");
            checkPool(who % 2 == 0);
        }
        settle(account, receiver, false);
    }

    function withdrawStake(uint256 which) external {
        (uint256 index, Lock memory lock) = _anyLock(which, which % 2 == 0);
        if (lock.amount == 0) return;
        (, uint256 withdrawRound) = p.bonding.getDelegatorUnbondingLock(lock.owner, lock.id);
        bytes memory call = abi.encodeCall(IBondingManager.withdrawStake, (lock.id));
        bool success = leave("withdrawStake", lock.owner, address(p.bonding), call);
        assertEq(success, mayLeave() && withdrawRound <= p.rounds.currentRound(), "withdrawing stake");
        if (success) _unlock(index);
        settle(address(0), address(0), false);
    }

    function withdrawFees(uint256 who, uint256 amount) external {
        address account = accounts[who % accounts.length];
        (, uint256 fees) = withinReach(account);
        amount = amount % 2 == 0 ? fees : _bound(amount, 0, fees);
        bytes memory call = abi.encodeCall(IBondingManager.withdrawFees, (account, amount));
        bool success = leave("withdrawFees", account, address(p.bonding), call);
        assertEq(success, mayLeave(), "withdrawing fees");
        if (success) feesWithdrawn += amount;
        settle(address(0), address(0), false);
    }

    function claimEarnings(uint256 who) external {
        bytes memory call = abi.encodeCall(IBondingManager.claimEarnings, (0));
        bool success = enter("claimEarnings", accounts[who % accounts.length], address(p.bonding), call);
        assertEq(success, isOpen(), "claiming");
        // However often one claims, one has what one had.
        settle(address(0), address(0), false);
    }

    function checkpoint(uint256 who) external {
        address account = accounts[who % accounts.length];
        bytes memory call = abi.encodeCall(IBondingManager.checkpointBondingState, (account));
        assertEq(enter("checkpoint", actorOf(who / 2), address(p.bonding), call), isOpen(), "checkpoint");
        settle(address(0), address(0), false);
    }

    /// @param amount At most what the account has, and approved.
    function _bond(address account, address delegate, uint256 amount, uint256 hint) internal {
        uint256 before = wealthOf(account);
        address oldDelegate = delegateOf(account);
        (uint256 moved,) = withinReach(account);
        uint256[2] memory rest = outOfReach(account);
        (address prev, address next) = _hint(hint, hint % 4 == 0);
        bytes memory call = abi.encodeCall(IBondingManager.bondWithHint, (amount, delegate, prev, next, next, prev));
        if (enter("bond", account, address(p.bonding), call)) {
            if (oldDelegate == delegate) moved = 0;
            if (moved > 0) _decrease(oldDelegate, moved);
            _increase(delegate, amount + moved, p.bonding.isRegisteredTranscoder(delegate));
            before -= leaveBehind(account, rest);
            assertGe(wealthOf(account), before, "bonded");
            checkPool(hint % 4 == 0);
        }
        settle(account, address(0), false);
    }

    /// @return What the account can bond: sometimes a single unit, often a round sum, so that there are equals.
    function _give(address account, uint256 amount) internal returns (uint256) {
        if (amount % 8 == 0) amount = 1;
        else if (amount % 2 == 0) amount = (1 + amount % 4) * 1e23;
        else amount = _bound(amount, 0, 1e24);
        uint256 balance = p.token.balanceOf(account);
        return _giveExactly(account, balance < amount && wealthOf(account) >= WEALTH ? balance : amount);
    }

    /// @dev Mints what the account lacks.
    function _giveExactly(address account, uint256 amount) internal returns (uint256) {
        uint256 balance = p.token.balanceOf(account);
        if (balance < amount) p.token.mint(account, amount - balance);
        vm.prank(account);
        p.token.approve(address(p.bonding), amount);
        return amount;
    }

    function _transferCall(address receiver, uint256 amount, uint256 hint) private view returns (bytes memory) {
        (address prev, address next) = _hint(hint, hint % 2 == 0);
        return abi.encodeCall(IBondingManager.transferBond, (receiver, amount, prev, next, next, prev));
    }

    function _rebonded(uint256 index, address delegate, bool isHinted) private {
        uint256 amount = _locks[index].amount;
        _unlock(index);
        _increase(delegate, amount, p.bonding.isRegisteredTranscoder(delegate));
        checkPool(isHinted);
    }

    /// @return Part of what an account can take out, all of it one time in `every`.
    function _part(address account, uint256 seed, uint256 every) private view returns (uint256) {
        (uint256 stake,) = withinReach(account);
        return seed % every == 0 ? stake : _bound(seed, 0, stake);
    }

    function _isAll(address account, uint256 amount) private view returns (bool) {
        (uint256 stake,) = withinReach(account);
        return amount == stake;
    }

    function _unbondCall(uint256 amount, uint256 hint) private view returns (bytes memory) {
        (address prev, address next) = _hint(hint, hint % 2 == 0);
        return abi.encodeCall(IBondingManager.unbondWithHint, (amount, prev, next));
    }

    function _lock(address account, uint256 id, uint256 amount) private {
        (uint256 lockedAmount,) = p.bonding.getDelegatorUnbondingLock(account, id);
        assertEq(lockedAmount, amount, "lock");
        _locks.push(Lock(account, id, amount));
        locked += amount;
        lockedOf[account] += amount;
    }

    function _unlock(uint256 index) private {
        Lock memory lock = _locks[index];
        locked -= lock.amount;
        lockedOf[lock.owner] -= lock.amount;
        _locks[index] = _locks[_locks.length - 1];
        _locks.pop();
        assertFalse(p.bonding.isValidUnbondingLock(lock.owner, lock.id), "lock is gone");
    }

    /// @return index A lock whose owner is bonded, or not, as asked for; else any.
    /// @return lock The lock, empty if there is none at all.
    function _anyLock(uint256 seed, bool isBonded) private view returns (uint256 index, Lock memory lock) {
        for (uint256 i = 0; i < _locks.length; i++) {
            index = (seed % _locks.length + i) % _locks.length;
            lock = _locks[index];
            if ((p.bonding.pendingStake(lock.owner, 0) > 0) == isBonded) return (index, lock);
        }
    }

    function _standing(address account) private view returns (address delegate, uint256 nextLockId, bool isBonded) {
        uint256 startRound;
        (,, delegate,, startRound,, nextLockId) = p.bonding.getDelegator(account);
        (uint256 stake,) = withinReach(account);
        isBonded = stake > 0 && startRound <= p.rounds.currentRound();
    }

    /// @return prev A member, a stranger to the pool, or nobody.
    /// @return next Likewise.
    function _hint(uint256 seed, bool isHinted) internal view returns (address prev, address next) {
        if (!isHinted) return (address(0), address(0));
        (prev, next) = (accounts[(seed >> 16) % accounts.length], accounts[(seed >> 32) % accounts.length]);
        if ((seed >> 48) % 4 == 0) prev = address(0);
        if ((seed >> 48) % 4 == 1) next = address(0);
    }
}
