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

/// @title RoundsManager
/// @dev The number of the current round never falls and does not jump when the round length changes; a round is
/// initialised once at most, and never after a later one.
contract RoundsManager is ManagerProxyTarget, BlockSource {
    /// @inheritdoc IRoundsManager
    uint256 public override roundLength;
    /// @inheritdoc IRoundsManager
    uint256 public override roundLockAmount;
    /// @inheritdoc IRoundsManager
    uint256 public override lastInitializedRound;
    /// @inheritdoc IRoundsManager
    uint256 public override lastRoundLengthUpdateRound;
    /// @inheritdoc IRoundsManager
    uint256 public override lastRoundLengthUpdateStartBlock;
    /// @inheritdoc IRoundsManager
    mapping(uint256 lip => uint256) public override lipUpgradeRound;
    mapping(uint256 round => bytes32) private _blockHashForRound;

    constructor(address controller_) Manager(controller_) {}

    /// @inheritdoc IRoundsManager
    function initializeRound() external override whenSystemNotPaused {
        uint256 round = currentRound();
        if (lastInitializedRound == round) revert RoundAlreadyInitialized(round);
        bytes32 roundHash = blockHash(blockNum() - 1);
        lastInitializedRound = round;
        _blockHashForRound[round] = roundHash;
        // Inflation is computed from the round's active stake, so that comes first.
        IBondingManager(_contractOf(ContractIds.BONDING_MANAGER)).setCurrentRoundTotalActiveStake();
        IMinter(_contractOf(ContractIds.MINTER)).setCurrentRewardTokens();
        emit NewRound(round, roundHash);
    }

    /// @inheritdoc IRoundsManager
    function setRoundLength(uint256 newRoundLength) external override onlyControllerOwner {
        if (newRoundLength == 0) revert RoundLengthIsZero();
        if (roundLength == 0) roundLength = newRoundLength;
        (uint256 round, uint256 startBlock) = (currentRound(), currentRoundStartBlock());
        lastRoundLengthUpdateRound = round;
        lastRoundLengthUpdateStartBlock = startBlock;
        roundLength = newRoundLength;
        emit ParameterUpdate("roundLength");
    }

    /// @inheritdoc IRoundsManager
    function setRoundLockAmount(uint256 newRoundLockAmount) external override onlyControllerOwner {
        if (!Ppm.isValid(newRoundLockAmount)) revert InvalidRoundLockAmount(newRoundLockAmount);
        roundLockAmount = newRoundLockAmount;
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
    function currentRoundInitialized() external view override returns (bool) {
        return lastInitializedRound == currentRound();
    }

    /// @inheritdoc IRoundsManager
    function currentRoundLocked() external view override returns (bool) {
        uint256 lockedBlocks = Ppm.percOf(roundLength, roundLockAmount);
        return blockNum() - currentRoundStartBlock() >= roundLength - lockedBlocks;
    }

    /// @inheritdoc IRoundsManager
    function currentRound() public view override returns (uint256) {
        return lastRoundLengthUpdateRound + _roundsSinceLengthUpdate();
    }

    /// @inheritdoc IRoundsManager
    function currentRoundStartBlock() public view override returns (uint256) {
        return lastRoundLengthUpdateStartBlock + _roundsSinceLengthUpdate() * roundLength;
    }

    function _roundsSinceLengthUpdate() private view returns (uint256) {
        return (blockNum() - lastRoundLengthUpdateStartBlock) / roundLength;
    }
}
