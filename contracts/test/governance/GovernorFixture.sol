// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Treasury} from "../../src/governance/Treasury.sol";
import {TreasuryGovernor} from "../../src/governance/TreasuryGovernor.sol";
import {IGovernorProposals} from "../../src/interfaces/IGovernorProposals.sol";
import {ITreasuryGovernor} from "../../src/interfaces/ITreasuryGovernor.sol";
import {Controller} from "../../src/registry/Controller.sol";
import {ManagerProxy} from "../../src/registry/ManagerProxy.sol";
import {MillraceToken} from "../../src/token/MillraceToken.sol";
import {SettableVotes} from "../utils/SettableVotes.sol";
import {Test} from "forge-std/Test.sol";

/// @title The treasury with its governor over settable votes, set up as on the live network.
abstract contract GovernorFixture is Test {
    uint256 internal constant DELAY = 1;
    uint256 internal constant PERIOD = 10;
    uint256 internal constant THRESHOLD = 100e18;
    uint256 internal constant QUORUM = 333_300;
    uint256 internal constant QUOTA = 500_000;
    uint256 internal constant SUPPLY = 1000e18;
    uint256 internal constant TREASURE = 50e18;
    uint8 internal constant AGAINST = 0;
    uint8 internal constant FOR = 1;
    uint8 internal constant ABSTAIN = 2;
    string internal constant DESCRIPTION = "pay the builder";

    /// A proposal as its functions take it.
    struct Calls {
        address[] targets;
        uint256[] values;
        bytes[] calldatas;
        bytes32 descriptionHash;
    }

    Controller internal controller;
    SettableVotes internal votes;
    Treasury internal treasury;
    ITreasuryGovernor internal governor;
    MillraceToken internal token;
    address internal orchestrator = makeAddr("orchestrator");
    address internal delegator = makeAddr("delegator");
    address internal builder = makeAddr("builder");
    address internal stranger = makeAddr("stranger");

    function setUp() public virtual {
        // A timelock takes the first second for "done".
        vm.warp(1_700_000_000);
        controller = new Controller();
        votes = new SettableVotes();
        treasury = new Treasury();
        register("BondingVotes", address(votes));
        register("Treasury", address(treasury));
        register("LivepeerGovernorTarget", address(new TreasuryGovernor(address(controller))));
        governor =
            ITreasuryGovernor(address(new ManagerProxy(address(controller), keccak256("LivepeerGovernorTarget"))));
        governor.initialize(DELAY, PERIOD, THRESHOLD, QUORUM, QUOTA);
        treasury.initialize(0, one(address(governor)), one(address(governor)), address(0));
        token = new MillraceToken("Test Token", "TT", "1");
        token.grantRole(keccak256("MINTER_ROLE"), address(this));
        token.mint(address(treasury), TREASURE);
        votes.setSupply(SUPPLY);
        votes.setVotes(orchestrator, 600e18);
        votes.setVotes(delegator, 200e18);
        votes.setDelegate(orchestrator, orchestrator);
        votes.setDelegate(delegator, orchestrator);
        votes.setClock(votes.clock() + 1);
    }

    function register(string memory name, address contractAddress) internal {
        controller.setContractInfo(keccak256(bytes(name)), contractAddress, bytes20(0));
    }

    function call(address target, bytes memory data) internal pure returns (Calls memory calls) {
        calls.targets = one(target);
        calls.values = new uint256[](1);
        calls.calldatas = new bytes[](1);
        calls.calldatas[0] = data;
        calls.descriptionHash = keccak256(bytes(DESCRIPTION));
    }

    /// @dev A proposal to pay the builder all that the treasury has.
    function payment() internal view returns (Calls memory) {
        return call(address(token), abi.encodeCall(token.transfer, (builder, TREASURE)));
    }

    function propose(Calls memory calls) internal returns (uint256) {
        vm.prank(orchestrator);
        return governor.propose(calls.targets, calls.values, calls.calldatas, DESCRIPTION);
    }

    /// @dev Proposes and goes to the first round of the vote.
    function openVote(Calls memory calls) internal returns (uint256 proposalId) {
        proposalId = propose(calls);
        votes.setClock(uint48(governor.proposalSnapshot(proposalId)) + 1);
    }

    function closeVote(uint256 proposalId) internal {
        votes.setClock(uint48(governor.proposalDeadline(proposalId)) + 1);
    }

    function castVote(address voter, uint256 proposalId, uint8 support) internal returns (uint256) {
        vm.prank(voter);
        return governor.castVote(proposalId, support);
    }

    /// @dev Proposes, votes for and closes the vote.
    function pass(Calls memory calls) internal returns (uint256 proposalId) {
        proposalId = openVote(calls);
        castVote(orchestrator, proposalId, FOR);
        closeVote(proposalId);
    }

    function queue(Calls memory calls) internal {
        governor.queue(calls.targets, calls.values, calls.calldatas, calls.descriptionHash);
    }

    function execute(Calls memory calls) internal {
        governor.execute(calls.targets, calls.values, calls.calldatas, calls.descriptionHash);
    }

    /// @dev The whole way of a proposal.
    function enact(Calls memory calls) internal {
        pass(calls);
        queue(calls);
        execute(calls);
    }

    function assertVotes(uint256 proposalId, uint256 against, uint256 inFavour, uint256 abstain) internal view {
        (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes) = governor.proposalVotes(proposalId);
        assertEq(againstVotes, against, "against");
        assertEq(forVotes, inFavour, "for");
        assertEq(abstainVotes, abstain, "abstain");
    }

    function assertState(uint256 proposalId, IGovernorProposals.ProposalState expected) internal view {
        assertEq(uint8(governor.state(proposalId)), uint8(expected));
    }

    function one(address account) internal pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = account;
    }
}
