// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deployers} from "../utils/Deployers.sol";

/// @title Votes that come of real staking.
contract BondingVotesOfStakeTest is Deployers {
    address internal orchestrator = makeAddr("orchestrator");
    address internal other = makeAddr("other");
    address internal delegator = makeAddr("delegator");
    address internal third = makeAddr("third");

    function setUp() public override {
        super.setUp();
        token.mint(address(this), 1e24);
        register(orchestrator, 1000e18, 100_000, 0);
        bond(delegator, 500e18, orchestrator);
        register(other, 700e18, 0, 0);
        nextRound();
    }

    function test_orchestrator_votesWithAllThatIsDelegatedToIt() public {
        assertEq(votes.getVotes(orchestrator), 1500e18);
        assertEq(votes.getVotes(delegator), 500e18);
        assertEq(votes.delegates(delegator), orchestrator);
        reward(orchestrator);
        assertEq(votes.getVotes(orchestrator), bonding.transcoderTotalStake(orchestrator));
        assertGt(votes.getVotes(orchestrator), 1500e18);
        // Nothing of this counts before the round ends.
        (uint256 amount,) = votes.getVotesAndDelegateAtRoundStart(orchestrator, currentRound());
        assertEq(amount, 1500e18);
    }

    function test_delegator_votesWithItsRewardsSinceTheLastClaim() public {
        for (uint256 i = 0; i < 4; i++) {
            reward(orchestrator);
            assertEq(votes.getVotes(delegator), bonding.pendingStake(delegator, 0));
            nextRound();
        }
        uint256 pending = bonding.pendingStake(delegator, 0);
        assertGt(pending, 500e18);
        assertEq(bondedAmount(delegator), 500e18);
        vm.prank(delegator);
        bonding.claimEarnings(0);
        assertEq(votes.getVotes(delegator), pending);
        // A round in which the orchestrator has not called reward since the claim.
        nextRound();
        assertEq(votes.getVotes(delegator), pending);
    }

    function test_delegator_votesOfThePastStayAsTheyWere() public {
        uint256[5] memory past;
        uint256 first = currentRound();
        for (uint256 i = 0; i < 5; i++) {
            reward(orchestrator);
            past[i] = votes.getVotes(delegator);
            if (i == 2) {
                vm.prank(delegator);
                bonding.unbond(100e18);
                past[i] = votes.getVotes(delegator);
            }
            nextRound();
        }
        vm.prank(delegator);
        bonding.bond(0, other);
        for (uint256 i = 0; i < 5; i++) {
            assertEq(votes.getPastVotes(delegator, first + i), past[i]);
            assertEq(votes.delegatedAt(delegator, first + i), orchestrator);
        }
        assertEq(votes.delegates(delegator), other);
    }

    function test_delegator_ofNoOrchestratorHasNone() public {
        bond(third, 50e18, makeAddr("nobody"));
        assertEq(votes.getVotes(third), 0);
        assertEq(votes.delegates(third), makeAddr("nobody"));
        assertEq(votes.getVotes(makeAddr("nobody")), 0);
        // Until its delegate becomes one.
        bond(makeAddr("nobody"), 1, makeAddr("nobody"));
        assertEq(votes.getVotes(third), 50e18);
        assertEq(votes.getVotes(makeAddr("nobody")), 50e18 + 1);
    }

    function test_delegator_ofOneThatResignedHasNone() public {
        vm.prank(orchestrator);
        bonding.unbond(1000e18);
        assertEq(votes.getVotes(orchestrator), 0);
        assertEq(votes.getVotes(delegator), 0);
        (uint256 amount,) = votes.getVotesAndDelegateAtRoundStart(delegator, currentRound());
        assertEq(amount, 500e18);
    }

    function test_inactiveStake_votesAlthoughTheSupplyDoesNotCountIt() public {
        bond(third, 800e18, third);
        address fourth = makeAddr("fourth");
        bond(fourth, 1, fourth);
        assertEq(bonding.getTranscoderPoolSize(), POOL_SIZE);
        assertEq(votes.getVotes(fourth), 1);
        assertEq(votes.totalSupply(), 1500e18 + 700e18 + 800e18);
    }

    function test_slashed_votesWithWhatIsLeft() public {
        register("Verifier", address(this));
        bonding.slashTranscoder(orchestrator, address(0), 500_000, 0);
        assertEq(votes.getVotes(orchestrator), 1000e18);
        assertEq(votes.getVotes(delegator), 500e18);
        assertEq(votes.totalSupply(), 700e18);
    }

    /// @dev One that has nothing left is no orchestrator, and so its delegators have no votes either.
    function test_slashed_ofAllVotesNoMore() public {
        register("Verifier", address(this));
        bonding.slashTranscoder(orchestrator, address(0), 1_000_000, 0);
        assertEq(votes.getVotes(orchestrator), 0);
        assertEq(votes.getVotes(delegator), 0);
        assertEq(bonding.pendingStake(delegator, 0), 500e18);
    }

    /// @dev In a round that nobody initialised yet, a penalty counts from that round on.
    function test_slashed_beforeTheRoundIsInitializedCountsInIt() public {
        register("Verifier", address(this));
        skipRounds(1);
        bonding.slashTranscoder(orchestrator, address(0), 500_000, 0);
        rounds.initializeRound();
        (uint256 amount,) = votes.getVotesAndDelegateAtRoundStart(orchestrator, currentRound());
        assertEq(amount, 1000e18);
        assertEq(votes.getTotalActiveStakeAt(currentRound()), 700e18);
        assertFalse(bonding.isActiveTranscoder(orchestrator));
    }

    function test_pause_stakeThatLeavesDuringItHasNoVotesAfterTheLastRound() public {
        uint256 round = currentRound();
        controller.pause();
        skipRounds(3);
        vm.prank(delegator);
        bonding.unbond(200e18);
        controller.unpause();
        rounds.initializeRound();
        (uint256 before,) = votes.getVotesAndDelegateAtRoundStart(delegator, round);
        (uint256 missed,) = votes.getVotesAndDelegateAtRoundStart(delegator, round + 1);
        (uint256 afterwards,) = votes.getVotesAndDelegateAtRoundStart(delegator, round + 3);
        assertEq(before, 500e18);
        assertEq(missed, 300e18);
        assertEq(afterwards, 300e18);
        assertEq(votes.getPastVotes(orchestrator, round), 1300e18);
        assertEq(votes.getTotalActiveStakeAt(round + 1), 2000e18);
        assertEq(votes.getTotalActiveStakeAt(round + 3), 2000e18);
    }

    /// @dev Whatever delegators do, their own votes are never more than those that their orchestrator has of them.
    /// forge-config: default.fuzz.runs = 50
    /// forge-config: deep.fuzz.runs = 2000
    function test_fuzz_delegators_haveNoMoreVotesThanTheirOrchestrator(uint256 seed) public {
        address[3] memory delegators = [delegator, third, orchestrator];
        for (uint256 i = 0; i < 8; i++) {
            uint256 each = uint256(keccak256(abi.encode(seed, i)));
            bond(delegators[each % 2], 1 + uint72(each), orchestrator);
            if (each % 3 > 0) reward(orchestrator);
            if (each % 5 == 0) {
                vm.prank(delegators[each % 3]);
                bonding.claimEarnings(0);
            }
            uint256 own = votes.getVotes(delegator) + votes.getVotes(third) + bonding.pendingStake(orchestrator, 0);
            assertLe(own, votes.getVotes(orchestrator));
            assertEq(votes.getVotes(orchestrator), bonding.transcoderTotalStake(orchestrator));
            skipRounds(1 + each % 2);
            rounds.initializeRound();
        }
    }
}
