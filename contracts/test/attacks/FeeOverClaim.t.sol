// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketFixture} from "../payments/TicketFixture.sol";

/// @title A gateway and an orchestrator in one hand pay themselves, to take the ETH of others out of the Minter.
contract FeeOverClaimTest is TicketFixture {
    address internal attacker = makeAddr("attacker");
    address internal victim = makeAddr("victim");

    function setUp() public override {
        super.setUp();
        vm.deal(victim, 100 ether);
        vm.prank(victim);
        broker.fundDeposit{value: 100 ether}();
    }

    /// @dev Whoever was never active has a stake of zero in every round, by which fees would be divided, or a stale one.
    /// Only active orchestrators are paid.
    function test_ticketToOneThatIsNotActive_isRefusedAndStaysUnused() public {
        fund(10 ether, 0);
        bond(attacker, 1, attacker);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = ticketTo(attacker, 10 ether, 1);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.TranscoderNotActive.selector, attacker));
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertFalse(broker.usedTickets(broker.getTicketHash(ticket)));
        redeemInBatch(ticket, sig);
        assertFalse(broker.usedTickets(broker.getTicketHash(ticket)));
        assertEq(depositOf(sender), 10 ether);
    }

    /// @dev One that left the pool keeps the stake of its last round in storage, which it could have emptied since.
    function test_ticketToOneThatWasActive_isRefused() public {
        fund(10 ether, 0);
        reward(recipient);
        uint256 stake = bonding.pendingStake(recipient, 0);
        vm.startPrank(recipient);
        bonding.unbond(stake - 1);
        bonding.unbond(1);
        vm.stopPrank();
        nextRound();
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(10 ether, 1);
        vm.expectRevert(abi.encodeWithSelector(IBondingManager.TranscoderNotActive.selector, recipient));
        broker.redeemWinningTicket(ticket, sig, RAND);
    }

    /// @dev The orchestrator's unclaimed rewards take part in its fees. They cannot outgrow the stake that fees are
    /// divided by, in whatever order it earns, claims and takes its stake away.
    function test_fuzz_claims_neverExceedWhatWasPaid(uint256 seed, uint256 feeShare) public {
        register(attacker, 5000e18, 1_000_000, 0);
        bond(makeAddr("accomplice"), 10e18, attacker);
        nextRound();
        reward(attacker);
        vm.prank(attacker);
        bonding.transcoder(seed % 1_000_001, bound(feeShare, 0, 1_000_000));
        uint256 paid;
        for (uint256 i = 0; i < 6; i++) {
            uint256 each = uint256(keccak256(abi.encode(seed, i)));
            act(each);
            fund(1 ether, 0);
            (ITicketBroker.Ticket memory ticket, bytes memory sig) = ticketTo(attacker, 1 ether, i);
            if (bonding.isActiveTranscoder(attacker)) {
                broker.redeemWinningTicket(ticket, sig, RAND);
                paid += 1 ether;
            }
        }
        uint256 claimed = bonding.pendingFees(attacker, 0) + bonding.pendingFees(makeAddr("accomplice"), 0);
        assertLe(claimed, paid);
        assertEq(address(minter).balance, 100 ether + depositOf(sender) + paid);
    }

    function act(uint256 seed) private {
        vm.startPrank(attacker);
        (uint256 lastReward,,,,,,,,,) = bonding.getTranscoder(attacker);
        if (seed % 4 < 2) bonding.claimEarnings(0);
        if (seed % 4 == 0 && bondedAmount(attacker) > 1) bonding.unbond(bondedAmount(attacker) - 1);
        if (seed % 3 > 0 && lastReward < currentRound() && bonding.isActiveTranscoder(attacker)) bonding.reward();
        vm.stopPrank();
        if (seed % 5 < 2) nextRound();
    }

    function ticketTo(address to, uint256 faceValue, uint256 nonce)
        private
        view
        returns (ITicketBroker.Ticket memory ticket, bytes memory sig)
    {
        (ticket,) = winningTicket(faceValue, nonce);
        ticket.recipient = to;
        sig = sign(ticket, senderKey);
    }

    function redeemInBatch(ITicketBroker.Ticket memory ticket, bytes memory sig) private {
        ITicketBroker.Ticket[] memory tickets = new ITicketBroker.Ticket[](1);
        bytes[] memory sigs = new bytes[](1);
        uint256[] memory rands = new uint256[](1);
        (tickets[0], sigs[0], rands[0]) = (ticket, sig, RAND);
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
    }
}
