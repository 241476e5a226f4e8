// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deployers} from "../utils/Deployers.sol";
import {ProtocolHandler} from "./ProtocolHandler.sol";
import {Protocol} from "./handlers/HandlerBase.sol";
import {console} from "forge-std/console.sol";

/// @title What holds after anything that anyone may do.
contract ProtocolInvariants is Deployers {
    uint256 private constant WALK = 700;
    /// What the handler counts: the operations, and what several of them do.
    uint256 private constant OPERATION_NAMES = 35;

    ProtocolHandler internal handler;

    function setUp() public override {
        super.setUp();
        address treasury = makeAddr("treasury");
        register("Treasury", treasury);
        bonding.setTreasuryRewardCutRate(PRECISE / 10);
        // Locks that mature within a run.
        bonding.setUnbondingPeriod(2);
        handler = new ProtocolHandler(Protocol(controller, token, minter, rounds, bonding, votes, broker, treasury));
        token.grantRole(keccak256("MINTER_ROLE"), address(handler));
        register("Verifier", address(handler));
        controller.setGuardian(address(handler));
        controller.transferOwnership(address(handler));
        handler.begin();
        targetContract(address(handler));
        targetSelector(FuzzSelector(address(handler), _operations()));
    }

    /// @dev An operation that is always refused would prove nothing: each succeeds, and most do so often.
    function test_operations_allSucceed() public {
        bytes4[] memory selectors = _operations();
        for (uint256 i = 0; i < WALK; i++) {
            uint256 seed = uint256(keccak256(abi.encode("walk", i)));
            // Whatever an operation takes, these are enough words.
            bytes memory call = abi.encodePacked(
                selectors[seed % selectors.length], keccak256(abi.encode(seed, 1)), keccak256(abi.encode(seed, 2)), seed
            );
            (bool success, bytes memory reason) = address(handler).call(call);
            assertTrue(success, string(reason));
            if (i % 20 == 0) invariant_protocol();
        }
        for (uint256 i = 0; i < handler.operationCount(); i++) {
            string memory operation = handler.operations(i);
            (uint256 tried, uint256 succeeded) = handler.tallies(operation);
            console.log("%s: %d of %d", operation, succeeded, tried);
            if (keccak256(bytes(operation)) == keccak256("redeemAgain")) assertEq(succeeded, 0, operation);
            else assertGt(succeeded, 0, operation);
        }
        assertEq(handler.operationCount(), OPERATION_NAMES);
    }

    /// @dev One function, so that the calls are made once and not for each statement.
    function invariant_protocol() public view {
        _minterHoldsAllEth();
        _pendingFeesAreBookedFees();
        _minterHoldsAllTokens();
        _stakeIsWhatDelegatorsHave();
        _poolIsTheModels();
        _activeStakeIsTheRoundsTotal();
        _votesAreTheModels(currentRound() + 1);
        _votesAreTheModels(currentRound());
        uint256 first = handler.firstRound();
        _votesAreTheModels(first + uint256(keccak256(abi.encode(token.totalSupply()))) % (currentRound() - first + 1));
        assertFalse(handler.isAnyForgotten(uint256(keccak256(abi.encode(address(minter).balance)))));
    }

    /// @dev To the wei: deposits, reserves, and fees that nobody has withdrawn yet.
    function _minterHoldsAllEth() private view {
        uint256 held;
        for (uint256 i = 0; i < handler.gatewayCount(); i++) {
            address gateway = handler.gateways(i);
            assertEq(handler.fundsOf(gateway), handler.heldFor(gateway), "funds of a gateway");
            held += handler.heldFor(gateway);
        }
        assertEq(address(minter).balance, held + handler.feesBooked() - handler.feesWithdrawn(), "ETH");
        assertEq(address(broker).balance, 0);
    }

    /// @dev What can be withdrawn as fees was paid by tickets; what cannot was forfeited, or lost to a few roundings.
    function _pendingFeesAreBookedFees() private view {
        uint256 pending;
        for (uint256 i = 0; i < handler.accountCount(); i++) {
            pending += bonding.pendingFees(handler.accounts(i), 0);
        }
        uint256 booked = handler.feesBooked() - handler.feesWithdrawn();
        assertLe(pending, booked, "more fees than were paid");
        assertLe(booked - pending, handler.feesUnclaimable(), "fees that nobody has");
    }

    /// @dev To the unit: all delegated stake and all locks.
    function _minterHoldsAllTokens() private view {
        uint256 staked;
        for (uint256 i = 0; i < handler.accountCount(); i++) {
            address account = handler.accounts(i);
            uint256 delegated = bonding.transcoderTotalStake(account);
            assertEq(delegated, handler.delegatedTo(account), "delegated stake");
            staked += delegated;
        }
        assertEq(token.balanceOf(address(minter)), staked + handler.locked(), "tokens");
    }

    /// @dev What delegators have is never more than what is delegated, and less only by forfeits and roundings.
    function _stakeIsWhatDelegatorsHave() private view {
        uint256 count = handler.accountCount();
        address[] memory delegates = new address[](count);
        uint256[] memory pending = new uint256[](count);
        for (uint256 i = 0; i < count; i++) {
            delegates[i] = delegateOf(handler.accounts(i));
            pending[i] = bonding.pendingStake(handler.accounts(i), 0);
        }
        for (uint256 i = 0; i < count; i++) {
            address delegate = handler.accounts(i);
            uint256 sum;
            for (uint256 j = 0; j < count; j++) {
                if (delegates[j] == delegate) sum += pending[j];
            }
            uint256 delegated = bonding.transcoderTotalStake(delegate);
            assertLe(sum, delegated, "more stake than is delegated");
            assertLe(delegated - sum, handler.unclaimable(delegate), "stake that nobody has");
        }
    }

    /// @dev The pool is sorted, of registered orchestrators, each once, no more than allowed, and the naive model's.
    function _poolIsTheModels() private view {
        address[] memory model = handler.pool();
        uint256 sum;
        uint256 last = type(uint256).max;
        address member = bonding.getFirstTranscoderInPool();
        for (uint256 i = 0; i < model.length; i++) {
            assertEq(member, model[i], "member");
            assertTrue(bonding.isRegisteredTranscoder(member), "not registered");
            uint256 stake = bonding.transcoderTotalStake(member);
            assertLe(stake, last, "order");
            for (uint256 j = 0; j < i; j++) {
                assertTrue(model[j] != member, "twice");
            }
            last = stake;
            sum += stake;
            member = bonding.getNextTranscoderInPool(member);
        }
        assertEq(member, address(0), "longer than the model");
        assertEq(bonding.getTranscoderPoolSize(), model.length, "size");
        assertLe(model.length, bonding.getTranscoderPoolMaxSize(), "too many");
        assertEq(bonding.nextRoundTotalActiveStake(), sum, "next round's stake");
    }

    /// @dev Stake that counts in the round, of all who were members when it began, sums up to the total that rewards are
    /// shared by; active are those of them that did not leave and return, and who returned had its reward before.
    function _activeStakeIsTheRoundsTotal() private view {
        uint256 round = rounds.lastInitializedRound();
        address[] memory members = handler.membersOf(round);
        uint256 sum;
        for (uint256 i = 0; i < members.length; i++) {
            (uint256 lastReward,,, uint256 lastUpdate,,,,,,) = bonding.getTranscoder(members[i]);
            (uint256 stake,,) = poolOf(members[i], lastUpdate < round ? lastUpdate : round);
            sum += stake;
            if (!handler.isActiveInModel(members[i])) assertEq(lastReward, round, "returned without its reward");
        }
        assertEq(sum, bonding.currentRoundTotalActiveStake(), "active stake");
        if (round != currentRound()) return;
        for (uint256 i = 0; i < handler.accountCount(); i++) {
            address account = handler.accounts(i);
            assertEq(bonding.isActiveTranscoder(account), handler.isActiveInModel(account), "active");
        }
    }

    /// @dev Votes of a round are the model's, those of its active set sum up to the supply, and nothing past changes.
    function _votesAreTheModels(uint256 round) private view {
        bool isPast = handler.countsAs(round) > 0;
        uint256 sum;
        for (uint256 i = 0; i < handler.accountCount(); i++) {
            address account = handler.accounts(i);
            (uint256 amount, address delegate) = votes.getVotesAndDelegateAtRoundStart(account, round);
            (uint256 expected, address expectedDelegate) =
                isPast ? handler.votesAt(account, round) : handler.votesNow(bonding, account);
            assertEq(amount, expected, "votes");
            assertEq(delegate, expectedDelegate, "delegate");
            if (round > currentRound()) assertEq(votes.getVotes(account), amount, "votes of now");
            else assertEq(votes.getPastVotes(account, round - 1), amount, "votes of the past");
        }
        address[] memory members = isPast ? handler.membersOf(handler.countsAs(round)) : handler.pool();
        for (uint256 i = 0; i < members.length; i++) {
            (uint256 amount,) = votes.getVotesAndDelegateAtRoundStart(members[i], round);
            sum += amount;
        }
        assertEq(votes.getTotalActiveStakeAt(round), sum, "supply");
        if (isPast) assertEq(sum, handler.supplyAt(round), "supply of the past");
    }

    function _operations() private view returns (bytes4[] memory selectors) {
        bytes4[39] memory list = [
            handler.bond.selector,
            handler.bondFor.selector,
            handler.unbond.selector,
            handler.rebond.selector,
            handler.rebondFromUnbonded.selector,
            handler.transferBond.selector,
            handler.withdrawStake.selector,
            handler.withdrawFees.selector,
            handler.claimEarnings.selector,
            handler.checkpoint.selector,
            handler.enterPool.selector,
            handler.enterPoolAtTheEnd.selector,
            handler.transcoder.selector,
            handler.reward.selector,
            handler.setRewardCaller.selector,
            handler.slash.selector,
            handler.fund.selector,
            handler.fundFor.selector,
            handler.unlock.selector,
            handler.cancelUnlock.selector,
            handler.withdraw.selector,
            handler.redeem.selector,
            handler.redeemAgain.selector,
            handler.redeemBatch.selector,
            handler.nextRound.selector,
            handler.nextRoundToo.selector,
            handler.initializeRound.selector,
            handler.passBlocks.selector,
            handler.missRounds.selector,
            handler.pause.selector,
            handler.pauseExits.selector,
            handler.unpauseExits.selector,
            handler.unpause.selector,
            handler.exitDuringPause.selector,
            handler.setRoundLength.selector,
            handler.setTreasury.selector,
            handler.treasurySpends.selector,
            handler.growPool.selector,
            handler.setPeriods.selector
        ];
        selectors = new bytes4[](list.length);
        for (uint256 i = 0; i < list.length; i++) {
            selectors[i] = list[i];
        }
    }
}
