// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../../src/interfaces/IBondingManager.sol";
import {IBondingVotes} from "../../../src/interfaces/IBondingVotes.sol";
import {IMinter} from "../../../src/interfaces/IMinter.sol";
import {IRoundsManager} from "../../../src/interfaces/IRoundsManager.sol";
import {ITicketBroker} from "../../../src/interfaces/ITicketBroker.sol";
import {SortedList} from "../../../src/libraries/SortedList.sol";
import {Controller} from "../../../src/registry/Controller.sol";
import {MillraceToken} from "../../../src/token/MillraceToken.sol";
import {PoolModel} from "../models/PoolModel.sol";
import {VotesModel} from "../models/VotesModel.sol";
import {Test} from "forge-std/Test.sol";

struct Protocol {
    Controller controller;
    MillraceToken token;
    IMinter minter;
    IRoundsManager rounds;
    IBondingManager bonding;
    IBondingVotes votes;
    ITicketBroker broker;
    address treasury;
}

/// @title What all operations share: the accounts, what each had, and which refusals are none.
/// @dev Refusals are part of the game. A panic is not, nor a Minter that cannot pay, nor any error that says that the
/// protocol's parts disagree.
abstract contract HandlerBase is Test, PoolModel, VotesModel {
    struct Tally {
        uint256 tried;
        uint256 succeeded;
    }

    /// Units that a booking may lose for each account: floors of its factor and of its share.
    uint256 internal constant ROUNDING = 4;
    /// Keeps whole networks of dust away: without any stake but dust one round's rewards overflow the factors.
    uint256 internal constant ANCHOR_STAKE = 1e25;
    uint256 private constant ACTORS = 8;

    Protocol internal p;
    /// The first is the anchor, an orchestrator that never leaves.
    address[] public accounts;
    string[] public operations;
    mapping(string operation => Tally) public tallies;

    /// Open locks of everybody, as counted from events of the operations.
    uint256 public locked;
    mapping(address account => uint256) public lockedOf;
    /// Delegated to an account, but nobody's: rewards that LIP-36 forfeits, and what slashing leaves behind.
    mapping(address delegate => uint256) public unclaimable;
    uint256 public feesBooked;
    uint256 public feesWithdrawn;
    /// Fees that LIP-36 forfeits, with all roundings.
    uint256 public feesUnclaimable;
    /// Stake at the start of the round, with its rewards; what slashing left of it.
    mapping(address account => uint256) internal _stakeAtStart;

    mapping(address account => uint256) private _lastWealth;
    mapping(address account => uint256) private _lastFees;

    constructor(Protocol memory protocol) {
        p = protocol;
        for (uint256 i = 0; i <= ACTORS; i++) {
            accounts.push(makeAddr(i == 0 ? "anchor" : string.concat("actor ", vm.toString(i))));
        }
    }

    function accountCount() external view returns (uint256) {
        return accounts.length;
    }

    function operationCount() external view returns (uint256) {
        return operations.length;
    }

    /// @dev For what begins or earns something.
    function enter(string memory operation, address account, address target, bytes memory call)
        internal
        returns (bool success)
    {
        success = attempt(operation, account, target, call);
        if (success) assertFalse(p.controller.paused(), "entered during a pause");
    }

    /// @dev For what takes funds out.
    function leave(string memory operation, address account, address target, bytes memory call)
        internal
        returns (bool success)
    {
        success = attempt(operation, account, target, call);
        if (success) assertFalse(p.controller.exitsPaused(), "left while exits were paused");
    }

    function attempt(string memory operation, address account, address target, bytes memory call)
        internal
        returns (bool success)
    {
        bytes memory reason;
        vm.prank(account);
        (success, reason) = target.call(call);
        count(operation, success);
        if (!success) _assertRefusal(bytes4(reason));
    }

    function count(string memory operation, bool success) internal {
        Tally storage tally = tallies[operation];
        if (tally.tried++ == 0) operations.push(operation);
        if (success) tally.succeeded++;
    }

    /// @dev Whoever is not named has what it had, and more only if `isEarning`.
    function settle(address first, address second, bool isEarning) internal {
        for (uint256 i = 0; i < accounts.length; i++) {
            address account = accounts[i];
            uint256 wealth = wealthOf(account);
            uint256 fees = p.bonding.pendingFees(account, 0) + account.balance;
            if (account != first && account != second) {
                if (isEarning) {
                    assertGe(wealth, _lastWealth[account], "lost stake");
                    assertGe(fees, _lastFees[account], "lost fees");
                } else {
                    assertEq(wealth, _lastWealth[account], "stake changed");
                    assertEq(fees, _lastFees[account], "fees changed");
                }
            }
            (_lastWealth[account], _lastFees[account]) = (wealth, fees);
        }
    }

    /// @return All of an account's tokens: staked, in locks and its own.
    function wealthOf(address account) internal view returns (uint256) {
        return p.bonding.pendingStake(account, 0) + lockedOf[account] + p.token.balanceOf(account);
    }

    function lastWealthOf(address account) internal view returns (uint256) {
        return _lastWealth[account];
    }

    /// @dev The pool after an operation is the model's; hints may change the order among equals and nothing else.
    function checkPool(bool hinted) internal {
        address[] memory actual = new address[](_pool.length);
        address member = p.bonding.getFirstTranscoderInPool();
        for (uint256 i = 0; i < actual.length; i++) {
            actual[i] = member;
            if (!hinted) assertEq(member, _pool[i], "place in the pool");
            assertEq(p.bonding.transcoderTotalStake(member), delegatedTo[_pool[i]], "stake in the pool");
            member = p.bonding.getNextTranscoderInPool(member);
        }
        assertEq(member, address(0), "more members than in the model");
        if (hinted) assertTrue(_adoptOrderOfEquals(actual), "members of the pool");
    }

    /// @return Any account but the anchor.
    function actorOf(uint256 seed) internal view returns (address) {
        return accounts[1 + seed % ACTORS];
    }

    /// @return The anchor or one of three, so that stake comes together.
    function orchestratorOf(uint256 seed) internal view returns (address) {
        return accounts[seed % 6];
    }

    function delegateOf(address account) internal view returns (address delegate) {
        (,, delegate,,,,) = p.bonding.getDelegator(account);
    }

    function isOpen() internal view returns (bool) {
        return !p.controller.paused() && p.rounds.currentRoundInitialized();
    }

    /// @return Whether stake may leave: in an open round, or in any while only entries are paused.
    function mayLeave() internal view returns (bool) {
        return p.controller.paused() ? !p.controller.exitsPaused() : p.rounds.currentRoundInitialized();
    }

    /// @return stake What an account can take out now. What an orchestrator that has claimed in this round earned since
    /// is its own, but comes with its next claim.
    /// @return fees Likewise.
    function withinReach(address account) internal view returns (uint256 stake, uint256 fees) {
        uint256 lastClaimRound;
        (stake, fees,,,, lastClaimRound,) = p.bonding.getDelegator(account);
        if (lastClaimRound >= p.rounds.lastInitializedRound()) return (stake, fees);
        return (p.bonding.pendingStake(account, 0), p.bonding.pendingFees(account, 0));
    }

    /// @return rest Stake and fees that are an orchestrator's own and out of its reach.
    function outOfReach(address account) internal view returns (uint256[2] memory rest) {
        (uint256 stake, uint256 fees) = withinReach(account);
        rest[0] = p.bonding.pendingStake(account, 0) - stake;
        rest[1] = p.bonding.pendingFees(account, 0) - fees;
    }

    /// @dev An orchestrator that unbonds everything leaves behind what it has yet to claim, until it bonds to itself again.
    /// @param rest What {outOfReach} was before.
    /// @return Stake that it left behind.
    function leaveBehind(address account, uint256[2] memory rest) internal returns (uint256) {
        if (delegateOf(account) == account) return 0;
        unclaimable[account] += rest[0];
        feesUnclaimable += rest[1];
        return rest[0];
    }

    /// @return stake Of those who earn in the round what `delegate` earns: who acts in a round forfeits the rest of it.
    function earningStakeOf(address delegate, uint256 round) internal view returns (uint256 stake) {
        for (uint256 i = 0; i < accounts.length; i++) {
            address account = accounts[i];
            (,, address delegateAddress,,, uint256 lastClaimRound,) = p.bonding.getDelegator(account);
            if (delegateAddress == delegate && lastClaimRound < round) stake += _stakeAtStart[account];
        }
    }

    function pendingStakeWith(address delegate) internal view returns (uint256 sum) {
        for (uint256 i = 0; i < accounts.length; i++) {
            if (delegateOf(accounts[i]) == delegate) sum += p.bonding.pendingStake(accounts[i], 0);
        }
    }

    function _assertRefusal(bytes4 reason) private pure {
        assertTrue(reason != bytes4(0), "no reason");
        assertTrue(reason != bytes4(keccak256("Panic(uint256)")), "panic");
        assertTrue(reason != IMinter.MintedExceedsMintable.selector, "minted too much");
        assertTrue(reason != bytes4(keccak256("ERC20InsufficientBalance(address,uint256,uint256)")), "no tokens");
        assertTrue(reason != bytes4(keccak256("InsufficientBalance(uint256,uint256)")), "no ETH");
        assertTrue(reason != bytes4(keccak256("SafeCastOverflowedUintDowncast(uint8,uint256)")), "overflow");
        assertTrue(reason != bytes4(keccak256("CheckpointUnorderedInsertion()")), "checkpoint in the past");
        assertTrue(
            reason != SortedList.ListFull.selector && reason != SortedList.NodeAlreadyInList.selector
                && reason != SortedList.NodeNotInList.selector && reason != SortedList.KeyIsZero.selector
                && reason != SortedList.NodeIsZero.selector,
            "the pool's list disagrees"
        );
        assertTrue(
            reason != IBondingVotes.InvalidCaller.selector && reason != IBondingVotes.InvalidStartRound.selector
                && reason != IBondingVotes.FutureLastClaimRound.selector
                && reason != IBondingVotes.InvalidTotalStakeCheckpointRound.selector,
            "the votes disagree"
        );
    }
}
