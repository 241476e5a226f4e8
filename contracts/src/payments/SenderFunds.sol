// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../interfaces/IBondingManager.sol";
import {IMinter} from "../interfaces/IMinter.sol";
import {IRoundsManager} from "../interfaces/IRoundsManager.sol";
import {ITicketBroker} from "../interfaces/ITicketBroker.sol";
import {ContractIds} from "../libraries/ContractIds.sol";
import {ManagerProxyTarget} from "../registry/ManagerProxyTarget.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title The TicketBroker's storage, and the deposits and reserves of senders.
/// @dev The sum of all deposits and reserves never exceeds the Minter's ETH: what is added here is sent there.
abstract contract SenderFunds is ManagerProxyTarget, ITicketBroker {
    using SafeCast for uint256;

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

    uint64 private _unlockPeriod;
    uint64 internal _ticketValidityPeriod;
    /// @inheritdoc ITicketBroker
    mapping(bytes32 ticketHash => bool) public override usedTickets;
    mapping(address sender => Account) internal _accounts;
    mapping(address reserveHolder => mapping(uint256 round => Claims)) internal _claims;

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
    function unlock() external override whenExitsNotPaused {
        Account storage account = _accounts[msg.sender];
        if (account.deposit == 0 && account.reserve == 0) revert SenderHasNoFunds(msg.sender);
        if (account.withdrawRound > 0) revert UnlockAlreadyInitiated(msg.sender, account.withdrawRound);
        uint256 round = _rounds().currentRound();
        uint64 withdrawRound = (round + _unlockPeriod).toUint64();
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
    function withdraw() external override whenExitsNotPaused {
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
    function setUnlockPeriod(uint256 unlockPeriod_) external override onlyControllerOwner {
        _unlockPeriod = unlockPeriod_.toUint64();
        emit ParameterUpdate("unlockPeriod");
    }

    /// @inheritdoc ITicketBroker
    function setTicketValidityPeriod(uint256 ticketValidityPeriod_) external override onlyControllerOwner {
        if (ticketValidityPeriod_ == 0) revert TicketValidityPeriodIsZero();
        _ticketValidityPeriod = ticketValidityPeriod_.toUint64();
        emit ParameterUpdate("ticketValidityPeriod");
    }

    /// @inheritdoc ITicketBroker
    function getSenderInfo(address sender_)
        external
        view
        override
        returns (Sender memory sender, ReserveInfo memory reserve)
    {
        Account storage account = _accounts[sender_];
        sender = Sender({deposit: account.deposit, withdrawRound: account.withdrawRound});
        reserve = getReserveInfo(sender_);
    }

    /// @inheritdoc ITicketBroker
    function claimableReserve(address reserveHolder, address claimant) external view override returns (uint256) {
        return _claimableReserve(reserveHolder, claimant, _rounds().currentRound(), _accounts[reserveHolder].reserve);
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
    function unlockPeriod() external view override returns (uint256) {
        return _unlockPeriod;
    }

    /// @inheritdoc ITicketBroker
    function ticketValidityPeriod() external view override returns (uint256) {
        return _ticketValidityPeriod;
    }

    /// @inheritdoc ITicketBroker
    function getReserveInfo(address reserveHolder) public view override returns (ReserveInfo memory info) {
        info.fundsRemaining = _accounts[reserveHolder].reserve;
        info.claimedInCurrentRound = _claims[reserveHolder][_rounds().currentRound()].total;
    }

    /// @dev The share changes with the size of the pool within a round: it is neither below zero nor above what is left.
    /// @param remaining What is left of the reserve.
    function _claimableReserve(address reserveHolder, address claimant, uint256 round, uint256 remaining)
        internal
        view
        returns (uint256)
    {
        IBondingManager bonding = _bondingManager();
        uint256 poolSize = bonding.getTranscoderPoolSize();
        if (poolSize == 0 || !bonding.isActiveTranscoder(claimant)) return 0;
        Claims storage claims = _claims[reserveHolder][round];
        uint256 share = (remaining + claims.total) / poolSize;
        return Math.min(Math.saturatingSub(share, claims.byClaimant[claimant]), remaining);
    }

    function _rounds() internal view returns (IRoundsManager) {
        return IRoundsManager(_contractOf(ContractIds.ROUNDS_MANAGER));
    }

    function _bondingManager() internal view returns (IBondingManager) {
        return IBondingManager(_contractOf(ContractIds.BONDING_MANAGER));
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

    function _minter() private view returns (IMinter) {
        return IMinter(_contractOf(ContractIds.MINTER));
    }
}
