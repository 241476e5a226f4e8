// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Treasury} from "../../src/governance/Treasury.sol";
import {TreasuryGovernor} from "../../src/governance/TreasuryGovernor.sol";
import {IGovernorProposals} from "../../src/interfaces/IGovernorProposals.sol";
import {ITreasuryGovernor} from "../../src/interfaces/ITreasuryGovernor.sol";
import {Deployers} from "../utils/Deployers.sol";

/// @title The treasury, filled by rewards and spent by votes of stake.
contract TreasuryEndToEndTest is Deployers {
    uint8 internal constant AGAINST = 0;
    uint8 internal constant FOR = 1;
    uint256 internal constant DELEGATORS = 4;
    string internal constant DESCRIPTION = "pay the builder";

    Treasury internal treasury;
    ITreasuryGovernor internal governor;
    address internal orchestrator = makeAddr("orchestrator");
    address internal other = makeAddr("other orchestrator");
    address internal delegator = makeAddr("delegator");
    address internal builder = makeAddr("builder");

    function setUp() public override {
        super.setUp();
        // A timelock takes the first second for "done".
        vm.warp(1_700_000_000);
        treasury = new Treasury();
        register("Treasury", address(treasury));
        governor = ITreasuryGovernor(proxied("LivepeerGovernor", address(new TreasuryGovernor(address(controller)))));
        governor.initialize(1, 10, 100e18, 333_300, 500_000);
        // As a deployer does it: the roles go to the governor, the deployer's own is given up.
        treasury.initialize(0, one(address(governor)), one(address(governor)), address(this));
        treasury.renounceRole(treasury.TIMELOCK_ADMIN_ROLE(), address(this));
        bonding.setTreasuryRewardCutRate(PRECISE / 10);
        bonding.setTreasuryBalanceCeiling(750_000e18);
    }

    function test_theTreasury_isFilledByRewardsAndSpentByAVote() public {
        register(orchestrator, 500e18, 100_000, 500_000);
        register(other, 300e18, 100_000, 500_000);
        bond(delegator, 600e18, orchestrator);
        token.mint(address(this), 1e24);
        nextRound();
        nextRound();
        reward(orchestrator);
        reward(other);
        uint256 treasure = token.balanceOf(address(treasury));
        assertGt(treasure, 0);
        (uint256 id, bytes memory transfer) = openVote(treasure);
        uint256 snapshot = governor.proposalSnapshot(id);
        uint256 allVotes = votes.getPastVotes(orchestrator, snapshot);
        uint256 delegatorVotes = votes.getPastVotes(delegator, snapshot);
        assertGt(delegatorVotes, 600e18);
        // The orchestrator is against; its delegator and the other orchestrator outvote it.
        assertEq(castVote(orchestrator, id, AGAINST), allVotes);
        assertEq(castVote(delegator, id, FOR), delegatorVotes);
        uint256 otherVotes = castVote(other, id, FOR);
        (uint256 againstVotes, uint256 forVotes,) = governor.proposalVotes(id);
        assertEq(againstVotes, allVotes - delegatorVotes);
        assertEq(forVotes, delegatorVotes + otherVotes);
        assertEq(againstVotes + forVotes, votes.getPastTotalSupply(snapshot));
        skipRounds(11);
        assertEq(uint8(governor.state(id)), uint8(IGovernorProposals.ProposalState.Succeeded));
        governor.queue(one(address(token)), new uint256[](1), list(transfer), keccak256(bytes(DESCRIPTION)));
        governor.execute(one(address(token)), new uint256[](1), list(transfer), keccak256(bytes(DESCRIPTION)));
        assertEq(token.balanceOf(builder), treasure);
        assertEq(token.balanceOf(address(treasury)), 0);
    }

    function test_stakeThatComesAfterTheSnapshot_hasNoVote() public {
        register(orchestrator, 500e18, 0, 0);
        nextRound();
        nextRound();
        (uint256 id,) = openVote(1);
        bond(delegator, 1e24, orchestrator);
        nextRound();
        assertEq(castVote(delegator, id, AGAINST), 0);
        assertEq(castVote(orchestrator, id, FOR), 500e18);
        (uint256 againstVotes, uint256 forVotes,) = governor.proposalVotes(id);
        assertEq(againstVotes, 0);
        assertEq(forVotes, 500e18);
    }

    /// @dev Each run goes through many rounds.
    /// forge-config: default.fuzz.runs = 64
    function test_fuzz_votesOfRealStake_countOnceWhoeverVotesFirst(
        uint256[DELEGATORS] memory stakes,
        uint256 rewardCut,
        uint256 ballots,
        uint256 turn
    ) public {
        register(orchestrator, 100e18, bound(rewardCut, 0, PPM), 0);
        address[DELEGATORS] memory delegators;
        for (uint256 i = 0; i < DELEGATORS; i++) {
            delegators[i] = address(uint160(0x1000 + i));
            bond(delegators[i], bound(stakes[i], 1, 1e24), orchestrator);
            nextRound();
            reward(orchestrator);
        }
        nextRound();
        (uint256 id,) = openVote(1);
        uint256 allVotes = votes.getPastVotes(orchestrator, governor.proposalSnapshot(id));
        uint256 overridden;
        turn = bound(turn, 0, DELEGATORS);
        for (uint256 i = 0; i <= DELEGATORS; i++) {
            if (i == turn) castVote(orchestrator, id, FOR);
            if (i == DELEGATORS || (ballots >> i) & 1 == 0) continue;
            overridden += castVote(delegators[i], id, AGAINST);
        }
        (uint256 againstVotes, uint256 forVotes,) = governor.proposalVotes(id);
        assertEq(againstVotes, overridden);
        // Not a unit is lost to rounding: what delegators have is always part of what their delegate has.
        assertEq(forVotes, allVotes - overridden);
    }

    /// @dev Proposes to pay the builder and goes to the first round of the vote.
    function openVote(uint256 amount) private returns (uint256 id, bytes memory transfer) {
        transfer = abi.encodeCall(token.transfer, (builder, amount));
        vm.prank(orchestrator);
        id = governor.propose(one(address(token)), new uint256[](1), list(transfer), DESCRIPTION);
        nextRound();
        nextRound();
    }

    function castVote(address voter, uint256 id, uint8 support) private returns (uint256) {
        vm.prank(voter);
        return governor.castVote(id, support);
    }

    function one(address account) private pure returns (address[] memory accounts) {
        accounts = new address[](1);
        accounts[0] = account;
    }

    function list(bytes memory data) private pure returns (bytes[] memory datas) {
        datas = new bytes[](1);
        datas[0] = data;
    }
}
