// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IManager} from "./IManager.sol";

/// @title Settles probabilistic micropayments: senders' deposits and reserves, and the redemption of winning tickets.
/// @dev Amounts are wei. A gateway is a sender, an orchestrator a recipient. All ETH is held by the Minter.
interface ITicketBroker is IManager {
    struct Sender {
        uint256 deposit;
        /// Round from which on the sender may withdraw; 0 while no unlock is in progress.
        uint256 withdrawRound;
    }

    struct ReserveInfo {
        uint256 fundsRemaining;
        uint256 claimedInCurrentRound;
    }

    struct Ticket {
        address recipient;
        address sender;
        /// Wei paid if the ticket wins.
        uint256 faceValue;
        /// The ticket wins if a hash is below this: the chance is winProb / 2**256.
        uint256 winProb;
        uint256 senderNonce;
        /// keccak256 of the recipient's random number.
        bytes32 recipientRandHash;
        /// creationRound (32 bytes), then the block hash of that round (32 bytes).
        bytes auxData;
    }

    event DepositFunded(address indexed sender, uint256 amount);
    event ReserveFunded(address indexed reserveHolder, uint256 amount);
    event ReserveClaimed(address indexed reserveHolder, address claimant, uint256 amount);
    event Unlock(address indexed sender, uint256 startRound, uint256 endRound);
    event UnlockCancelled(address indexed sender);
    event Withdrawal(address indexed sender, uint256 deposit, uint256 reserve);
    event WinningTicketTransfer(address indexed sender, address indexed recipient, uint256 amount);
    event WinningTicketRedeemed(
        address indexed sender,
        address indexed recipient,
        uint256 faceValue,
        uint256 winProb,
        uint256 senderNonce,
        uint256 recipientRand,
        bytes auxData
    );

    /// @notice Live protocol: "ticket recipient is null address".
    error TicketRecipientIsZero();
    /// @notice Live protocol: "ticket sender is null address". Also refuses funds for nobody.
    error TicketSenderIsZero();
    /// @notice Live protocol: "invalid length for ticket auxData: must be 64 bytes".
    error InvalidAuxDataLength(uint256 length);
    /// @notice Live protocol: "ticket creationRoundBlockHash invalid for creationRound".
    error CreationRoundBlockHashMismatch(uint256 creationRound, bytes32 given, bytes32 expected);
    /// @notice Live protocol: "ticket is expired".
    error TicketExpired(uint256 creationRound, uint256 ticketValidityPeriod, uint256 currentRound);
    /// @notice Live protocol: "recipientRand does not match recipientRandHash".
    error RecipientRandMismatch(bytes32 recipientRandHash);
    /// @notice Live protocol: "INVALID_SIGNATURE_LENGTH".
    error InvalidSignatureLength(uint256 length);
    /// @notice Live protocol: "invalid signature over ticket hash".
    error InvalidTicketSignature(address sender, address signer);
    /// @notice Live protocol: "ticket did not win".
    error TicketDidNotWin(bytes32 ticketHash);
    /// @notice Live protocol: "sender is unlocked".
    error SenderUnlocked(address sender, uint256 withdrawRound);
    /// @notice Live protocol: "sender deposit and reserve are zero".
    error SenderHasNoFunds(address sender);
    /// @notice Live protocol: "sender deposit and reserve insufficient to cover ticket face value".
    error InsufficientSenderFunds(uint256 faceValue, uint256 deposit, uint256 reserve);
    /// @notice Live protocol: "msg.value does not equal sum of deposit amount and reserve amount".
    error ValueMismatch(uint256 value, uint256 depositAmount, uint256 reserveAmount);
    /// @notice Live protocol: "unlock already initiated".
    error UnlockAlreadyInitiated(address sender, uint256 withdrawRound);
    /// @notice Live protocol: "no unlock request in progress".
    error NoUnlockInProgress(address sender);
    /// @notice Live protocol: "account is locked".
    error SenderLocked(address sender, uint256 withdrawRound, uint256 currentRound);
    /// @notice Live protocol: "ticketValidityPeriod must be greater than 0".
    error TicketValidityPeriodIsZero();
    /// @notice The arrays of a batch differ in length. Live protocol: a panic.
    error BatchLengthMismatch(uint256 tickets, uint256 sigs, uint256 recipientRands);

    /// @notice Adds the value sent to the caller's deposit and ends its unlock, if one is in progress.
    function fundDeposit() external payable;

    /// @notice Adds the value sent to the caller's reserve and ends its unlock, if one is in progress.
    function fundReserve() external payable;

    /// @notice Adds to the caller's deposit and reserve; the value sent must be their sum.
    function fundDepositAndReserve(uint256 depositAmount, uint256 reserveAmount) external payable;

    /// @notice Adds to the deposit and reserve of `addr`; does not end an unlock of another account than the caller.
    function fundDepositAndReserveFor(address addr, uint256 depositAmount, uint256 reserveAmount) external payable;

    /// @notice Begins the time after which the caller may withdraw.
    function unlock() external;

    /// @notice Ends the caller's unlock.
    function cancelUnlock() external;

    /// @notice Pays the caller its deposit and reserve, once unlocked.
    function withdraw() external;

    /// @notice Pays a winning ticket to its recipient and its delegators: from the sender's deposit, the rest from the
    /// recipient's share of the reserve. Anyone who knows `recipientRand`.
    /// @dev Two reverts keep the live protocol's text, because clients act on it: "ticket creationRound does not have a
    /// block hash" and "ticket is used".
    /// @param sig 65 bytes R, S, V of the sender over the EIP-191 personal message of the ticket's hash.
    /// @param recipientRand Preimage of the ticket's recipientRandHash.
    function redeemWinningTicket(Ticket calldata ticket, bytes calldata sig, uint256 recipientRand) external;

    /// @notice {redeemWinningTicket} for each ticket; those that fail are passed over.
    function batchRedeemWinningTickets(
        Ticket[] calldata tickets,
        bytes[] calldata sigs,
        uint256[] calldata recipientRands
    ) external;

    /// @notice Sets the rounds from an unlock to its withdrawal. Controller owner only.
    function setUnlockPeriod(uint256 unlockPeriod) external;

    /// @notice Sets the rounds in which a ticket can be redeemed, its creation round included. Controller owner only.
    function setTicketValidityPeriod(uint256 ticketValidityPeriod) external;

    /// @return sender Deposit and unlock.
    /// @return reserve Reserve.
    function getSenderInfo(address sender_) external view returns (Sender memory sender, ReserveInfo memory reserve);

    function getReserveInfo(address reserveHolder) external view returns (ReserveInfo memory info);

    /// @return Wei that `claimant` can still claim from a reserve in the current round.
    function claimableReserve(address reserveHolder, address claimant) external view returns (uint256);

    /// @return Wei that `claimant` has claimed from a reserve in the current round.
    function claimedReserve(address reserveHolder, address claimant) external view returns (uint256);

    function isUnlockInProgress(address sender) external view returns (bool);

    function getTicketHash(Ticket calldata ticket) external pure returns (bytes32);

    /// @return Whether the ticket with this hash has been redeemed.
    function usedTickets(bytes32 ticketHash) external view returns (bool);

    function ticketValidityPeriod() external view returns (uint256);

    function unlockPeriod() external view returns (uint256);
}
