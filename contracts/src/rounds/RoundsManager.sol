// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../interfaces/IBondingManager.sol";
import {IMinter} from "../interfaces/IMinter.sol";
import {IRoundsManager} from "../interfaces/IRoundsManager.sol";
import {ContractIds} from "../libraries/ContractIds.sol";
import {Ppm} from "../libraries/Ppm.sol";
import {Manager} from "../registry/Manager.sol";
import {ManagerProxyTarget} from "../registry/ManagerProxyTarget.sol";
import {BlockSource} from "./BlockSource.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title RoundsManager
/// @dev The number of the current round never falls and does not jump when the round length changes; a round is
/// initialised once at most, and never after a later one.
contract RoundsManager is ManagerProxyTarget, BlockSource {
    using SafeCast for uint256;

    /// @dev One slot, because nearly every call of the protocol reads the current round.
    struct Clock {
        uint56 roundLength;
        uint56 lastInitializedRound;
        uint56 lastRoundLengthUpdateRound;
        uint56 lastRoundLengthUpdateStartBlock;
        /// Parts per million.
        uint32 roundLockAmount;
    }

    Clock private _clock;
    /// @inheritdoc IRoundsManager
    mapping(uint256 lip => uint256) public override lipUpgradeRound;
    mapping(uint256 round => bytes32) private _blockHashForRound;

    constructor(address controller_) Manager(controller_) {}

    /// @inheritdoc IRoundsManager
    function initializeRound() external override whenSystemNotPaused {
        uint256 round = currentRound();
        if (_clock.lastInitializedRound == round) revert RoundAlreadyInitialized(round);
        bytes32 roundHash = blockHash(blockNum() - 1);
        _clock.lastInitializedRound = round.toUint56();
        _blockHashForRound[round] = roundHash;
        // Inflation is computed from the round's active stake, so that comes first.
        IBondingManager(_contractOf(ContractIds.BONDING_MANAGER)).setCurrentRoundTotalActiveStake();
        IMinter(_contractOf(ContractIds.MINTER)).setCurrentRewardTokens();
        emit NewRound(round, roundHash);
    }

    /// @inheritdoc IRoundsManager
    function setRoundLength(uint256 roundLength_) external override onlyControllerOwner {
        if (roundLength_ == 0) revert RoundLengthIsZero();
        if (_clock.roundLength == 0) _clock.roundLength = roundLength_.toUint56();
        (uint256 round, uint256 startBlock) = (currentRound(), currentRoundStartBlock());
        _clock.lastRoundLengthUpdateRound = round.toUint56();
        _clock.lastRoundLengthUpdateStartBlock = startBlock.toUint56();
        _clock.roundLength = roundLength_.toUint56();
        emit ParameterUpdate("roundLength");
    }

    /// @inheritdoc IRoundsManager
    function setRoundLockAmount(uint256 roundLockAmount_) external override onlyControllerOwner {
        if (!Ppm.isValid(roundLockAmount_)) revert InvalidRoundLockAmount(roundLockAmount_);
        // A valid percentage fits.
        _clock.roundLockAmount = uint32(roundLockAmount_);
        emit ParameterUpdate("roundLockAmount");
    }

    /// @inheritdoc IRoundsManager
    function setLIPUpgradeRound(uint256 lip, uint256 round) external override onlyControllerOwner {
        if (lipUpgradeRound[lip] != 0) revert LIPUpgradeRoundAlreadySet(lip, lipUpgradeRound[lip]);
        lipUpgradeRound[lip] = round;
        emit ParameterUpdate("lipUpgradeRound");
    }

    /// @inheritdoc IRoundsManager
    function blockHashForRound(uint256 round) external view override returns (bytes32) {
        return _blockHashForRound[round];
    }

    /// @inheritdoc IRoundsManager
    function roundLength() external view override returns (uint256) {
        return _clock.roundLength;
    }

    /// @inheritdoc IRoundsManager
    function roundLockAmount() external view override returns (uint256) {
        return _clock.roundLockAmount;
    }

    /// @inheritdoc IRoundsManager
    function lastInitializedRound() external view override returns (uint256) {
        return _clock.lastInitializedRound;
    }

    /// @inheritdoc IRoundsManager
    function lastRoundLengthUpdateRound() external view override returns (uint256) {
        return _clock.lastRoundLengthUpdateRound;
    }

    /// @inheritdoc IRoundsManager
    function lastRoundLengthUpdateStartBlock() external view override returns (uint256) {
        return _clock.lastRoundLengthUpdateStartBlock;
    }

    /// @inheritdoc IRoundsManager
    function currentRoundInitialized() external view override returns (bool) {
        return _clock.lastInitializedRound == currentRound();
    }

    /// @inheritdoc IRoundsManager
    function currentRoundLocked() external view override returns (bool) {
        uint256 length = _clock.roundLength;
        return blockNum() - currentRoundStartBlock() >= length - Ppm.percOf(length, _clock.roundLockAmount);
    }

    /// @inheritdoc IRoundsManager
    function currentRound() public view override returns (uint256) {
        return _clock.lastRoundLengthUpdateRound + _roundsSinceLengthUpdate();
    }

    /// @inheritdoc IRoundsManager
    function currentRoundStartBlock() public view override returns (uint256) {
        return _clock.lastRoundLengthUpdateStartBlock + _roundsSinceLengthUpdate() * _clock.roundLength;
    }

    function _roundsSinceLengthUpdate() private view returns (uint256) {
        return (blockNum() - _clock.lastRoundLengthUpdateStartBlock) / _clock.roundLength;
    }
}
