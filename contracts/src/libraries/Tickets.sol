// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../interfaces/ITicketBroker.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title What can be said of a ticket from itself alone.
/// @dev Failures are returned, not thrown: a batch passes over a ticket that fails.
library Tickets {
    uint256 private constant AUX_DATA_LENGTH = 64;
    uint256 private constant SIGNATURE_LENGTH = 65;

    /// @return failure What is wrong with a ticket's form as revert data: a missing party, ill-formed auxData; else empty.
    function formFailure(ITicketBroker.Ticket calldata ticket) internal pure returns (bytes memory failure) {
        if (ticket.recipient == address(0)) {
            return abi.encodeWithSelector(ITicketBroker.TicketRecipientIsZero.selector);
        }
        if (ticket.sender == address(0)) return abi.encodeWithSelector(ITicketBroker.TicketSenderIsZero.selector);
        if (ticket.auxData.length != AUX_DATA_LENGTH) {
            return abi.encodeWithSelector(ITicketBroker.InvalidAuxDataLength.selector, ticket.auxData.length);
        }
    }

    /// @return failure As revert data, if the random number is not the one promised in the ticket; else empty.
    function recipientRandFailure(ITicketBroker.Ticket calldata ticket, uint256 recipientRand)
        internal
        pure
        returns (bytes memory failure)
    {
        if (keccak256(abi.encodePacked(recipientRand)) != ticket.recipientRandHash) {
            return abi.encodeWithSelector(ITicketBroker.RecipientRandMismatch.selector, ticket.recipientRandHash);
        }
    }

    /// @param ticketHash As {hash} returned it.
    /// @return failure As revert data, if the ticket's sender did not sign it, or if it did not win; else empty.
    function winningFailure(
        ITicketBroker.Ticket calldata ticket,
        bytes32 ticketHash,
        bytes calldata sig,
        uint256 recipientRand
    ) internal pure returns (bytes memory failure) {
        if (sig.length != SIGNATURE_LENGTH) {
            return abi.encodeWithSelector(ITicketBroker.InvalidSignatureLength.selector, sig.length);
        }
        (address signer,,) = ECDSA.tryRecoverCalldata(MessageHashUtils.toEthSignedMessageHash(ticketHash), sig);
        if (signer != ticket.sender) {
            return abi.encodeWithSelector(ITicketBroker.InvalidTicketSignature.selector, ticket.sender, signer);
        }
        if (uint256(keccak256(abi.encodePacked(sig, recipientRand))) >= ticket.winProb) {
            return abi.encodeWithSelector(ITicketBroker.TicketDidNotWin.selector, ticketHash);
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
