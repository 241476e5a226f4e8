// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TreasuryGovernor} from "../../src/governance/TreasuryGovernor.sol";
import {IGovernorParameters} from "../../src/interfaces/IGovernorParameters.sol";
import {IGovernorProposals} from "../../src/interfaces/IGovernorProposals.sol";
import {ITreasuryGovernor} from "../../src/interfaces/ITreasuryGovernor.sol";
import {ManagerProxy} from "../../src/registry/ManagerProxy.sol";
import {SettableVotes} from "../utils/SettableVotes.sol";
import {GovernorFixture} from "./GovernorFixture.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC1155Receiver} from "@openzeppelin/contracts/token/ERC1155/IERC1155Receiver.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {Errors} from "@openzeppelin/contracts/utils/Errors.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

contract GovernorParametersTest is GovernorFixture {
    error Refused(uint256 value);

    /// Begin and end of the governor's queue of calls, as contracts/layouts tells.
    bytes32 internal constant GOVERNANCE_CALLS_SLOT = bytes32(uint256(9));

    function test_initialize_setsWhatTheLiveGovernorHas() public view {
        assertEq(governor.name(), "LivepeerGovernor");
        assertEq(governor.version(), "1");
        assertEq(governor.votingDelay(), DELAY);
        assertEq(governor.votingPeriod(), PERIOD);
        assertEq(governor.proposalThreshold(), THRESHOLD);
        assertEq(governor.quorumNumerator(), QUORUM);
        assertEq(governor.quorumDenominator(), 1_000_000);
        assertEq(governor.quota(), QUOTA);
        assertEq(governor.timelock(), address(treasury));
        assertEq(governor.token(), address(votes));
        assertEq(address(governor.votes()), address(votes));
        assertEq(governor.clock(), 11);
        assertEq(governor.CLOCK_MODE(), "mode=settable_round");
        assertEq(governor.quorum(10), 333.3e18);
        assertEq(governor.getVotes(orchestrator, 10), 600e18);
        assertEq(governor.getVotesWithParams(orchestrator, 10, hex"01"), 600e18);
        assertEq(address(governor.controller()), address(controller));
        assertEq(vm.load(address(governor), bytes32(uint256(1))), keccak256("LivepeerGovernorTarget"));
    }

    function test_initialize_tellsOfItInBothForms() public {
        ITreasuryGovernor other = newProxy();
        vm.expectEmit(address(other));
        emit IGovernorParameters.TimelockChange(address(0), address(treasury));
        vm.expectEmit(address(other));
        emit ITreasuryGovernor.Initialized(1);
        vm.expectEmit(address(other));
        emit Initializable.Initialized(1);
        other.initialize(DELAY, PERIOD, THRESHOLD, QUORUM, QUOTA);
    }

    function test_initialize_isDoneOnceAndNotOfTheImplementation() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        governor.initialize(DELAY, PERIOD, THRESHOLD, QUORUM, QUOTA);
        TreasuryGovernor target = new TreasuryGovernor(address(controller));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        target.initialize(DELAY, PERIOD, THRESHOLD, QUORUM, QUOTA);
    }

    function test_initialize_needsVotesAndTreasury() public {
        ITreasuryGovernor other = newProxy();
        register("BondingVotes", address(0));
        vm.expectRevert(
            abi.encodeWithSelector(ITreasuryGovernor.ContractNotRegistered.selector, keccak256("BondingVotes"))
        );
        other.initialize(DELAY, PERIOD, THRESHOLD, QUORUM, QUOTA);
        register("BondingVotes", address(votes));
        register("Treasury", address(0));
        vm.expectRevert(abi.encodeWithSelector(ITreasuryGovernor.ContractNotRegistered.selector, keccak256("Treasury")));
        other.initialize(DELAY, PERIOD, THRESHOLD, QUORUM, QUOTA);
    }

    function test_fuzz_initialize_takesValidShares(uint256 quorum, uint256 quota, uint256 period) public {
        quorum = bound(quorum, 0, 1_100_000);
        quota = bound(quota, 0, 1_100_000);
        period = bound(period, 0, 5);
        ITreasuryGovernor other = newProxy();
        bytes memory refusal;
        if (quota > 1_000_000) {
            refusal = abi.encodeWithSelector(ITreasuryGovernor.InvalidQuota.selector, quota);
        } else if (period == 0) {
            refusal = abi.encodeWithSelector(IGovernorParameters.VotingPeriodIsZero.selector);
        } else if (quorum > 1_000_000) {
            refusal = abi.encodeWithSelector(IGovernorParameters.QuorumNumeratorTooHigh.selector, quorum, 1_000_000);
        }
        if (refusal.length > 0) vm.expectRevert(refusal);
        other.initialize(DELAY, period, THRESHOLD, quorum, quota);
        if (refusal.length > 0) return;
        assertEq(other.quorumNumerator(), quorum);
        assertEq(other.quota(), quota);
        assertEq(other.votingPeriod(), period);
    }

    /// forge-config: default.fuzz.runs = 64
    function test_fuzz_setVotingDelay_byProposal(uint40 value) public {
        prepare(call(address(governor), abi.encodeCall(governor.setVotingDelay, (value))));
        vm.expectEmit(address(governor));
        emit IGovernorParameters.VotingDelaySet(DELAY, value);
        execute(call(address(governor), abi.encodeCall(governor.setVotingDelay, (value))));
        assertEq(governor.votingDelay(), value);
    }

    /// forge-config: default.fuzz.runs = 64
    function test_fuzz_setVotingPeriod_byProposal(uint40 value) public {
        Calls memory calls = call(address(governor), abi.encodeCall(governor.setVotingPeriod, (value)));
        prepare(calls);
        if (value == 0) {
            vm.expectRevert(IGovernorParameters.VotingPeriodIsZero.selector);
            execute(calls);
            return;
        }
        vm.expectEmit(address(governor));
        emit IGovernorParameters.VotingPeriodSet(PERIOD, value);
        execute(calls);
        assertEq(governor.votingPeriod(), value);
    }

    /// forge-config: default.fuzz.runs = 64
    function test_fuzz_setProposalThreshold_byProposal(uint256 value) public {
        Calls memory calls = call(address(governor), abi.encodeCall(governor.setProposalThreshold, (value)));
        prepare(calls);
        vm.expectEmit(address(governor));
        emit IGovernorParameters.ProposalThresholdSet(THRESHOLD, value);
        execute(calls);
        assertEq(governor.proposalThreshold(), value);
    }

    function test_fuzz_updateQuorumNumerator_countsFromItsRoundOn(uint256 value) public {
        value = bound(value, 0, 1_100_000);
        Calls memory calls = call(address(governor), abi.encodeCall(governor.updateQuorumNumerator, (value)));
        prepare(calls);
        uint48 changed = votes.clock();
        if (value > 1_000_000) {
            vm.expectRevert(
                abi.encodeWithSelector(IGovernorParameters.QuorumNumeratorTooHigh.selector, value, 1_000_000)
            );
            execute(calls);
            return;
        }
        vm.expectEmit(address(governor));
        emit IGovernorParameters.QuorumNumeratorUpdated(QUORUM, value);
        execute(calls);
        votes.setClock(changed + 1);
        assertEq(governor.quorumNumerator(), value);
        assertEq(governor.quorumNumerator(changed), value);
        assertEq(governor.quorumNumerator(changed - 1), QUORUM);
        // Before there was a governor.
        assertEq(governor.quorumNumerator(1), 0);
        assertEq(governor.quorum(changed), SUPPLY * value / 1_000_000);
        assertEq(governor.quorum(changed - 1), 333.3e18);
    }

    function test_updateQuorumNumerator_changesNoVoteWhoseSnapshotHasPassed() public {
        votes.setVotes(stranger, 400e18);
        votes.setDelegate(stranger, stranger);
        Calls memory calls = call(address(governor), abi.encodeCall(governor.updateQuorumNumerator, (1_000_000)));
        pass(calls);
        queue(calls);
        uint256 id = openVote(payment());
        execute(calls);
        castVote(stranger, id, FOR);
        closeVote(id);
        assertState(id, IGovernorProposals.ProposalState.Succeeded);
    }

    /// forge-config: default.fuzz.runs = 64
    function test_fuzz_updateTimelock_byProposal(address value) public {
        Calls memory calls = call(address(governor), abi.encodeCall(governor.updateTimelock, (value)));
        prepare(calls);
        vm.expectEmit(address(governor));
        emit IGovernorParameters.TimelockChange(address(treasury), value);
        execute(calls);
        assertEq(governor.timelock(), value);
    }

    /// forge-config: default.fuzz.runs = 64
    function test_fuzz_relay_getsOutWhatWasSentHere(uint96 value) public {
        token.mint(address(governor), value);
        bytes memory transfer = abi.encodeCall(token.transfer, (builder, value));
        enact(call(address(governor), abi.encodeCall(governor.relay, (address(token), 0, transfer))));
        assertEq(token.balanceOf(builder), value);
        vm.deal(address(governor), value);
        enact(call(address(governor), abi.encodeCall(governor.relay, (builder, value, ""))));
        assertEq(builder.balance, value);
    }

    function test_relay_passesOnWhatTheCallRevertsWith() public {
        Calls memory calls = call(
            address(governor), abi.encodeCall(governor.relay, (address(this), 0, abi.encodeCall(this.refuse, (7))))
        );
        prepare(calls);
        vm.expectRevert(abi.encodeWithSelector(Refused.selector, 7));
        execute(calls);
        calls = call(address(governor), abi.encodeCall(governor.relay, (address(this), 0, hex"00000000")));
        prepare(calls);
        vm.expectRevert(Errors.FailedCall.selector);
        execute(calls);
    }

    function test_everyChange_failsForAStranger() public {
        bytes memory refusal =
            abi.encodeWithSelector(IGovernorParameters.CallerNotGovernance.selector, stranger, address(treasury));
        vm.startPrank(stranger);
        for (uint256 i = 0; i < 6; i++) {
            (bool success, bytes memory reason) = address(governor).call(change(i));
            assertFalse(success);
            assertEq(reason, refusal);
        }
    }

    function test_everyChange_failsForTheTimelockWithoutAProposal() public {
        vm.startPrank(address(treasury));
        for (uint256 i = 0; i < 6; i++) {
            (bool success, bytes memory reason) = address(governor).call(change(i));
            assertFalse(success);
            assertEq(reason, abi.encodeWithSelector(IGovernorParameters.Empty.selector));
        }
    }

    function test_everyChange_failsForAnotherProposerOfTheTimelock() public {
        bytes32 proposer = treasury.PROPOSER_ROLE();
        bytes32 executor = treasury.EXECUTOR_ROLE();
        vm.startPrank(address(treasury));
        treasury.grantRole(proposer, stranger);
        treasury.grantRole(executor, stranger);
        vm.startPrank(stranger);
        for (uint256 i = 0; i < 6; i++) {
            treasury.schedule(address(governor), 0, change(i), 0, 0, 0);
            vm.expectRevert(IGovernorParameters.Empty.selector);
            treasury.execute(address(governor), 0, change(i), 0, 0);
        }
    }

    function test_aProposal_mayChangeSeveralParametersAndNoneIsLeftOver() public {
        Calls memory calls;
        calls.targets = new address[](3);
        calls.values = new uint256[](3);
        calls.calldatas = new bytes[](3);
        calls.descriptionHash = keccak256(bytes(DESCRIPTION));
        for (uint256 i = 0; i < 3; i++) {
            calls.targets[i] = address(governor);
        }
        calls.calldatas[0] = change(0);
        calls.calldatas[1] = change(1);
        // Anyone may make this call, so it leaves its permission unused.
        calls.calldatas[2] = abi.encodeCall(governor.bumpGovernorVotesTokenAddress, ());
        enact(calls);
        assertEq(governor.votingDelay(), 5);
        assertEq(governor.votingPeriod(), 6);
        // The permission that was not needed does not stay.
        assertEq(vm.load(address(governor), GOVERNANCE_CALLS_SLOT), 0);
        vm.prank(address(treasury));
        vm.expectRevert(IGovernorParameters.Empty.selector);
        governor.setVotingDelay(5);
    }

    function test_bumpGovernorVotesTokenAddress_followsTheController() public {
        SettableVotes other = new SettableVotes();
        other.setClock(77);
        register("BondingVotes", address(other));
        assertEq(governor.token(), address(votes));
        assertEq(governor.clock(), 11);
        vm.prank(stranger);
        governor.bumpGovernorVotesTokenAddress();
        assertEq(governor.token(), address(other));
        assertEq(governor.clock(), 77);
    }

    function test_supportsInterface_tellsToolsThatThisIsAGovernor() public view {
        bytes4 basic = governor.name.selector ^ governor.version.selector ^ governor.COUNTING_MODE.selector
            ^ governor.hashProposal.selector ^ governor.state.selector ^ governor.proposalSnapshot.selector
            ^ governor.proposalDeadline.selector ^ governor.votingDelay.selector ^ governor.votingPeriod.selector
            ^ governor.quorum.selector ^ governor.getVotes.selector ^ governor.hasVoted.selector
            ^ governor.propose.selector ^ governor.execute.selector ^ governor.castVote.selector
            ^ governor.castVoteWithReason.selector ^ governor.castVoteBySig.selector;
        bytes4 withParams = basic ^ governor.getVotesWithParams.selector ^ governor.castVoteWithReasonAndParams.selector
            ^ governor.castVoteWithReasonAndParamsBySig.selector;
        IERC165 erc165 = IERC165(address(governor));
        assertTrue(erc165.supportsInterface(basic));
        assertTrue(erc165.supportsInterface(withParams));
        assertTrue(erc165.supportsInterface(governor.cancel.selector ^ governor.proposalProposer.selector));
        assertTrue(
            erc165.supportsInterface(
                governor.timelock.selector ^ governor.proposalEta.selector ^ governor.queue.selector
            )
        );
        assertTrue(erc165.supportsInterface(type(IERC1155Receiver).interfaceId));
        assertTrue(erc165.supportsInterface(type(IERC165).interfaceId));
        assertFalse(erc165.supportsInterface(0xffffffff));
    }

    function test_tokens_sentHereAreTaken() public {
        assertEq(
            IERC721Receiver(address(governor)).onERC721Received(address(0), address(0), 0, ""),
            IERC721Receiver.onERC721Received.selector
        );
        IERC1155Receiver receiver = IERC1155Receiver(address(governor));
        assertEq(
            receiver.onERC1155Received(address(0), address(0), 0, 0, ""), IERC1155Receiver.onERC1155Received.selector
        );
        assertEq(
            receiver.onERC1155BatchReceived(address(0), address(0), new uint256[](0), new uint256[](0), ""),
            IERC1155Receiver.onERC1155BatchReceived.selector
        );
        // Not so ETH, which belongs to the treasury.
        (bool success,) = address(governor).call{value: 1}("");
        assertFalse(success);
    }

    function test_anUpgrade_keepsTheStateOfAVote() public {
        Calls memory calls = payment();
        uint256 id = openVote(calls);
        castVote(orchestrator, id, FOR);
        register("LivepeerGovernorTarget", address(new TreasuryGovernor(address(controller))));
        castVote(delegator, id, AGAINST);
        assertVotes(id, 200e18, 400e18, 0);
        closeVote(id);
        queue(calls);
        register("LivepeerGovernorTarget", address(new TreasuryGovernor(address(controller))));
        execute(calls);
        assertEq(token.balanceOf(builder), TREASURE);
        assertEq(governor.quota(), QUOTA);
    }

    function refuse(uint256 value) external pure {
        revert Refused(value);
    }

    function newProxy() private returns (ITreasuryGovernor) {
        return ITreasuryGovernor(address(new ManagerProxy(address(controller), keccak256("LivepeerGovernorTarget"))));
    }

    /// @dev All of a proposal's way but the last step.
    function prepare(Calls memory calls) private {
        pass(calls);
        queue(calls);
    }

    function change(uint256 index) private view returns (bytes memory) {
        if (index == 0) return abi.encodeCall(governor.setVotingDelay, (5));
        if (index == 1) return abi.encodeCall(governor.setVotingPeriod, (6));
        if (index == 2) return abi.encodeCall(governor.setProposalThreshold, (7));
        if (index == 3) return abi.encodeCall(governor.updateQuorumNumerator, (8));
        if (index == 4) return abi.encodeCall(governor.updateTimelock, (stranger));
        return abi.encodeCall(governor.relay, (stranger, 0, ""));
    }
}
