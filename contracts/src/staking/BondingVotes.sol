// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../interfaces/IBondingManager.sol";
import {IBondingVotes} from "../interfaces/IBondingVotes.sol";
import {IRoundsManager} from "../interfaces/IRoundsManager.sol";
import {BondingCheckpoints} from "../libraries/BondingCheckpoints.sol";
import {ContractIds} from "../libraries/ContractIds.sol";
import {Precise} from "../libraries/Precise.sol";
import {Manager} from "../registry/Manager.sol";
import {ManagerProxyTarget} from "../registry/ManagerProxyTarget.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title BondingVotes
/// @dev Nothing that was recorded for a past round changes, but during a pause for rounds that nobody initialised.
/// Votes of the active set's members sum up to at most the round's active stake.
contract BondingVotes is ManagerProxyTarget, IBondingVotes {
    using BondingCheckpoints for BondingCheckpoints.History;
    using Checkpoints for Checkpoints.Trace208;
    using SafeCast for uint256;

    mapping(address account => BondingCheckpoints.History) private _bonds;
    /// @dev Active stake by initialised round.
    Checkpoints.Trace208 private _totals;

    modifier onlyBondingManager() {
        address bondingManager = _contractOf(ContractIds.BONDING_MANAGER);
        if (msg.sender != bondingManager) revert InvalidCaller(msg.sender, bondingManager);
        _;
    }

    constructor(address controller_) Manager(controller_) {}

    /// @inheritdoc IBondingVotes
    function checkpointBondingState(
        address account,
        uint256 startRound,
        uint256 bondedAmount,
        address delegateAddress,
        uint256 delegatedAmount,
        uint256 lastClaimRound,
        uint256 lastRewardRound
    ) external override onlyBondingManager {
        _requireStartRound(startRound);
        if (lastClaimRound >= startRound) revert FutureLastClaimRound(lastClaimRound, startRound - 1);
        BondingCheckpoints.Checkpoint memory previous = _bonds[account].latest();
        BondingCheckpoints.Checkpoint memory current = BondingCheckpoints.Checkpoint({
            delegateAddress: delegateAddress,
            bondedAmount: bondedAmount.toUint96(),
            delegatedAmount: delegatedAmount.toUint96(),
            startRound: startRound.toUint40(),
            lastClaimRound: uint40(lastClaimRound),
            lastRewardRound: lastRewardRound.toUint40(),
            laterCount: 0
        });
        _bonds[account].record(current);
        _emitChanges(account, previous, current);
    }

    /// @inheritdoc IBondingVotes
    function checkpointTotalActiveStake(uint256 totalStake, uint256 round) external override onlyBondingManager {
        uint256 current = clock();
        if (round != current) revert InvalidTotalStakeCheckpointRound(round, current);
        _totals.push(uint48(round), totalStake.toUint208());
    }

    /// @inheritdoc IBondingVotes
    function delegate(address) external pure override {
        revert MustCallBondingManager("bond");
    }

    /// @inheritdoc IBondingVotes
    function delegateBySig(address, uint256, uint256, uint8, bytes32, bytes32) external pure override {
        revert MustCallBondingManager("bondFor");
    }

    /// @inheritdoc IBondingVotes
    function getVotes(address account) external view override returns (uint256 votes) {
        (votes,) = getVotesAndDelegateAtRoundStart(account, uint256(clock()) + 1);
    }

    /// @inheritdoc IBondingVotes
    function getPastVotes(address account, uint256 round) external view override returns (uint256 votes) {
        _requirePast(round);
        (votes,) = getVotesAndDelegateAtRoundStart(account, round + 1);
    }

    /// @inheritdoc IBondingVotes
    function totalSupply() external view override returns (uint256) {
        return getTotalActiveStakeAt(uint256(clock()) + 1);
    }

    /// @inheritdoc IBondingVotes
    function getPastTotalSupply(uint256 round) external view override returns (uint256) {
        _requirePast(round);
        return getTotalActiveStakeAt(round + 1);
    }

    /// @inheritdoc IBondingVotes
    function delegates(address account) external view override returns (address) {
        return _bonds[account].at(uint256(clock()) + 1).delegateAddress;
    }

    /// @inheritdoc IBondingVotes
    function delegatedAt(address account, uint256 round) external view override returns (address) {
        _requirePast(round);
        return _bonds[account].at(round + 1).delegateAddress;
    }

    /// @inheritdoc IBondingVotes
    function hasCheckpoint(address account) external view override returns (bool) {
        return _bonds[account].latest().startRound > 0;
    }

    /// @inheritdoc IBondingVotes
    function name() external pure override returns (string memory) {
        return "Livepeer Voting Power";
    }

    /// @inheritdoc IBondingVotes
    function symbol() external pure override returns (string memory) {
        return "vLPT";
    }

    /// @inheritdoc IBondingVotes
    function decimals() external pure override returns (uint8) {
        return 18;
    }

    /// @inheritdoc IBondingVotes
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external pure override returns (string memory) {
        return "mode=livepeer_round";
    }

    /// @inheritdoc IBondingVotes
    function clock() public view override returns (uint48) {
        return _rounds().currentRound().toUint48();
    }

    /// @inheritdoc IBondingVotes
    function getVotesAndDelegateAtRoundStart(address account, uint256 round)
        public
        view
        override
        returns (uint256 votes, address delegateAddress)
    {
        _requireAtMostNext(round);
        BondingCheckpoints.Checkpoint memory bond = _bonds[account].at(round);
        delegateAddress = bond.delegateAddress;
        if (bond.bondedAmount == 0) return (0, delegateAddress);
        if (delegateAddress == account) return (bond.delegatedAmount, delegateAddress);
        BondingCheckpoints.Checkpoint memory orchestrator = _bonds[delegateAddress].at(round);
        if (!_isRegistered(delegateAddress, orchestrator)) return (0, delegateAddress);
        return (_stakeWithRewards(bond, orchestrator.lastRewardRound), delegateAddress);
    }

    /// @inheritdoc IBondingVotes
    function getTotalActiveStakeAt(uint256 round) public view override returns (uint256) {
        _requireAtMostNext(round);
        (bool exists, uint256 lastRound,) = _totals.latestCheckpoint();
        if (!exists || round < _totals.at(0)._key) return 0;
        if (round > lastRound) return _bondingManager().nextRoundTotalActiveStake();
        return _totals.lowerLookup(uint48(round));
    }

    function _emitChanges(
        address account,
        BondingCheckpoints.Checkpoint memory previous,
        BondingCheckpoints.Checkpoint memory current
    ) private {
        if (previous.delegateAddress != current.delegateAddress) {
            emit DelegateChanged(account, previous.delegateAddress, current.delegateAddress);
        }
        uint256 previousVotes = _isRegistered(account, previous) ? previous.delegatedAmount : 0;
        uint256 currentVotes = _isRegistered(account, current) ? current.delegatedAmount : 0;
        if (previousVotes != currentVotes) emit DelegateVotesChanged(account, previousVotes, currentVotes);
        if (previous.bondedAmount != current.bondedAmount || previous.lastClaimRound != current.lastClaimRound) {
            emit DelegatorBondedAmountChanged(
                account, previous.bondedAmount, previous.lastClaimRound, current.bondedAmount, current.lastClaimRound
            );
        }
    }

    /// @dev Stake counts from the next round on. During a pause no round is initialised, and what leaves then leaves
    /// after the last that was, as the active stake does.
    function _requireStartRound(uint256 startRound) private view {
        IRoundsManager rounds = _rounds();
        uint256 required = rounds.currentRound() + 1;
        if (startRound != required && startRound != rounds.lastInitializedRound() + 1) {
            revert InvalidStartRound(startRound, required);
        }
    }

    function _requirePast(uint256 round) private view {
        uint256 current = clock();
        if (round >= current) revert FutureLookup(round, current == 0 ? 0 : current - 1);
    }

    function _requireAtMostNext(uint256 round) private view {
        uint256 next = uint256(clock()) + 1;
        if (round > next) revert FutureLookup(round, next);
    }

    /// @dev Stake with the rewards since the last claim: grown by the ratio of the orchestrator's reward factors (LIP-36).
    function _stakeWithRewards(BondingCheckpoints.Checkpoint memory bond, uint256 lastRewardRound)
        private
        view
        returns (uint256)
    {
        if (lastRewardRound < bond.lastClaimRound) return bond.bondedAmount;
        uint256 end = _rewardFactor(bond.delegateAddress, lastRewardRound);
        if (end == 0) {
            if (lastRewardRound > 0) revert MissingEarningsPool(bond.delegateAddress, lastRewardRound);
            end = Precise.ALL;
        }
        uint256 start = _rewardFactor(bond.delegateAddress, bond.lastClaimRound);
        return Precise.percOf(bond.bondedAmount, end, start == 0 ? Precise.ALL : start);
    }

    function _rewardFactor(address orchestrator, uint256 round) private view returns (uint256 factor) {
        (,,, factor,) = _bondingManager().getTranscoderEarningsPoolForRound(orchestrator, round);
    }

    function _isRegistered(address account, BondingCheckpoints.Checkpoint memory bond) private pure returns (bool) {
        return bond.delegateAddress == account && bond.bondedAmount > 0;
    }

    function _rounds() private view returns (IRoundsManager) {
        return IRoundsManager(_contractOf(ContractIds.ROUNDS_MANAGER));
    }

    function _bondingManager() private view returns (IBondingManager) {
        return IBondingManager(_contractOf(ContractIds.BONDING_MANAGER));
    }
}
