// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../interfaces/ITicketBroker.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title What can be said of a ticket from itself alone.
library Tickets {
    uint256 private constant AUX_DATA_LENGTH = 64;
    uint256 private constant SIGNATURE_LENGTH = 65;

    /// @notice Refuses a ticket with a missing party or ill-formed auxData.
    function requireWellFormed(ITicketBroker.Ticket calldata ticket) internal pure {
        if (ticket.recipient == address(0)) revert ITicketBroker.TicketRecipientIsZero();
        if (ticket.sender == address(0)) revert ITicketBroker.TicketSenderIsZero();
        if (ticket.auxData.length != AUX_DATA_LENGTH) {
            revert ITicketBroker.InvalidAuxDataLength(ticket.auxData.length);
        }
    }

    /// @notice Refuses a random number that is not the one promised in the ticket.
    function requireRecipientRand(ITicketBroker.Ticket calldata ticket, uint256 recipientRand) internal pure {
        if (keccak256(abi.encodePacked(recipientRand)) != ticket.recipientRandHash) {
            revert ITicketBroker.RecipientRandMismatch(ticket.recipientRandHash);
        }
    }

    /// @notice Refuses a ticket that its sender did not sign, or that did not win.
    /// @param ticketHash As {hash} returned it.
    function requireWinning(
        ITicketBroker.Ticket calldata ticket,
        bytes32 ticketHash,
        bytes calldata sig,
        uint256 recipientRand
    ) internal pure {
        if (sig.length != SIGNATURE_LENGTH) revert ITicketBroker.InvalidSignatureLength(sig.length);
        (address signer,,) = ECDSA.tryRecover(MessageHashUtils.toEthSignedMessageHash(ticketHash), sig);
        if (signer != ticket.sender) revert ITicketBroker.InvalidTicketSignature(ticket.sender, signer);
        if (uint256(keccak256(abi.encodePacked(sig, recipientRand))) >= ticket.winProb) {
            revert ITicketBroker.TicketDidNotWin(ticketHash);
        }
    }

    /// @return Hash that the ticket's sender signs as a personal message.
    function hash(ITicketBroker.Ticket calldata ticket) internal pure returns (bytes32) {
        return keccak256(
            abi.encodePacked(
                ticket.recipient,
                ticket.sender,
                ticket.faceValue,
                ticket.winProb,
                ticket.senderNonce,
                ticket.recipientRandHash,
                ticket.auxData
            )
        );
    }

    /// @return creationRound Round in which the ticket's parameters were made.
    /// @return creationRoundBlockHash Block hash of that round.
    function creation(ITicketBroker.Ticket calldata ticket)
        internal
        pure
        returns (uint256 creationRound, bytes32 creationRoundBlockHash)
    {
        return abi.decode(ticket.auxData, (uint256, bytes32));
    }
}
