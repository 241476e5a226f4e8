// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TreasuryGovernor} from "../../src/governance/TreasuryGovernor.sol";
import {IGovernorBallots} from "../../src/interfaces/IGovernorBallots.sol";
import {IGovernorProposals} from "../../src/interfaces/IGovernorProposals.sol";
import {ITreasuryGovernor} from "../../src/interfaces/ITreasuryGovernor.sol";
import {ManagerProxy} from "../../src/registry/ManagerProxy.sol";
import {GovernorFixture} from "./GovernorFixture.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

contract GovernorBallotsTest is GovernorFixture {
    /// Order of the curve that signatures are on.
    uint256 internal constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    uint256 internal constant WEIGHT = 400e18;

    address internal signer;
    uint256 internal key;
    uint256 internal id;

    function setUp() public override {
        super.setUp();
        (signer, key) = makeAddrAndKey("signer");
        votes.setVotes(signer, WEIGHT);
        votes.setDelegate(signer, signer);
        id = openVote(payment());
    }

    function test_typehashes_areThoseThatClientsKnow() public view {
        assertEq(governor.BALLOT_TYPEHASH(), hex"150214d74d59b7d1e90c73fc22ef3d991dd0a76b046543d4d80ab92d2a50328f");
        assertEq(
            governor.EXTENDED_BALLOT_TYPEHASH(),
            keccak256("ExtendedBallot(uint256 proposalId,uint8 support,string reason,bytes params)")
        );
    }

    function test_eip712Domain_isThatOfTheLiveGovernor() public view {
        (bytes1 fields, string memory name, string memory version, uint256 chainId, address contractAddress,,) =
            IERC5267(address(governor)).eip712Domain();
        assertEq(fields, hex"0f");
        assertEq(name, "LivepeerGovernor");
        assertEq(version, "1");
        assertEq(chainId, block.chainid);
        assertEq(contractAddress, address(governor));
    }

    function test_castVote_tellsTheWholeWeight() public {
        castVote(delegator, id, AGAINST);
        vm.expectEmit(address(governor));
        emit IGovernorBallots.VoteCast(orchestrator, id, FOR, 600e18, "");
        assertEq(castVote(orchestrator, id, FOR), 600e18);
        assertTrue(governor.hasVoted(id, orchestrator));
        assertFalse(governor.hasVoted(id, stranger));
    }

    function test_castVoteWithReason_andWithParamsTellThem() public {
        vm.expectEmit(address(governor));
        emit IGovernorBallots.VoteCast(orchestrator, id, FOR, 600e18, "good");
        vm.prank(orchestrator);
        assertEq(governor.castVoteWithReason(id, FOR, "good"), 600e18);
        vm.expectEmit(address(governor));
        emit IGovernorBallots.VoteCastWithParams(delegator, id, ABSTAIN, 200e18, "hm", hex"01");
        vm.prank(delegator);
        assertEq(governor.castVoteWithReasonAndParams(id, ABSTAIN, "hm", hex"01"), 200e18);
        vm.expectEmit(address(governor));
        emit IGovernorBallots.VoteCast(signer, id, AGAINST, WEIGHT, "bad");
        vm.prank(signer);
        governor.castVoteWithReasonAndParams(id, AGAINST, "bad", "");
        assertVotes(id, WEIGHT, 400e18, 200e18);
    }

    function test_castVote_failsTheSecondTime() public {
        castVote(orchestrator, id, FOR);
        for (uint8 support = 0; support < 3; support++) {
            vm.expectRevert(IGovernorBallots.VoteAlreadyCast.selector);
            castVote(orchestrator, id, support);
        }
    }

    function test_fuzz_castVote_knowsThreeKindsOfVotes(uint8 support) public {
        if (support > ABSTAIN) {
            vm.expectRevert(abi.encodeWithSelector(IGovernorBallots.InvalidVoteType.selector, support));
        }
        castVote(orchestrator, id, support);
        assertEq(governor.hasVoted(id, orchestrator), support <= ABSTAIN);
    }

    function test_fuzz_castVote_isForTheVotingPeriodOnly(uint256 rounds) public {
        rounds = bound(rounds, 0, PERIOD + 5);
        Calls memory calls = call(address(token), "");
        uint256 other = propose(calls);
        uint256 snapshot = governor.proposalSnapshot(other);
        votes.setClock(votes.clock() + uint48(rounds));
        bool open = votes.clock() > snapshot && votes.clock() <= snapshot + PERIOD;
        if (!open) {
            vm.expectRevert(
                abi.encodeWithSelector(IGovernorBallots.VoteNotActive.selector, other, governor.state(other))
            );
        }
        castVote(orchestrator, other, FOR);
        assertEq(governor.hasVoted(other, orchestrator), open);
    }

    function test_castVote_failsForAnUnknownProposal() public {
        vm.expectRevert(abi.encodeWithSelector(IGovernorProposals.UnknownProposal.selector, 1));
        castVote(orchestrator, 1, FOR);
    }

    function test_fuzz_castVote_weighsAtTheSnapshot(uint120 later) public {
        votes.setVotes(orchestrator, later);
        votes.setDelegate(delegator, delegator);
        votes.setClock(votes.clock() + 1);
        assertEq(castVote(orchestrator, id, FOR), 600e18);
        castVote(delegator, id, AGAINST);
        assertVotes(id, 200e18, 400e18, 0);
    }

    function test_fuzz_castVoteBySig_isTheSignersVote(uint8 support, address relayer) public {
        support = uint8(bound(support, 0, 2));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest(address(governor), ballot(id, support)));
        vm.prank(relayer);
        assertEq(governor.castVoteBySig(id, support, v, r, s), WEIGHT);
        assertTrue(governor.hasVoted(id, signer));
        // Neither the same ballot nor another one counts again.
        vm.expectRevert(IGovernorBallots.VoteAlreadyCast.selector);
        governor.castVoteBySig(id, support, v, r, s);
        vm.expectRevert(IGovernorBallots.VoteAlreadyCast.selector);
        castVote(signer, id, support);
    }

    function test_fuzz_castVoteWithReasonAndParamsBySig_isTheSignersVote(string calldata reason, bytes calldata params)
        public
    {
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(key, digest(address(governor), extendedBallot(id, FOR, reason, params)));
        vm.expectEmit(address(governor));
        if (params.length == 0) emit IGovernorBallots.VoteCast(signer, id, FOR, WEIGHT, reason);
        else emit IGovernorBallots.VoteCastWithParams(signer, id, FOR, WEIGHT, reason, params);
        governor.castVoteWithReasonAndParamsBySig(id, FOR, reason, params, v, r, s);
        vm.expectRevert(IGovernorBallots.VoteAlreadyCast.selector);
        governor.castVoteWithReasonAndParamsBySig(id, FOR, reason, params, v, r, s);
    }

    function test_castVoteWithReasonAndParamsBySig_bindsReasonAndParams() public {
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(key, digest(address(governor), extendedBallot(id, FOR, "why", hex"01")));
        governor.castVoteWithReasonAndParamsBySig(id, FOR, "other", hex"01", v, r, s);
        governor.castVoteWithReasonAndParamsBySig(id, FOR, "why", hex"02", v, r, s);
        // Some accounts without votes voted; the signer did not.
        assertFalse(governor.hasVoted(id, signer));
        assertVotes(id, 0, 0, 0);
    }

    function test_fuzz_castVoteBySig_isForOneProposalAndOneSupport(uint8 signed, uint8 given) public {
        signed = uint8(bound(signed, 0, 2));
        given = uint8(bound(given, 0, 2));
        uint256 other = openVote(call(address(token), ""));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest(address(governor), ballot(id, signed)));
        governor.castVoteBySig(other, given, v, r, s);
        assertFalse(governor.hasVoted(other, signer));
        governor.castVoteBySig(id, given, v, r, s);
        assertEq(governor.hasVoted(id, signer), signed == given);
    }

    function test_castVoteBySig_refusesTheOtherFormOfASignature() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest(address(governor), ballot(id, FOR)));
        bytes32 otherS = bytes32(CURVE_ORDER - uint256(s));
        vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, otherS));
        governor.castVoteBySig(id, FOR, v == 27 ? 28 : 27, r, otherS);
        vm.expectRevert(ECDSA.ECDSAInvalidSignature.selector);
        governor.castVoteBySig(id, FOR, v - 27, r, s);
        vm.expectRevert(ECDSA.ECDSAInvalidSignature.selector);
        governor.castVoteWithReasonAndParamsBySig(id, FOR, "", "", 0, r, s);
    }

    function test_castVoteBySig_isNotForAnotherChain() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest(address(governor), ballot(id, FOR)));
        uint256 chainId = block.chainid;
        vm.chainId(chainId + 1);
        governor.castVoteBySig(id, FOR, v, r, s);
        assertFalse(governor.hasVoted(id, signer));
        vm.chainId(chainId);
        governor.castVoteBySig(id, FOR, v, r, s);
        assertTrue(governor.hasVoted(id, signer));
    }

    function test_castVoteBySig_isNotForAnotherGovernor() public {
        ITreasuryGovernor twin =
            ITreasuryGovernor(address(new ManagerProxy(address(controller), keccak256("LivepeerGovernorTarget"))));
        twin.initialize(DELAY, PERIOD, THRESHOLD, QUORUM, QUOTA);
        Calls memory calls = payment();
        vm.prank(orchestrator);
        assertEq(twin.propose(calls.targets, calls.values, calls.calldatas, DESCRIPTION), id);
        votes.setClock(votes.clock() + 2);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest(address(governor), ballot(id, FOR)));
        twin.castVoteBySig(id, FOR, v, r, s);
        assertFalse(twin.hasVoted(id, signer));
        // Nor is what is signed for the implementation good for the proxy.
        address target = controller.getContract(keccak256("LivepeerGovernorTarget"));
        (v, r, s) = vm.sign(key, digest(target, ballot(id, FOR)));
        governor.castVoteBySig(id, FOR, v, r, s);
        assertFalse(governor.hasVoted(id, signer));
    }

    function test_castVoteBySig_survivesAnUpgrade() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest(address(governor), ballot(id, FOR)));
        register("LivepeerGovernorTarget", address(new TreasuryGovernor(address(controller))));
        governor.castVoteBySig(id, FOR, v, r, s);
        assertTrue(governor.hasVoted(id, signer));
    }

    function ballot(uint256 proposalId, uint8 support) private pure returns (bytes32) {
        return keccak256(abi.encode(keccak256("Ballot(uint256 proposalId,uint8 support)"), proposalId, support));
    }

    function extendedBallot(uint256 proposalId, uint8 support, string memory reason, bytes memory params)
        private
        pure
        returns (bytes32)
    {
        return keccak256(
            abi.encode(
                keccak256("ExtendedBallot(uint256 proposalId,uint8 support,string reason,bytes params)"),
                proposalId,
                support,
                keccak256(bytes(reason)),
                keccak256(params)
            )
        );
    }

    function digest(address verifyingContract, bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("LivepeerGovernor"),
                keccak256("1"),
                block.chainid,
                verifyingContract
            )
        );
        return keccak256(abi.encodePacked("\x19\x01", domain, structHash));
    }
}
