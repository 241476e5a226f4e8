// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../interfaces/IBondingManager.sol";
import {IMinter} from "../interfaces/IMinter.sol";
import {IRoundsManager} from "../interfaces/IRoundsManager.sol";
import {ITicketBroker} from "../interfaces/ITicketBroker.sol";
import {ContractIds} from "../libraries/ContractIds.sol";
import {Tickets} from "../libraries/Tickets.sol";
import {Manager} from "../registry/Manager.sol";
import {ManagerProxyTarget} from "../registry/ManagerProxyTarget.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title TicketBroker
/// @dev The sum of all deposits and reserves never exceeds the Minter's ETH: what is added here is sent there, and
/// what a redemption takes from here is booked by the BondingManager as fees. A ticket is paid once at most.
contract TicketBroker is ManagerProxyTarget, ITicketBroker {
    using SafeCast for uint256;
    using Tickets for Ticket;

    /// @dev One storage slot; 96 bits of wei are more ETH than there will be.
    struct Account {
        uint96 deposit;
        uint96 reserve;
        /// 0 while no unlock is in progress.
        uint64 withdrawRound;
    }

    struct Claims {
        uint256 total;
        mapping(address claimant => uint256) byClaimant;
    }

    /// @inheritdoc ITicketBroker
    uint256 public override unlockPeriod;
    /// @inheritdoc ITicketBroker
    uint256 public override ticketValidityPeriod;
    /// @inheritdoc ITicketBroker
    mapping(bytes32 ticketHash => bool) public override usedTickets;
    mapping(address sender => Account) private _accounts;
    mapping(address reserveHolder => mapping(uint256 round => Claims)) private _claims;

    constructor(address controller_) Manager(controller_) {}

    /// @inheritdoc ITicketBroker
    function fundDeposit() external payable override {
        _fund(msg.sender, msg.value, 0);
    }

    /// @inheritdoc ITicketBroker
    function fundReserve() external payable override {
        _fund(msg.sender, 0, msg.value);
    }

    /// @inheritdoc ITicketBroker
    function fundDepositAndReserve(uint256 depositAmount, uint256 reserveAmount) external payable override {
        _fund(msg.sender, depositAmount, reserveAmount);
    }

    /// @inheritdoc ITicketBroker
    function fundDepositAndReserveFor(address addr, uint256 depositAmount, uint256 reserveAmount)
        external
        payable
        override
    {
        _fund(addr, depositAmount, reserveAmount);
    }

    /// @inheritdoc ITicketBroker
    function unlock() external override whenSystemNotPaused {
        Account storage account = _accounts[msg.sender];
        if (account.deposit == 0 && account.reserve == 0) revert SenderHasNoFunds(msg.sender);
        if (account.withdrawRound > 0) revert UnlockAlreadyInitiated(msg.sender, account.withdrawRound);
        uint256 round = _rounds().currentRound();
        uint64 withdrawRound = (round + unlockPeriod).toUint64();
        account.withdrawRound = withdrawRound;
        emit Unlock(msg.sender, round, withdrawRound);
    }

    /// @inheritdoc ITicketBroker
    function cancelUnlock() external override whenSystemNotPaused {
        Account storage account = _accounts[msg.sender];
        if (account.withdrawRound == 0) revert NoUnlockInProgress(msg.sender);
        account.withdrawRound = 0;
        emit UnlockCancelled(msg.sender);
    }

    /// @inheritdoc ITicketBroker
    function withdraw() external override whenSystemNotPaused {
        Account storage account = _accounts[msg.sender];
        (uint256 deposit, uint256 reserve, uint256 withdrawRound) =
            (account.deposit, account.reserve, account.withdrawRound);
        if (deposit == 0 && reserve == 0) revert SenderHasNoFunds(msg.sender);
        uint256 round = _rounds().currentRound();
        if (withdrawRound == 0 || round < withdrawRound) revert SenderLocked(msg.sender, withdrawRound, round);
        account.deposit = 0;
        account.reserve = 0;
        emit Withdrawal(msg.sender, deposit, reserve);
        _minter().trustedWithdrawETH(msg.sender, deposit + reserve);
    }

    /// @inheritdoc ITicketBroker
    function redeemWinningTicket(Ticket calldata ticket, bytes calldata sig, uint256 recipientRand)
        public
        override
        whenSystemNotPaused
    {
        IRoundsManager rounds = _rounds();
        uint256 round = rounds.currentRound();
        if (rounds.lastInitializedRound() != round) revert CurrentRoundNotInitialized(round);

        ticket.requireWellFormed();
        uint256 creationRound = _requireNotExpired(ticket, rounds, round);
        ticket.requireRecipientRand(recipientRand);
        bytes32 ticketHash = ticket.hash();
        require(!usedTickets[ticketHash], "ticket is used");
        ticket.requireWinning(ticketHash, sig, recipientRand);

        usedTickets[ticketHash] = true;
        uint256 amount = _takeFaceValue(ticket.sender, ticket.recipient, ticket.faceValue, round);
        if (amount > 0) {
            _bondingManager().updateTranscoderWithFees(ticket.recipient, amount, creationRound);
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

    /// @inheritdoc ITicketBroker
    function batchRedeemWinningTickets(
        Ticket[] calldata tickets,
        bytes[] calldata sigs,
        uint256[] calldata recipientRands
    ) external override {
        if (tickets.length != sigs.length || tickets.length != recipientRands.length) {
            revert BatchLengthMismatch(tickets.length, sigs.length, recipientRands.length);
        }
        for (uint256 i = 0; i < tickets.length; i++) {
            // A call of its own, so that one ticket that fails takes back only what it did itself.
            try this.redeemWinningTicket(tickets[i], sigs[i], recipientRands[i]) {} catch {}
        }
    }

    /// @inheritdoc ITicketBroker
    function setUnlockPeriod(uint256 newUnlockPeriod) external override onlyControllerOwner {
        unlockPeriod = newUnlockPeriod;
        emit ParameterUpdate("unlockPeriod");
    }

    /// @inheritdoc ITicketBroker
    function setTicketValidityPeriod(uint256 newTicketValidityPeriod) external override onlyControllerOwner {
        if (newTicketValidityPeriod == 0) revert TicketValidityPeriodIsZero();
        ticketValidityPeriod = newTicketValidityPeriod;
        emit ParameterUpdate("ticketValidityPeriod");
    }

    /// @inheritdoc ITicketBroker
    function getSenderInfo(address sender)
        external
        view
        override
        returns (Sender memory info, ReserveInfo memory reserve)
    {
        Account storage account = _accounts[sender];
        info = Sender({deposit: account.deposit, withdrawRound: account.withdrawRound});
        reserve = getReserveInfo(sender);
    }

    /// @inheritdoc ITicketBroker
    function claimableReserve(address reserveHolder, address claimant) external view override returns (uint256) {
        return _claimableReserve(reserveHolder, claimant, _rounds().currentRound());
    }

    /// @inheritdoc ITicketBroker
    function claimedReserve(address reserveHolder, address claimant) external view override returns (uint256) {
        return _claims[reserveHolder][_rounds().currentRound()].byClaimant[claimant];
    }

    /// @inheritdoc ITicketBroker
    function isUnlockInProgress(address sender) external view override returns (bool) {
        return _accounts[sender].withdrawRound > 0;
    }

    /// @inheritdoc ITicketBroker
    function getTicketHash(Ticket calldata ticket) external pure override returns (bytes32) {
        return ticket.hash();
    }

    /// @inheritdoc ITicketBroker
    function getReserveInfo(address reserveHolder) public view override returns (ReserveInfo memory info) {
        info.fundsRemaining = _accounts[reserveHolder].reserve;
        info.claimedInCurrentRound = _claims[reserveHolder][_rounds().currentRound()].total;
    }

    /// @dev An event for each amount that is not zero.
    function _fund(address sender, uint256 depositAmount, uint256 reserveAmount) private whenSystemNotPaused {
        if (sender == address(0)) revert TicketSenderIsZero();
        if (depositAmount > msg.value || reserveAmount != msg.value - depositAmount) {
            revert ValueMismatch(msg.value, depositAmount, reserveAmount);
        }
        Account storage account = _accounts[sender];
        if (depositAmount > 0) {
            account.deposit = (account.deposit + depositAmount).toUint96();
            emit DepositFunded(sender, depositAmount);
        }
        if (reserveAmount > 0) {
            account.reserve = (account.reserve + reserveAmount).toUint96();
            emit ReserveFunded(sender, reserveAmount);
        }
        if (msg.sender == sender && account.withdrawRound > 0) {
            account.withdrawRound = 0;
            emit UnlockCancelled(sender);
        }
        _minter().depositETH{value: msg.value}();
    }

    /// @dev Takes the face value from the deposit and what it lacks from the recipient's share of the reserve.
    /// @return amount Less than the face value only if that share is too small.
    function _takeFaceValue(address sender, address recipient, uint256 faceValue, uint256 round)
        private
        returns (uint256 amount)
    {
        Account storage account = _accounts[sender];
        (uint256 deposit, uint256 reserve, uint256 withdrawRound) =
            (account.deposit, account.reserve, account.withdrawRound);
        if (withdrawRound > 0 && round >= withdrawRound) revert SenderUnlocked(sender, withdrawRound);
        if (deposit == 0 && reserve == 0) revert SenderHasNoFunds(sender);
        // All or nothing, so that a dust payment cannot use up a ticket.
        if (faceValue > deposit + reserve) revert InsufficientSenderFunds(faceValue, deposit, reserve);
        if (faceValue <= deposit) {
            account.deposit = uint96(deposit - faceValue);
            return faceValue;
        }
        uint256 claimed = Math.min(faceValue - deposit, _claimableReserve(sender, recipient, round));
        account.deposit = 0;
        account.reserve = uint96(reserve - claimed);
        if (claimed > 0) {
            Claims storage claims = _claims[sender][round];
            claims.total += claimed;
            claims.byClaimant[recipient] += claimed;
            emit ReserveClaimed(sender, recipient, claimed);
        }
        return deposit + claimed;
    }

    function _requireNotExpired(Ticket calldata ticket, IRoundsManager rounds, uint256 round)
        private
        view
        returns (uint256 creationRound)
    {
        bytes32 given;
        (creationRound, given) = ticket.creation();
        bytes32 expected = rounds.blockHashForRound(creationRound);
        require(expected != bytes32(0), "ticket creationRound does not have a block hash");
        if (given != expected) revert CreationRoundBlockHashMismatch(creationRound, given, expected);
        if (creationRound + ticketValidityPeriod <= round) {
            revert TicketExpired(creationRound, ticketValidityPeriod, round);
        }
    }

    /// @dev The share changes with the size of the pool within a round: it is neither below zero nor above what is left.
    function _claimableReserve(address reserveHolder, address claimant, uint256 round) private view returns (uint256) {
        IBondingManager bonding = _bondingManager();
        uint256 poolSize = bonding.getTranscoderPoolSize();
        if (poolSize == 0 || !bonding.isActiveTranscoder(claimant)) return 0;
        Claims storage claims = _claims[reserveHolder][round];
        uint256 remaining = _accounts[reserveHolder].reserve;
        uint256 share = (remaining + claims.total) / poolSize;
        return Math.min(Math.saturatingSub(share, claims.byClaimant[claimant]), remaining);
    }

    function _rounds() private view returns (IRoundsManager) {
        return IRoundsManager(_contractOf(ContractIds.ROUNDS_MANAGER));
    }

    function _bondingManager() private view returns (IBondingManager) {
        return IBondingManager(_contractOf(ContractIds.BONDING_MANAGER));
    }

    function _minter() private view returns (IMinter) {
        return IMinter(_contractOf(ContractIds.MINTER));
    }
}
