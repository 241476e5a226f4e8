// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Treasury} from "../../src/governance/Treasury.sol";
import {TreasuryGovernor} from "../../src/governance/TreasuryGovernor.sol";
import {IGovernorProposals} from "../../src/interfaces/IGovernorProposals.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {ITreasuryGovernor} from "../../src/interfaces/ITreasuryGovernor.sol";
import {Ppb} from "../../src/libraries/Ppb.sol";
import {Ppm} from "../../src/libraries/Ppm.sol";
import {Deployers} from "../utils/Deployers.sol";
import {PageTables} from "./PageTables.sol";

/// @title The worked example of docs/contracts/formulas.md, played with the contracts.
contract FormulasTest is Deployers, PageTables {
    uint256 private constant RAND = 1234;
    uint256 private constant TABLES = 7;

    address private ora = makeAddr("ora");
    address private dan = makeAddr("dan");
    address private otto = makeAddr("otto");
    address private gateway;
    uint256 private gatewayKey;
    Treasury private treasury;
    ITreasuryGovernor private governor;

    function setUp() public override {
        super.setUp();
        assertEq(openPage("docs/contracts/formulas.md"), TABLES);
        (gateway, gatewayKey) = makeAddrAndKey("gateway");
        treasury = new Treasury();
        register("Treasury", address(treasury));
        governor = ITreasuryGovernor(proxied("LivepeerGovernor", address(new TreasuryGovernor(address(controller)))));
        governor.initialize(1, 10, 100e18, 333_300, 500_000);
        bonding.setTreasuryRewardCutRate(PRECISE / 10);
        register(ora, 6000e18, 100_000, 500_000);
        bond(dan, 2000e18, ora);
        register(otto, 2000e18, 0, 0);
        token.mint(makeAddr("others"), 990_000e18);
        vm.deal(gateway, 4 ether);
        vm.prank(gateway);
        broker.fundDepositAndReserve{value: 4 ether}(1 ether, 3 ether);
        nextRound();
    }

    function test_rounds() public {
        openTable("Rounds");
        vm.roll(1199);
        assertRow("round at block 1,199", grouped(rounds.currentRound()));
        assertRow("its first block", grouped(rounds.currentRoundStartBlock()));
        vm.roll(1100);
        while (!rounds.currentRoundLocked()) vm.roll(vm.getBlockNumber() + 1);
        assertRow("its first locked block", grouped(vm.getBlockNumber()));
        vm.roll(1130);
        rounds.setRoundLength(50);
        assertRow("round at block 1,130, length now 50", grouped(rounds.currentRound()));
        while (rounds.currentRound() < 12) vm.roll(vm.getBlockNumber() + 1);
        assertRow("first block of round 12 then", grouped(vm.getBlockNumber()));
        closeTable();
    }

    function test_inflation() public {
        openTable("Inflation");
        assertRow("supply in round 11", decimal(minter.getGlobalTotalSupply(), 18));
        assertRow("active stake", decimal(bonding.currentRoundTotalActiveStake(), 18));
        assertRow("inflation", decimal(minter.inflation(), 9));
        uint256 mintable = minter.currentMintableTokens();
        assertRow("mintable", decimal(mintable, 18));
        vm.prank(address(bonding));
        assertRow("a third of it, if asked", decimal(minter.createReward(1, 3), 18));
        closeTable();
        assertEq(mintable, Ppb.percOf(1_000_000e18, minter.inflation()));
    }

    function test_rewards() public {
        openTable("Rewards");
        redeem(1 ether, 1);
        reward(ora);
        assertRow("minted for Ora", decimal(minter.currentMintedTokens(), 18));
        uint256 cut = token.balanceOf(address(treasury));
        assertRow("the treasury's cut", decimal(cut, 18));
        assertRow("reward", decimal(minter.currentMintedTokens() - cut, 18));
        (,,,,,,, uint256 commission,,) = bonding.getTranscoder(ora);
        assertRow("Ora's commission", decimal(commission, 18));
        (, uint256 factor,) = poolOf(ora, 11);
        assertRow("reward factor of round 11", decimal(factor, 27));
        assertRow("Dan's stake", decimal(bonding.pendingStake(dan, 0), 18));
        assertRow("Ora's stake", decimal(bonding.pendingStake(ora, 0), 18));
        nextRound();
        (uint256 stake,,) = poolOf(ora, 12);
        assertRow("stake delegated to Ora, round 12", decimal(stake, 18));
        closeTable();
    }

    function test_fees() public {
        openTable("Fees");
        redeem(1 ether, 1);
        assertFees("fee factor of round 11", "Dan's fees", "Ora's fees");
        reward(ora);
        nextRound();
        redeem(1 ether, 2);
        assertFees("fee factor of round 12", "Dan's fees then", "Ora's fees then");
        closeTable();
    }

    function test_ticketsAndReserves() public {
        openTable("Tickets and reserves");
        redeem(1 ether, 1);
        reward(ora);
        nextRound();
        (ITicketBroker.Sender memory info,) = broker.getSenderInfo(gateway);
        assertRow("deposit after the first ticket", decimal(info.deposit, 18));
        assertRow("Ora's share of the reserve", decimal(broker.claimableReserve(gateway, ora), 18));
        redeem(1 ether, 2);
        assertRow("reserve after the second ticket", decimal(broker.getReserveInfo(gateway).fundsRemaining, 18));
        assertRow("left for Ora in round 12", decimal(broker.claimableReserve(gateway, ora), 18));
        assertRow("left for Otto in round 12", decimal(broker.claimableReserve(gateway, otto), 18));
        closeTable();
    }

    function test_votes() public {
        openTable("Votes");
        reward(ora);
        nextRound();
        assertRow("Dan's votes, end of round 11", decimal(votes.getPastVotes(dan, 11), 18));
        assertRow("Ora's votes", decimal(votes.getPastVotes(ora, 11), 18));
        assertRow("Otto's votes", decimal(votes.getPastVotes(otto, 11), 18));
        assertRow("supply", decimal(votes.getPastTotalSupply(11), 18));
        closeTable();
    }

    function test_proposalsAndPolls() public {
        openTable("Proposals and polls");
        reward(ora);
        uint256 proposalId = propose();
        nextRound();
        nextRound();
        castVote(ora, proposalId, 1);
        (, uint256 inFavour,) = governor.proposalVotes(proposalId);
        assertRow("for, once Ora has voted", decimal(inFavour, 18));
        castVote(dan, proposalId, 0);
        uint256 against;
        (against, inFavour,) = governor.proposalVotes(proposalId);
        assertRow("against, once Dan has voted", decimal(against, 18));
        assertRow("for then", decimal(inFavour, 18));
        assertRow("all votes", decimal(inFavour + against, 18));
        assertRow("quorum", decimal(governor.quorum(12), 18));
        assertRow("for needed", decimal(Ppm.percOf(inFavour + against, governor.quota()), 18));
        closeTable();
        skipRounds(10);
        assertEq(uint8(governor.state(proposalId)), uint8(IGovernorProposals.ProposalState.Succeeded));
    }

    function assertFees(string memory factorRow, string memory danRow, string memory oraRow) private {
        (,, uint256 factor) = poolOf(ora, currentRound());
        assertRow(factorRow, decimal(factor, 27));
        assertRow(danRow, decimal(bonding.pendingFees(dan, 0), 18));
        assertRow(oraRow, decimal(bonding.pendingFees(ora, 0), 18));
    }

    function propose() private returns (uint256) {
        address[] memory targets = new address[](1);
        targets[0] = address(token);
        bytes[] memory calldatas = new bytes[](1);
        calldatas[0] = abi.encodeCall(token.transfer, (otto, 1));
        vm.prank(ora);
        return governor.propose(targets, new uint256[](1), calldatas, "pay Otto");
    }

    function castVote(address voter, uint256 proposalId, uint8 support) private {
        vm.prank(voter);
        governor.castVote(proposalId, support);
    }

    /// @dev A ticket of the gateway that always wins.
    function redeem(uint256 faceValue, uint256 nonce) private {
        uint256 round = currentRound();
        ITicketBroker.Ticket memory ticket = ITicketBroker.Ticket({
            recipient: ora,
            sender: gateway,
            faceValue: faceValue,
            winProb: type(uint256).max,
            senderNonce: nonce,
            recipientRandHash: keccak256(abi.encodePacked(RAND)),
            auxData: abi.encodePacked(round, rounds.blockHashForRound(round))
        });
        bytes32 ticketHash = broker.getTicketHash(ticket);
        bytes32 digest = keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", ticketHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(gatewayKey, digest);
        broker.redeemWinningTicket(ticket, abi.encodePacked(r, s, v), RAND);
    }
}
