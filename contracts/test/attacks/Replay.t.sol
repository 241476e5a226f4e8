// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMillraceToken} from "../../src/interfaces/IMillraceToken.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {MillraceToken} from "../../src/token/MillraceToken.sol";
import {TicketFixture} from "../payments/TicketFixture.sol";

/// @title What was signed for one place is used in another.
/// @dev A ticket binds its recipient, its random number and the block hash of the round that it was made in, and through
/// that hash the chain and the deployment. It binds neither a chain id nor a contract.
contract ReplayTest is TicketFixture {
    /// @dev On the other side of a fork, and in a deployment whose round began with another block, the hash is another.
    function test_ticket_isRefusedWhereItsRoundHasAnotherHash() public {
        fund(10 ether, 0);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        uint256 round = currentRound();
        vm.roll(rounds.currentRoundStartBlock() + ROUND_LENGTH);
        vm.setBlockhash(block.number - 1, keccak256("of the other chain"));
        rounds.initializeRound();
        // As if the round had begun here, on the other chain.
        ticket.auxData = abi.encodePacked(round + 1, rounds.blockHashForRound(round));
        sig = sign(ticket, senderKey);
        vm.expectPartialRevert(ITicketBroker.CreationRoundBlockHashMismatch.selector);
        broker.redeemWinningTicket(ticket, sig, RAND);
    }

    /// @dev Known limit, as on the live network: where the hash is the same, as on a chain that forks within the round,
    /// a ticket is good on both sides, for as long as its sender has funds and its recipient is active there.
    function test_ticket_doesNotBindTheChainId() public {
        fund(10 ether, 0);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        vm.chainId(block.chainid + 1);
        broker.redeemWinningTicket(ticket, sig, RAND);
        assertEq(bonding.pendingFees(recipient, 0), 1 ether);
    }

    /// @dev Nor can a ticket be redeemed by whoever has not got the recipient's number, or for another recipient.
    function test_ticket_bindsRecipientAndRandomNumber() public {
        fund(10 ether, 0);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = winningTicket(1 ether, 1);
        vm.expectRevert(abi.encodeWithSelector(ITicketBroker.RecipientRandMismatch.selector, ticket.recipientRandHash));
        broker.redeemWinningTicket(ticket, sig, RAND + 1);
        ticket.recipientRandHash = keccak256(abi.encodePacked(RAND + 1));
        vm.expectPartialRevert(ITicketBroker.InvalidTicketSignature.selector);
        broker.redeemWinningTicket(ticket, sig, RAND + 1);
        (ticket,) = winningTicket(1 ether, 1);
        ticket.recipient = other;
        vm.expectPartialRevert(ITicketBroker.InvalidTicketSignature.selector);
        broker.redeemWinningTicket(ticket, sig, RAND);
    }

    /// @dev A permit is good for one token on one chain, once.
    function test_permit_isRefusedOnAnotherChainAndByAnotherToken() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(senderKey, permitDigest(token));
        MillraceToken second = new MillraceToken("Test Token", "TT", "1");
        vm.expectPartialRevert(IMillraceToken.PermitSignerMismatch.selector);
        second.permit(sender, other, 5, block.timestamp, v, r, s);
        uint256 chainId = block.chainid;
        vm.chainId(chainId + 1);
        vm.expectPartialRevert(IMillraceToken.PermitSignerMismatch.selector);
        token.permit(sender, other, 5, block.timestamp, v, r, s);
        vm.chainId(chainId);
        token.permit(sender, other, 5, block.timestamp, v, r, s);
        vm.expectPartialRevert(IMillraceToken.PermitSignerMismatch.selector);
        token.permit(sender, other, 5, block.timestamp, v, r, s);
        assertEq(token.allowance(sender, other), 5);
    }

    function permitDigest(MillraceToken forToken) private view returns (bytes32) {
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(typeHash, sender, other, 5, 0, block.timestamp));
        return keccak256(abi.encodePacked("\x19\x01", forToken.DOMAIN_SEPARATOR(), structHash));
    }
}
