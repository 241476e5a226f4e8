// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {TicketFixture} from "./TicketFixture.sol";

/// @title The golden tickets that TypeScript reads too.
contract TicketVectorsTest is TicketFixture {
    function test_hash_vectors() public view {
        string memory json = vm.readFile("vectors/tickets.json");
        uint256 count;
        for (; vm.keyExistsJson(json, at(count, "")); count++) {
            bytes32 expected = vm.parseJsonBytes32(json, at(count, ".hash"));
            assertEq(
                broker.getTicketHash(readTicket(json, count)), expected, vm.parseJsonString(json, at(count, ".name"))
            );
        }
        assertGe(count, 7);
    }

    function test_redeem_signedVectors() public {
        string memory json = vm.readFile("vectors/signed-tickets.json");
        uint256 count;
        for (; vm.keyExistsJson(json, at(count, "")); count++) {
            ITicketBroker.Ticket memory ticket = readTicket(json, count);
            bytes memory sig = vm.parseJsonBytes(json, at(count, ".signature"));
            uint256 rand = vm.parseJsonUint(json, at(count, ".recipientRand"));
            assertEq(sign(ticket, uint256(vm.parseJsonBytes32(json, at(count, ".senderPrivateKey")))), sig);
            uint256 snapshot = vm.snapshotState();
            prepareFor(ticket);
            if (!vm.parseJsonBool(json, at(count, ".wins"))) {
                bytes32 ticketHash = broker.getTicketHash(ticket);
                vm.expectRevert(abi.encodeWithSelector(ITicketBroker.TicketDidNotWin.selector, ticketHash));
            }
            broker.redeemWinningTicket(ticket, sig, rand);
            vm.revertToState(snapshot);
        }
        assertGe(count, 2);
    }

    /// @dev Makes the ticket's round exist, its recipient active and its sender rich.
    function prepareFor(ITicketBroker.Ticket memory ticket) private {
        (uint256 creationRound, bytes32 creationRoundBlockHash) = abi.decode(ticket.auxData, (uint256, bytes32));
        if (!bonding.isRegisteredTranscoder(ticket.recipient)) bond(ticket.recipient, 2000e18, ticket.recipient);
        uint256 round = currentRound() + 1;
        skipRounds(1);
        rounds.initializeRound();
        // The vectors' rounds are not ours.
        vm.mockCall(
            address(rounds),
            abi.encodeCall(rounds.blockHashForRound, (creationRound)),
            abi.encode(creationRoundBlockHash)
        );
        if (creationRound < round) broker.setTicketValidityPeriod(round - creationRound + 1);
        vm.deal(address(this), ticket.faceValue);
        broker.fundDepositAndReserveFor{value: ticket.faceValue}(ticket.sender, ticket.faceValue, 0);
    }

    function readTicket(string memory json, uint256 index) private pure returns (ITicketBroker.Ticket memory) {
        return ITicketBroker.Ticket({
            recipient: vm.parseJsonAddress(json, at(index, ".recipient")),
            sender: vm.parseJsonAddress(json, at(index, ".sender")),
            faceValue: vm.parseJsonUint(json, at(index, ".faceValue")),
            winProb: vm.parseJsonUint(json, at(index, ".winProb")),
            senderNonce: vm.parseJsonUint(json, at(index, ".senderNonce")),
            recipientRandHash: vm.parseJsonBytes32(json, at(index, ".recipientRandHash")),
            auxData: vm.parseJsonBytes(json, at(index, ".auxData"))
        });
    }

    function at(uint256 index, string memory key) private pure returns (string memory) {
        return string.concat("$[", vm.toString(index), "]", key);
    }
}
