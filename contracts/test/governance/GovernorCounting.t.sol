// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SettableVotes} from "../utils/SettableVotes.sol";
import {GovernorFixture} from "./GovernorFixture.sol";

contract GovernorCountingTest is GovernorFixture {
    uint256 internal constant ORCHESTRATORS = 3;
    uint256 internal constant ACCOUNTS = 12;

    /// Stake by account; of orchestrators, their own.
    uint256[ACCOUNTS] internal stakes;
    /// Index of each account's delegate.
    uint256[ACCOUNTS] internal delegates;
    /// Support by account, plus one; zero if it did not vote.
    uint8[ACCOUNTS] internal cast;

    function test_countingMode_isThatOfTheLiveGovernor() public view {
        assertEq(governor.COUNTING_MODE(), "support=bravo&quorum=for,abstain,against");
    }

    function test_vote_ofADelegateCountsAllThatIsDelegatedToIt() public {
        uint256 id = openVote(payment());
        castVote(orchestrator, id, FOR);
        assertVotes(id, 0, 600e18, 0);
    }

    function test_vote_ofADelegatorBeforeItsDelegateIsTakenOutOfWhatThatCounts() public {
        uint256 id = openVote(payment());
        castVote(delegator, id, AGAINST);
        assertVotes(id, 200e18, 0, 0);
        castVote(orchestrator, id, FOR);
        assertVotes(id, 200e18, 400e18, 0);
    }

    function test_vote_ofADelegatorAfterItsDelegateIsTakenOutOfWhatThatCounted() public {
        uint256 id = openVote(payment());
        castVote(orchestrator, id, FOR);
        castVote(delegator, id, AGAINST);
        assertVotes(id, 200e18, 400e18, 0);
    }

    function test_vote_ofADelegatorForTheSameSideMovesNothing() public {
        uint256 id = openVote(payment());
        castVote(orchestrator, id, ABSTAIN);
        castVote(delegator, id, ABSTAIN);
        assertVotes(id, 0, 0, 600e18);
    }

    function test_vote_ofSomeDelegatorsBeforeAndSomeAfterCountsEachOnce() public {
        votes.setVotes(stranger, 150e18);
        votes.setDelegate(stranger, orchestrator);
        uint256 id = openVote(payment());
        castVote(stranger, id, ABSTAIN);
        castVote(orchestrator, id, FOR);
        castVote(delegator, id, AGAINST);
        assertVotes(id, 200e18, 250e18, 150e18);
    }

    function test_vote_ofADelegatorsDelegatorIsPlain() public {
        // The delegator is no delegate of its own, so who delegates to it takes nothing out of anybody's vote.
        votes.setVotes(stranger, 70e18);
        votes.setDelegate(stranger, delegator);
        uint256 id = openVote(payment());
        castVote(stranger, id, AGAINST);
        castVote(delegator, id, AGAINST);
        castVote(orchestrator, id, FOR);
        assertVotes(id, 270e18, 400e18, 0);
    }

    function test_vote_ofADelegatorsDelegatorAfterAllOthersIsPlain() public {
        votes.setVotes(stranger, 70e18);
        votes.setDelegate(stranger, delegator);
        uint256 id = openVote(payment());
        castVote(orchestrator, id, FOR);
        castVote(delegator, id, AGAINST);
        castVote(stranger, id, ABSTAIN);
        assertVotes(id, 200e18, 400e18, 70e18);
    }

    function test_vote_ofAnAccountWithoutStakeCountsNothing() public {
        uint256 id = openVote(payment());
        castVote(stranger, id, FOR);
        assertTrue(governor.hasVoted(id, stranger));
        assertVotes(id, 0, 0, 0);
    }

    function test_vote_isCountedPerProposal() public {
        Calls memory calls = call(address(token), "");
        propose(calls);
        uint256 id = openVote(payment());
        uint256 other = governor.hashProposal(calls.targets, calls.values, calls.calldatas, calls.descriptionHash);
        castVote(delegator, id, AGAINST);
        castVote(orchestrator, other, FOR);
        assertVotes(id, 200e18, 0, 0);
        assertVotes(other, 0, 600e18, 0);
    }

    function test_vote_usesTheDelegationOfTheSnapshot() public {
        uint256 id = openVote(payment());
        votes.setDelegate(delegator, stranger);
        votes.setDelegate(stranger, stranger);
        votes.setClock(votes.clock() + 1);
        castVote(delegator, id, AGAINST);
        castVote(orchestrator, id, FOR);
        assertVotes(id, 200e18, 400e18, 0);
    }

    function test_vote_readsDelegationsFromTheRegisteredContract() public {
        // At once; weights follow when the governor is told to.
        uint256 id = openVote(payment());
        SettableVotes other = new SettableVotes();
        other.setDelegate(delegator, delegator);
        other.setDelegate(orchestrator, orchestrator);
        other.setClock(votes.clock());
        register("BondingVotes", address(other));
        castVote(delegator, id, AGAINST);
        castVote(orchestrator, id, FOR);
        assertVotes(id, 200e18, 600e18, 0);
    }

    /// @dev Everyone votes or does not, in any order: each stake counts once, for its holder's choice, or else for its
    /// delegate's.
    function test_fuzz_votes_countEveryStakeOnce(uint256 seed) public {
        setStakes(seed);
        uint256 id = openVote(payment());
        uint256[ACCOUNTS] memory order = shuffled(seed);
        for (uint256 i = 0; i < ACCOUNTS; i++) {
            uint256 voter = order[i];
            uint8 support = uint8(random(seed, 300 + voter) % 4);
            // One in four does not vote.
            if (support == 3) continue;
            castVote(account(voter), id, support);
            cast[voter] = support + 1;
            assertModel(id);
        }
    }

    /// @dev Even votes that do not add up, which staking never gives, neither keep anybody from voting nor take what is
    /// others'.
    function test_fuzz_votes_neverUnderflow(uint256 seed) public {
        for (uint256 i = 0; i < ACCOUNTS; i++) {
            votes.setVotes(account(i), random(seed, i) % 1e18);
            votes.setDelegate(account(i), account(random(seed, 100 + i) % ACCOUNTS));
        }
        votes.setVotes(stranger, 5e18);
        votes.setDelegate(stranger, stranger);
        uint256 id = openVote(payment());
        castVote(stranger, id, FOR);
        uint256[ACCOUNTS] memory order = shuffled(seed);
        uint256 total = 5e18;
        for (uint256 i = 0; i < ACCOUNTS; i++) {
            total += castVote(account(order[i]), id, uint8(random(seed, 300 + i) % 3));
            (uint256 against, uint256 inFavour, uint256 abstain) = governor.proposalVotes(id);
            assertGe(inFavour, 5e18);
            assertLe(against + inFavour + abstain, total);
        }
    }

    function setStakes(uint256 seed) private {
        uint256[ACCOUNTS] memory weights;
        for (uint256 i = 0; i < ACCOUNTS; i++) {
            stakes[i] = random(seed, i) % 100e18;
            delegates[i] = i < ORCHESTRATORS ? i : random(seed, 100 + i) % ORCHESTRATORS;
            weights[delegates[i]] += stakes[i];
            if (delegates[i] != i) weights[i] = stakes[i];
        }
        for (uint256 i = 0; i < ACCOUNTS; i++) {
            votes.setVotes(account(i), weights[i]);
            votes.setDelegate(account(i), account(delegates[i]));
        }
    }

    function assertModel(uint256 id) private view {
        uint256[4] memory expected;
        for (uint256 i = 0; i < ACCOUNTS; i++) {
            expected[cast[i] != 0 ? cast[i] : cast[delegates[i]]] += stakes[i];
        }
        assertVotes(id, expected[1], expected[2], expected[3]);
    }

    function shuffled(uint256 seed) private pure returns (uint256[ACCOUNTS] memory order) {
        for (uint256 i = 0; i < ACCOUNTS; i++) {
            uint256 at = random(seed, 200 + i) % (i + 1);
            order[i] = order[at];
            order[at] = i;
        }
    }

    function account(uint256 index) private pure returns (address) {
        return address(uint160(0x1000 + index));
    }

    function random(uint256 seed, uint256 salt) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, salt)));
    }
}
