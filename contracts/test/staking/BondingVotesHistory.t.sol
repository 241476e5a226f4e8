// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deployers} from "../utils/Deployers.sol";

/// @title Lookups in the history, against arrays that are searched from the end.
contract BondingVotesHistoryTest is Deployers {
    struct Entry {
        uint256 round;
        uint256 votes;
        address delegate;
    }

    uint256 private constant CHECKPOINTS = 12;

    Entry[] private _history;
    Entry[] private _totals;
    address private _account = makeAddr("account");

    /// @dev Checkpoints of one account in any rounds, several in some: the last of a round counts.
    /// forge-config: default.fuzz.runs = 50
    /// forge-config: deep.fuzz.runs = 2000
    function test_fuzz_votes_areThoseOfTheLastCheckpointBefore(uint256 seed) public {
        uint256 first = currentRound();
        for (uint256 i = 0; i < CHECKPOINTS; i++) {
            uint256 each = uint256(keccak256(abi.encode(seed, i)));
            if (each % 4 > 0) skipRounds(each % 4);
            uint256 amount = each % 5 == 0 ? 0 : uint96(each);
            address delegate = each % 7 == 0 ? makeAddr("other") : _account;
            uint256 startRound = currentRound() + 1;
            vm.prank(address(bonding));
            votes.checkpointBondingState(_account, startRound, amount, delegate, amount, 0, 0);
            // One whose delegate is no orchestrator has no votes.
            _history.push(Entry(startRound, delegate == _account ? amount : 0, delegate));
        }
        for (uint256 round = first; round <= currentRound() + 1; round++) {
            Entry memory expected = lastOf(round);
            (uint256 amount, address delegate) = votes.getVotesAndDelegateAtRoundStart(_account, round);
            assertEq(amount, expected.votes);
            assertEq(delegate, expected.delegate);
            if (round > currentRound()) {
                assertEq(votes.getVotes(_account), expected.votes);
                assertEq(votes.delegates(_account), expected.delegate);
            } else {
                assertEq(votes.getPastVotes(_account, round - 1), expected.votes);
                assertEq(votes.delegatedAt(_account, round - 1), expected.delegate);
            }
        }
    }

    /// @dev A round that was not initialised counts as the next one that was; one after all of them as the next round.
    /// forge-config: default.fuzz.runs = 50
    /// forge-config: deep.fuzz.runs = 2000
    function test_fuzz_supply_ofARoundThatNobodyInitializedIsTheNextOnes(uint256 seed) public {
        uint256 first = rounds.lastInitializedRound();
        _totals.push(Entry(first, 0, address(0)));
        for (uint256 i = 0; i < CHECKPOINTS; i++) {
            uint256 each = uint256(keccak256(abi.encode(seed, i)));
            bond(makeAddr(vm.toString(i % 4)), 1 + uint64(each), makeAddr(vm.toString(i % 4)));
            uint256 nextStake = bonding.nextRoundTotalActiveStake();
            skipRounds(1 + each % 4);
            rounds.initializeRound();
            _totals.push(Entry(currentRound(), nextStake, address(0)));
        }
        skipRounds(seed % 3);
        assertEq(votes.getTotalActiveStakeAt(first - 1), 0);
        for (uint256 round = first; round <= currentRound() + 1; round++) {
            uint256 expected = supplyAt(round);
            assertEq(votes.getTotalActiveStakeAt(round), expected);
            if (round > currentRound()) assertEq(votes.totalSupply(), expected);
            else assertEq(votes.getPastTotalSupply(round - 1), expected);
        }
    }

    function test_supply_ofTheNextRoundFollowsTheStake() public {
        address orchestrator = makeAddr("orchestrator");
        bond(orchestrator, 100, orchestrator);
        assertEq(votes.totalSupply(), 100);
        assertEq(votes.getTotalActiveStakeAt(currentRound()), 0);
        bond(orchestrator, 50, orchestrator);
        assertEq(votes.totalSupply(), 150);
        // Stake that is not in the pool counts for votes, but not for the supply.
        bond(makeAddr("delegator"), 7, makeAddr("nobody"));
        assertEq(votes.totalSupply(), 150);
        nextRound();
        assertEq(votes.getTotalActiveStakeAt(currentRound()), 150);
        assertEq(votes.getPastTotalSupply(currentRound() - 1), 150);
    }

    function lastOf(uint256 round) private view returns (Entry memory none) {
        for (uint256 i = _history.length; i > 0; i--) {
            if (_history[i - 1].round <= round) return _history[i - 1];
        }
    }

    function supplyAt(uint256 round) private view returns (uint256) {
        for (uint256 i = 0; i < _totals.length; i++) {
            if (_totals[i].round >= round) return _totals[i].votes;
        }
        return bonding.nextRoundTotalActiveStake();
    }
}
