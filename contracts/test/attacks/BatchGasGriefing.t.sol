// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketFixture} from "../payments/TicketFixture.sol";

/// @title Somebody makes a batch of other people's tickets cost, or fail where a ticket is used already.
contract BatchGasGriefingTest is TicketFixture {
    uint256 private constant SIZE = 6;

    function setUp() public override {
        super.setUp();
        fund(SIZE * 1 ether, 0);
    }

    /// @dev Whoever calls with too little gas uses no ticket up without paying it: all is booked, or nothing is.
    function test_fuzz_littleGas_usesNoTicketUp(uint256 gas) public {
        (ITicketBroker.Ticket[] memory tickets, bytes[] memory sigs, uint256[] memory rands) = batch(0);
        bytes memory call = abi.encodeCall(ITicketBroker.batchRedeemWinningTickets, (tickets, sigs, rands));
        gas = bound(gas, 20_000, 900_000);
        (bool success,) = address(broker).call{gas: gas}(call);
        uint256 used;
        for (uint256 i = 0; i < SIZE; i++) {
            if (broker.usedTickets(broker.getTicketHash(tickets[i]))) used++;
        }
        assertEq(used, success ? SIZE : 0);
        assertEq(bonding.pendingFees(recipient, 0), used * 1 ether);
        assertEq(depositOf(sender), (SIZE - used) * 1 ether);
    }

    /// @dev The same for one ticket.
    function test_fuzz_littleGas_usesASingleTicketUpNeither(uint256 gas) public {
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        gas = bound(gas, 20_000, 300_000);
        bytes memory call = abi.encodeCall(ITicketBroker.redeemWinningTicket, (ticket, sig, RAND));
        (bool success,) = address(broker).call{gas: gas}(call);
        assertEq(broker.usedTickets(broker.getTicketHash(ticket)), success);
        assertEq(bonding.pendingFees(recipient, 0), success ? 1 ether : 0);
    }

    /// @dev Junk among the tickets is passed over, whatever is wrong with it, and the good ones are paid.
    function test_fuzz_junk_holdsUpNoGoodTicket(uint256 seed) public {
        (ITicketBroker.Ticket[] memory tickets, bytes[] memory sigs, uint256[] memory rands) = batch(seed);
        uint256 good;
        for (uint256 i = 0; i < SIZE; i++) {
            if (seed >> (8 * i) & 1 == 0) {
                good++;
            } else {
                spoil(tickets[i], sigs, rands, i, seed >> (8 * i + 1) & 7);
            }
        }
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        assertEq(bonding.pendingFees(recipient, 0), good * 1 ether);
    }

    /// @dev A ticket with a huge auxData costs whoever sends it, by the byte; it is not copied around.
    function test_hugeAuxData_costsByTheByteOnly() public {
        (ITicketBroker.Ticket[] memory tickets, bytes[] memory sigs, uint256[] memory rands) = batch(0);
        tickets[2].auxData = new bytes(100_000);
        uint256 gas = gasleft();
        broker.batchRedeemWinningTickets(tickets, sigs, rands);
        assertLt(gas - gasleft(), 6_000_000);
        assertEq(bonding.pendingFees(recipient, 0), (SIZE - 1) * 1 ether);
    }

    function batch(uint256 seed)
        private
        view
        returns (ITicketBroker.Ticket[] memory tickets, bytes[] memory sigs, uint256[] memory rands)
    {
        (tickets, sigs, rands) = (new ITicketBroker.Ticket[](SIZE), new bytes[](SIZE), new uint256[](SIZE));
        for (uint256 i = 0; i < SIZE; i++) {
            (tickets[i], sigs[i]) = winningTicket(1 ether, uint256(keccak256(abi.encode("nonce", seed, i))));
            rands[i] = RAND;
        }
    }

    function spoil(
        ITicketBroker.Ticket memory ticket,
        bytes[] memory sigs,
        uint256[] memory rands,
        uint256 index,
        uint256 how
    ) private pure {
        if (how == 0) ticket.recipient = address(0);
        if (how == 1) ticket.sender = address(0);
        if (how == 2) ticket.auxData = "";
        if (how == 3) ticket.auxData = abi.encode(type(uint256).max, type(uint256).max);
        if (how == 4) ticket.faceValue = type(uint256).max;
        if (how == 5) ticket.winProb = 0;
        if (how == 6) sigs[index] = new bytes(65);
        if (how == 7) rands[index] = 0;
    }
}
