// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../interfaces/IBondingManager.sol";
import {IRoundsManager} from "../interfaces/IRoundsManager.sol";
import {ITicketBroker} from "../interfaces/ITicketBroker.sol";
import {Tickets} from "../libraries/Tickets.sol";
import {Manager} from "../registry/Manager.sol";
import {SenderFunds} from "./SenderFunds.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title TicketBroker
/// @dev What a redemption takes from a sender's funds is booked by the BondingManager as fees, to the wei. A ticket is
/// paid once at most, and never more than its face value.
contract TicketBroker is SenderFunds {
    using Tickets for Ticket;

    /// @dev Redemptions of one call. Of consecutive tickets with the same sender the account is read and written once,
    /// with the same recipient the fees are booked once, with the same creation round its hash is read once: a batch of
    /// ten costs each ticket less than half of what it costs alone.
    struct Run {
        IRoundsManager rounds;
        IBondingManager bonding;
        uint256 round;
        uint256 creationRound;
        bytes32 creationRoundBlockHash;
        address sender;
        Account account;
        address recipient;
        bool isRecipientActive;
        /// Wei taken from senders for `feesRecipient` and not booked yet.
        uint256 fees;
        address feesRecipient;
    }

    constructor(address controller_) Manager(controller_) {}

    /// @inheritdoc ITicketBroker
    function redeemWinningTicket(Ticket calldata ticket, bytes calldata sig, uint256 recipientRand)
        external
        override
        whenSystemNotPaused
    {
        Run memory run = _beginRun();
        // Whether the recipient may be paid is for the BondingManager to say when it books the fees.
        (run.recipient, run.isRecipientActive) = (ticket.recipient, true);
        bytes memory failure = _redeem(run, ticket, sig, recipientRand);
        if (failure.length > 0) _revertWith(failure);
        _endRun(run);
    }

    /// @inheritdoc ITicketBroker
    function batchRedeemWinningTickets(
        Ticket[] calldata tickets,
        bytes[] calldata sigs,
        uint256[] calldata recipientRands
    ) external override whenSystemNotPaused {
        if (tickets.length != sigs.length || tickets.length != recipientRands.length) {
            revert BatchLengthMismatch(tickets.length, sigs.length, recipientRands.length);
        }
        Run memory run = _beginRun();
        for (uint256 i = 0; i < tickets.length; i++) {
            // A ticket that fails is passed over.
            _redeem(run, tickets[i], sigs[i], recipientRands[i]);
        }
        _endRun(run);
    }

    /// @inheritdoc ITicketBroker
    function getTicketHash(Ticket calldata ticket) external pure override returns (bytes32) {
        return ticket.hash();
    }

    /// @return failure Revert data if the ticket cannot be redeemed, and then nothing has changed; else empty.
    function _redeem(Run memory run, Ticket calldata ticket, bytes calldata sig, uint256 recipientRand)
        private
        returns (bytes memory failure)
    {
        bytes32 ticketHash = ticket.hash();
        failure = _ticketFailure(run, ticket, ticketHash, sig, recipientRand);
        if (failure.length > 0) return failure;
        _turnTo(run, ticket.sender, ticket.recipient);
        failure = _fundsFailure(run, ticket.faceValue);
        if (failure.length > 0) return failure;
        (uint256 amount, uint256 claimed) = _payable(run, ticket.faceValue);
        if (amount > 0 && !run.isRecipientActive) {
            return abi.encodeWithSelector(IBondingManager.TranscoderNotActive.selector, ticket.recipient);
        }

        usedTickets[ticketHash] = true;
        if (amount > 0) {
            _turnFeesTo(run, ticket.recipient);
            _take(run, amount, claimed);
            emit WinningTicketTransfer(ticket.sender, ticket.recipient, amount);
        }
        emit WinningTicketRedeemed(
            ticket.sender,
            ticket.recipient,
            ticket.faceValue,
            ticket.winProb,
            ticket.senderNonce,
            recipientRand,
            ticket.auxData
        );
    }

    /// @dev Takes wei from the sender for the recipient.
    /// @param claimed Part of the amount that comes out of the reserve, after the whole deposit.
    function _take(Run memory run, uint256 amount, uint256 claimed) private {
        Account memory account = run.account;
        // Neither takes more than there is.
        account.deposit -= uint96(amount - claimed);
        account.reserve -= uint96(claimed);
        run.fees += amount;
        if (claimed > 0) {
            Claims storage claims = _claims[run.sender][run.round];
            claims.total += claimed;
            claims.byClaimant[run.recipient] += claimed;
            emit ReserveClaimed(run.sender, run.recipient, claimed);
        }
    }

    function _beginRun() private view returns (Run memory run) {
        run.rounds = _rounds();
        run.bonding = _bondingManager();
        run.round = run.rounds.currentRound();
        if (!run.rounds.currentRoundInitialized()) revert CurrentRoundNotInitialized(run.round);
    }

    /// @dev Makes a ticket's parties those of the run; the former sender's account is stored first.
    function _turnTo(Run memory run, address sender, address recipient) private {
        if (run.sender != sender) {
            _storeAccount(run);
            run.sender = sender;
            run.account = _accounts[sender];
        }
        if (run.recipient != recipient) {
            run.recipient = recipient;
            run.isRecipientActive = run.bonding.isActiveTranscoder(recipient);
        }
    }

    /// @dev Fees of paid tickets that follow each other and have one recipient are booked as one amount. Tickets that
    /// fail in between change nothing, so that events alone tell what was booked.
    function _turnFeesTo(Run memory run, address recipient) private {
        if (run.feesRecipient == recipient) return;
        _bookFees(run);
        run.feesRecipient = recipient;
    }

    function _endRun(Run memory run) private {
        _storeAccount(run);
        _bookFees(run);
    }

    function _storeAccount(Run memory run) private {
        if (run.sender != address(0)) _accounts[run.sender] = run.account;
    }

    function _bookFees(Run memory run) private {
        if (run.fees == 0) return;
        run.bonding.updateTranscoderWithFees(run.feesRecipient, run.fees, run.creationRound);
        run.fees = 0;
    }

    /// @return failure Revert data if the ticket is not a valid winning one that is still to be paid; else empty.
    function _ticketFailure(
        Run memory run,
        Ticket calldata ticket,
        bytes32 ticketHash,
        bytes calldata sig,
        uint256 recipientRand
    ) private view returns (bytes memory failure) {
        failure = ticket.formFailure();
        if (failure.length == 0) failure = _creationFailure(run, ticket);
        if (failure.length == 0) failure = ticket.recipientRandFailure(recipientRand);
        if (failure.length > 0) return failure;
        if (usedTickets[ticketHash]) return abi.encodeWithSignature("Error(string)", "ticket is used");
        return ticket.winningFailure(ticketHash, sig, recipientRand);
    }

    /// @return failure Revert data if the ticket was not made in a round that counts; else empty.
    function _creationFailure(Run memory run, Ticket calldata ticket) private view returns (bytes memory) {
        (uint256 creationRound, bytes32 given) = ticket.creation();
        if (run.creationRound != creationRound || run.creationRoundBlockHash == 0) {
            run.creationRound = creationRound;
            run.creationRoundBlockHash = run.rounds.blockHashForRound(creationRound);
        }
        bytes32 expected = run.creationRoundBlockHash;
        if (expected == 0) {
            return abi.encodeWithSignature("Error(string)", "ticket creationRound does not have a block hash");
        }
        if (given != expected) {
            return abi.encodeWithSelector(CreationRoundBlockHashMismatch.selector, creationRound, given, expected);
        }
        if (creationRound + _ticketValidityPeriod <= run.round) {
            return abi.encodeWithSelector(TicketExpired.selector, creationRound, _ticketValidityPeriod, run.round);
        }
        return "";
    }

    /// @return failure Revert data if the sender does not have the whole face value, so that a dust payment cannot use
    /// up a ticket, or may have withdrawn it; else empty.
    function _fundsFailure(Run memory run, uint256 faceValue) private pure returns (bytes memory failure) {
        Account memory account = run.account;
        (uint256 deposit, uint256 reserve) = (account.deposit, account.reserve);
        if (account.withdrawRound > 0 && run.round >= account.withdrawRound) {
            return abi.encodeWithSelector(SenderUnlocked.selector, run.sender, account.withdrawRound);
        }
        if (deposit + reserve == 0) return abi.encodeWithSelector(SenderHasNoFunds.selector, run.sender);
        if (faceValue > deposit + reserve) {
            return abi.encodeWithSelector(InsufficientSenderFunds.selector, faceValue, deposit, reserve);
        }
    }

    /// @return amount What the sender pays: the face value, or less if the recipient's share of the reserve is too small.
    /// @return claimed The part of it that the deposit lacks.
    function _payable(Run memory run, uint256 faceValue) private view returns (uint256 amount, uint256 claimed) {
        Account memory account = run.account;
        if (faceValue <= account.deposit) return (faceValue, 0);
        claimed = Math.min(
            faceValue - account.deposit, _claimableReserve(run.sender, run.recipient, run.round, account.reserve)
        );
        amount = account.deposit + claimed;
    }

    function _revertWith(bytes memory data) private pure {
        assembly ("memory-safe") {
            revert(add(data, 32), mload(data))
        }
    }
}
