// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../interfaces/IBondingManager.sol";
import {IBondingVotes} from "../interfaces/IBondingVotes.sol";
import {IMillraceToken} from "../interfaces/IMillraceToken.sol";
import {IMinter} from "../interfaces/IMinter.sol";
import {ActiveSet} from "../libraries/ActiveSet.sol";
import {ContractIds} from "../libraries/ContractIds.sol";
import {Earnings} from "../libraries/Earnings.sol";
import {Ppm} from "../libraries/Ppm.sol";
import {Precise} from "../libraries/Precise.sol";
import {SortedList} from "../libraries/SortedList.sol";
import {Manager} from "../registry/Manager.sol";
import {Delegator, EarningsPool, Stakes, Transcoder, UnbondingLock} from "../types/Staking.sol";
import {BondingState} from "./BondingState.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title BondingManager
/// @dev The Minter's tokens cover all stake, all locks and all pending rewards; the fees that can be withdrawn never
/// exceed those booked. The pool is sorted by stake and sums up to the next round's active stake. Longer than one
/// screen because its ABI is one contract: reads are in {BondingState}, the arithmetic in the libraries.
contract BondingManager is BondingState {
    using ActiveSet for Stakes;
    using Earnings for Transcoder;
    using SafeCast for uint256;
    using SafeERC20 for IMillraceToken;
    using SortedList for SortedList.List;

    constructor(address controller_) Manager(controller_) {}

    /// @inheritdoc IBondingManager
    function bond(uint256 amount, address to) external override {
        _bond(amount, msg.sender, to, [address(0), address(0)], [address(0), address(0)]);
    }

    /// @inheritdoc IBondingManager
    function bondWithHint(
        uint256 amount,
        address to,
        address oldDelegateNewPosPrev,
        address oldDelegateNewPosNext,
        address currDelegateNewPosPrev,
        address currDelegateNewPosNext
    ) external override {
        _bond(
            amount,
            msg.sender,
            to,
            [oldDelegateNewPosPrev, oldDelegateNewPosNext],
            [currDelegateNewPosPrev, currDelegateNewPosNext]
        );
    }

    /// @inheritdoc IBondingManager
    function bondForWithHint(
        uint256 amount,
        address owner,
        address to,
        address oldDelegateNewPosPrev,
        address oldDelegateNewPosNext,
        address currDelegateNewPosPrev,
        address currDelegateNewPosNext
    ) external override {
        _bond(
            amount,
            owner,
            to,
            [oldDelegateNewPosPrev, oldDelegateNewPosNext],
            [currDelegateNewPosPrev, currDelegateNewPosNext]
        );
    }

    /// @inheritdoc IBondingManager
    function unbond(uint256 amount) external override {
        _unbond(amount, [address(0), address(0)]);
    }

    /// @inheritdoc IBondingManager
    function unbondWithHint(uint256 amount, address newPosPrev, address newPosNext) external override {
        _unbond(amount, [newPosPrev, newPosNext]);
    }

    /// @inheritdoc IBondingManager
    function rebond(uint256 unbondingLockId) external override {
        _rebond(unbondingLockId, [address(0), address(0)]);
    }

    /// @inheritdoc IBondingManager
    function rebondWithHint(uint256 unbondingLockId, address newPosPrev, address newPosNext) external override {
        _rebond(unbondingLockId, [newPosPrev, newPosNext]);
    }

    /// @inheritdoc IBondingManager
    function rebondFromUnbonded(address to, uint256 unbondingLockId) external override {
        _rebondFromUnbonded(to, unbondingLockId, [address(0), address(0)]);
    }

    /// @inheritdoc IBondingManager
    function rebondFromUnbondedWithHint(address to, uint256 unbondingLockId, address newPosPrev, address newPosNext)
        external
        override
    {
        _rebondFromUnbonded(to, unbondingLockId, [newPosPrev, newPosNext]);
    }

    /// @inheritdoc IBondingManager
    function transferBond(
        address delegator,
        uint256 amount,
        address oldDelegateNewPosPrev,
        address oldDelegateNewPosNext,
        address newDelegateNewPosPrev,
        address newDelegateNewPosNext
    ) external override {
        uint256 round = _openRound();
        address oldDelegate = _stakes.delegators[msg.sender].delegateAddress;
        // Both locks would be gone by the end of this call: only their ids are used up.
        uint256 oldLockId = _takeStake(amount, round, round, [oldDelegateNewPosPrev, oldDelegateNewPosNext]);
        Delegator storage receiver = _stakes.delegators[delegator];
        uint256 newLockId = receiver.nextUnbondingLockId++;
        emit TransferBond(msg.sender, delegator, oldLockId, newLockId, amount);

        _authorizeClaim(delegator, round);
        Earnings.claim(_stakes, delegator, round);
        if (receiver.delegateAddress == address(0)) {
            // Nobody else may make an account an orchestrator.
            if (delegator == address(0) || delegator == oldDelegate) revert InvalidDelegator(delegator);
            receiver.delegateAddress = oldDelegate;
        }
        if (receiver.bondedAmount == 0) receiver.startRound = (round + 1).toUint40();
        _addStake(delegator, newLockId, amount, round, [newDelegateNewPosPrev, newDelegateNewPosNext]);
        _checkpoint([oldDelegate, msg.sender, receiver.delegateAddress, delegator], round);
    }

    /// @inheritdoc IBondingManager
    function withdrawStake(uint256 unbondingLockId) external override {
        (uint256 round,) = _exitRound();
        uint256 withdrawRound = _stakes.delegators[msg.sender].unbondingLocks[unbondingLockId].withdrawRound;
        if (withdrawRound > round) revert WithdrawRoundNotReached(withdrawRound, round);
        uint256 amount = _takeLock(unbondingLockId);
        emit WithdrawStake(msg.sender, unbondingLockId, amount, withdrawRound);
        _minter().trustedTransferTokens(msg.sender, amount);
    }

    /// @inheritdoc IBondingManager
    function withdrawFees(address recipient, uint256 amount) external override {
        (, uint256 round) = _exitRound();
        Earnings.claim(_stakes, msg.sender, round);
        if (recipient == address(0)) revert InvalidRecipient(recipient);
        Delegator storage delegator = _stakes.delegators[msg.sender];
        uint256 fees = delegator.fees;
        if (amount > fees) revert InsufficientFees(amount, fees);
        delegator.fees = uint96(fees - amount);
        emit WithdrawFees(msg.sender, recipient, amount);
        _checkpoint([address(0), address(0), address(0), msg.sender], round);
        _minter().trustedWithdrawETH(recipient, amount);
    }

    /// @inheritdoc IBondingManager
    function claimEarnings(uint256) external override {
        uint256 round = _openRound();
        Earnings.claim(_stakes, msg.sender, round);
        _checkpoint([address(0), address(0), address(0), msg.sender], round);
    }

    /// @inheritdoc IBondingManager
    function transcoder(uint256 rewardCut, uint256 feeShare) external override {
        _transcoder(rewardCut, feeShare, [address(0), address(0)]);
    }

    /// @inheritdoc IBondingManager
    function transcoderWithHint(uint256 rewardCut, uint256 feeShare, address newPosPrev, address newPosNext)
        external
        override
    {
        _transcoder(rewardCut, feeShare, [newPosPrev, newPosNext]);
    }

    /// @inheritdoc IBondingManager
    function reward() external override {
        _reward(msg.sender, [address(0), address(0)]);
    }

    /// @inheritdoc IBondingManager
    function rewardWithHint(address newPosPrev, address newPosNext) external override {
        _reward(msg.sender, [newPosPrev, newPosNext]);
    }

    /// @inheritdoc IBondingManager
    function rewardForTranscoder(address transcoder_) external override {
        _requireRewardCaller(transcoder_);
        _reward(transcoder_, [address(0), address(0)]);
    }

    /// @inheritdoc IBondingManager
    function rewardForTranscoderWithHint(address transcoder_, address newPosPrev, address newPosNext)
        external
        override
    {
        _requireRewardCaller(transcoder_);
        _reward(transcoder_, [newPosPrev, newPosNext]);
    }

    /// @inheritdoc IBondingManager
    function setRewardCaller(address rewardCaller) external override whenSystemNotPaused {
        transcoderToRewardCaller[msg.sender] = rewardCaller;
        emit RewardCallerSet(msg.sender, rewardCaller);
    }

    /// @inheritdoc IBondingManager
    /// @dev The TicketBroker has made sure that the system runs and the round is initialised.
    function updateTranscoderWithFees(address transcoder_, uint256 fees, uint256) external override {
        if (msg.sender != _contractOf(ContractIds.TICKET_BROKER)) revert CallerNotTicketBroker(msg.sender);
        uint256 round = _rounds().currentRound();
        if (!_stakes.isActive(transcoder_, round)) revert TranscoderNotActive(transcoder_);
        Transcoder storage orchestrator = _stakes.transcoders[transcoder_];
        uint256 active = orchestrator.activeCumulativeRewards;
        if (round > orchestrator.lastRewardRound) {
            orchestrator.openRound(round);
            active = orchestrator.cumulativeRewards;
        }
        // An active orchestrator joined in an earlier round, so there is one before this.
        uint256 rewardFactor = orchestrator.latestRewardFactor(round - 1);
        if (rewardFactor == 0 && orchestrator.lastRewardRound == round) {
            rewardFactor = _factorBeforeReward(orchestrator.earningsPoolPerRound[round]);
        }
        orchestrator.addFees(fees, round, active, rewardFactor);
    }

    /// @inheritdoc IBondingManager
    function slashTranscoder(address transcoder_, address finder, uint256 slashAmount, uint256 finderFee)
        external
        override
        whenSystemNotPaused
    {
        if (msg.sender != _contractOf(ContractIds.VERIFIER)) revert CallerNotVerifier(msg.sender);
        Delegator storage delegator = _stakes.delegators[transcoder_];
        uint256 bonded = delegator.bondedAmount;
        if (bonded == 0) {
            emit TranscoderSlashed(transcoder_, finder, 0, 0);
            return;
        }
        // In a round that is not initialised yet its stake still counts: it leaves after the last that is.
        uint256 round = _rounds().lastInitializedRound();
        uint256 penalty = Ppm.percOf(bonded, slashAmount);
        uint256 finderReward = finder == address(0) ? 0 : Ppm.percOf(penalty, finderFee);
        if (_stakes.pool.contains(transcoder_)) _stakes.resign(transcoder_, round);
        delegator.bondedAmount = (bonded - penalty).toUint96();
        address delegate = delegator.delegateAddress;
        _stakes.decreaseStake(delegate, penalty, round, address(0), address(0));
        emit TranscoderSlashed(transcoder_, finder, penalty, finderReward);
        _checkpoint([address(0), address(0), delegate, transcoder_], round);
        IMinter minter = _minter();
        if (finderReward > 0) minter.trustedTransferTokens(finder, finderReward);
        minter.trustedBurnTokens(penalty - finderReward);
    }

    /// @inheritdoc IBondingManager
    function setCurrentRoundTotalActiveStake() external override {
        if (msg.sender != _contractOf(ContractIds.ROUNDS_MANAGER)) revert CallerNotRoundsManager(msg.sender);
        uint128 total = _stakes.nextRoundTotalActiveStake;
        _stakes.currentRoundTotalActiveStake = total;
        if (_treasuryRewardCutRate != _nextRoundTreasuryRewardCutRate) {
            _treasuryRewardCutRate = _nextRoundTreasuryRewardCutRate;
            emit ParameterUpdate("treasuryRewardCutRate");
        }
        address votes = _contractOf(ContractIds.BONDING_VOTES);
        if (votes != address(0)) IBondingVotes(votes).checkpointTotalActiveStake(total, _rounds().currentRound());
    }

    /// @inheritdoc IBondingManager
    function checkpointBondingState(address account) external override {
        _checkpoint([address(0), address(0), address(0), account], _openRound());
    }

    /// @inheritdoc IBondingManager
    function setUnbondingPeriod(uint64 unbondingPeriod_) external override onlyControllerOwner {
        unbondingPeriod = unbondingPeriod_;
        emit ParameterUpdate("unbondingPeriod");
    }

    /// @inheritdoc IBondingManager
    function setTreasuryRewardCutRate(uint256 cutRate) external override onlyControllerOwner {
        if (!Precise.isValid(cutRate)) revert InvalidTreasuryRewardCutRate(cutRate);
        _setNextTreasuryRewardCutRate(cutRate);
    }

    /// @inheritdoc IBondingManager
    function setTreasuryBalanceCeiling(uint256 ceiling) external override onlyControllerOwner {
        treasuryBalanceCeiling = ceiling;
        emit ParameterUpdate("treasuryBalanceCeiling");
    }

    /// @inheritdoc IBondingManager
    function setNumActiveTranscoders(uint256 numActiveTranscoders) external override onlyControllerOwner {
        _stakes.pool.setMaxSize(numActiveTranscoders.toUint48());
        emit ParameterUpdate("numActiveTranscoders");
    }

    /// @param oldHint Neighbours of the old delegate's new place in the pool.
    /// @param newHint Neighbours of the new delegate's new place in the pool.
    function _bond(uint256 amount, address owner, address to, address[2] memory oldHint, address[2] memory newHint)
        private
    {
        uint256 round = _openRound();
        _authorizeClaim(owner, round);
        _authorizeBond(owner, to);
        Earnings.claim(_stakes, owner, round);

        Delegator storage delegator = _stakes.delegators[owner];
        address oldDelegate = delegator.delegateAddress;
        uint256 bonded = delegator.bondedAmount;
        uint256 moved = 0;
        if (bonded == 0) {
            delegator.startRound = (round + 1).toUint40();
        } else if (oldDelegate != to) {
            if (oldDelegate == owner) revert RegisteredTranscoderCannotDelegate(owner, to);
            delegator.startRound = (round + 1).toUint40();
            moved = bonded;
            _stakes.decreaseStake(oldDelegate, moved, round, oldHint[0], oldHint[1]);
        }
        if (amount + moved == 0) revert DelegationAmountIsZero();

        _stakes.requireMayGainStake(to, round);
        _stakes.transcoders[to].initializeFactors(round);
        delegator.delegateAddress = to;
        delegator.bondedAmount = (bonded + amount).toUint96();
        _stakes.increaseStake(to, amount + moved, round, newHint[0], newHint[1]);
        emit Bond(to, oldDelegate, owner, amount, bonded + amount);
        _checkpoint([moved > 0 ? oldDelegate : address(0), address(0), to, owner], round);
        if (amount > 0) {
            IMillraceToken(_contractOf(ContractIds.TOKEN)).safeTransferFrom(msg.sender, address(_minter()), amount);
        }
    }

    function _unbond(uint256 amount, address[2] memory hint) private {
        (uint256 current, uint256 round) = _exitRound();
        address delegate = _stakes.delegators[msg.sender].delegateAddress;
        uint256 lockId = _takeStake(amount, current, round, hint);
        // The amount was part of a stake, and a period has 64 bits.
        _stakes.delegators[msg.sender].unbondingLocks[lockId] =
            UnbondingLock({amount: uint96(amount), withdrawRound: uint160(current + unbondingPeriod)});
        _checkpoint([address(0), address(0), delegate, msg.sender], round);
    }

    function _rebond(uint256 lockId, address[2] memory hint) private {
        uint256 round = _openRound();
        Earnings.claim(_stakes, msg.sender, round);
        Delegator storage delegator = _stakes.delegators[msg.sender];
        if (delegator.bondedAmount == 0) revert DelegatorNotBonded(msg.sender);
        _addStake(msg.sender, lockId, _takeLock(lockId), round, hint);
        _checkpoint([address(0), address(0), delegator.delegateAddress, msg.sender], round);
    }

    function _rebondFromUnbonded(address to, uint256 lockId, address[2] memory hint) private {
        uint256 round = _openRound();
        Earnings.claim(_stakes, msg.sender, round);
        Delegator storage delegator = _stakes.delegators[msg.sender];
        if (delegator.bondedAmount > 0) revert DelegatorNotUnbonded(msg.sender);
        if (to == address(0)) revert InvalidDelegate(to);
        delegator.startRound = (round + 1).toUint40();
        delegator.delegateAddress = to;
        _addStake(msg.sender, lockId, _takeLock(lockId), round, hint);
        _checkpoint([address(0), address(0), to, msg.sender], round);
    }

    /// @dev Takes `amount` out of the caller's stake, after `round`.
    /// @return lockId Id of the lock that it is to go into.
    function _takeStake(uint256 amount, uint256 current, uint256 round, address[2] memory hint)
        private
        returns (uint256 lockId)
    {
        Earnings.claim(_stakes, msg.sender, round);
        Delegator storage delegator = _stakes.delegators[msg.sender];
        uint256 bonded = delegator.bondedAmount;
        if (bonded == 0 || delegator.startRound > current) revert DelegatorNotBonded(msg.sender);
        if (amount == 0) revert UnbondAmountIsZero();
        if (amount > bonded) revert UnbondAmountTooHigh(amount, bonded);
        address delegate = delegator.delegateAddress;
        delegator.bondedAmount = uint96(bonded - amount);
        if (amount == bonded) {
            delegator.delegateAddress = address(0);
            delegator.startRound = 0;
            if (_stakes.pool.contains(msg.sender)) _stakes.resign(msg.sender, round);
        }
        _stakes.decreaseStake(delegate, amount, round, hint[0], hint[1]);
        lockId = delegator.nextUnbondingLockId++;
        emit Unbond(delegate, msg.sender, lockId, amount, current + unbondingPeriod);
    }

    /// @dev Adds `amount`, which came out of a lock, to the stake of `account` with its delegate.
    function _addStake(address account, uint256 lockId, uint256 amount, uint256 round, address[2] memory hint) private {
        Delegator storage delegator = _stakes.delegators[account];
        address delegate = delegator.delegateAddress;
        _stakes.requireMayGainStake(delegate, round);
        // Without a start factor the stake would earn all that the delegate ever did.
        _stakes.transcoders[delegate].initializeFactors(round);
        delegator.bondedAmount = (delegator.bondedAmount + amount).toUint96();
        _stakes.increaseStake(delegate, amount, round, hint[0], hint[1]);
        emit Rebond(delegate, account, lockId, amount);
    }

    /// @dev Deletes a lock of the caller.
    /// @return amount What was in it.
    function _takeLock(uint256 lockId) private returns (uint256 amount) {
        Delegator storage delegator = _stakes.delegators[msg.sender];
        amount = delegator.unbondingLocks[lockId].amount;
        if (amount == 0) revert InvalidUnbondingLock(msg.sender, lockId);
        delete delegator.unbondingLocks[lockId];
    }

    function _transcoder(uint256 rewardCut, uint256 feeShare, address[2] memory hint) private {
        uint256 round = _openRound();
        if (_rounds().currentRoundLocked()) revert CurrentRoundLocked();
        if (!Ppm.isValid(rewardCut)) revert InvalidRewardCut(rewardCut);
        if (!Ppm.isValid(feeShare)) revert InvalidFeeShare(feeShare);
        if (!_stakes.isRegistered(msg.sender)) revert TranscoderNotRegistered(msg.sender);
        Transcoder storage orchestrator = _stakes.transcoders[msg.sender];
        if (_stakes.isActive(msg.sender, round) && orchestrator.lastRewardRound != round) {
            revert ActiveTranscoderMustCallReward(msg.sender, round);
        }
        // Valid percentages fit.
        orchestrator.rewardCut = uint24(rewardCut);
        orchestrator.feeShare = uint24(feeShare);
        if (!_stakes.pool.contains(msg.sender)) _stakes.tryToJoin(msg.sender, round, hint[0], hint[1]);
        emit TranscoderUpdate(msg.sender, rewardCut, feeShare);
    }

    function _reward(address account, address[2] memory hint) private {
        uint256 round = _openRound();
        if (!_stakes.isActive(account, round)) revert TranscoderNotActive(account);
        Transcoder storage orchestrator = _stakes.transcoders[account];
        if (orchestrator.lastRewardRound == round) revert RewardAlreadyCalled(account, round);
        uint256 totalStake = orchestrator.openRound(round);
        uint256 rewards = _mintReward(account, totalStake);
        orchestrator.addRewards(rewards, round, totalStake);
        _stakes.increaseStake(account, rewards, round, hint[0], hint[1]);
        emit Reward(account, rewards);
        _checkpoint([address(0), address(0), address(0), account], round);
    }

    /// @dev Mints the reward of `totalStake` and gives the treasury its cut.
    /// @return rewards What is left for the orchestrator and its delegators.
    function _mintReward(address account, uint256 totalStake) private returns (uint256 rewards) {
        address treasury = _contractOf(ContractIds.TREASURY);
        _stopTreasuryCutAtCeiling(treasury);
        IMinter minter = _minter();
        uint256 minted = minter.createReward(totalStake, _stakes.currentRoundTotalActiveStake);
        uint256 cut = _treasuryCut(treasury, minted);
        if (cut > 0) {
            emit TreasuryReward(account, treasury, cut);
            minter.trustedTransferTokens(treasury, cut);
        }
        return minted - cut;
    }

    /// @dev The rate of the present round still applies.
    function _stopTreasuryCutAtCeiling(address treasury) private {
        uint256 ceiling = treasuryBalanceCeiling;
        if (ceiling == 0 || treasury == address(0) || _nextRoundTreasuryRewardCutRate == 0) return;
        if (IMillraceToken(_contractOf(ContractIds.TOKEN)).balanceOf(treasury) >= ceiling) {
            _setNextTreasuryRewardCutRate(0);
        }
    }

    function _setNextTreasuryRewardCutRate(uint256 cutRate) private {
        // A valid rate is at most 1e27 and fits.
        _nextRoundTreasuryRewardCutRate = uint96(cutRate);
        emit ParameterUpdate("nextRoundTreasuryRewardCutRate");
    }

    /// @dev Writes vote checkpoints, once for each account, if votes are registered. Zero addresses are left out.
    function _checkpoint(address[4] memory accounts, uint256 round) private {
        address votes = _contractOf(ContractIds.BONDING_VOTES);
        if (votes == address(0)) return;
        for (uint256 i = 0; i < accounts.length; i++) {
            address account = accounts[i];
            bool comesLater = account == address(0);
            for (uint256 j = i + 1; j < accounts.length; j++) {
                comesLater = comesLater || accounts[j] == account;
            }
            if (comesLater) continue;
            Delegator storage delegator = _stakes.delegators[account];
            IBondingVotes(votes)
                .checkpointBondingState(
                    account,
                    round + 1,
                    delegator.bondedAmount,
                    delegator.delegateAddress,
                    _stakes.pool.keyOf(account),
                    delegator.lastClaimRound,
                    _stakes.transcoders[account].lastRewardRound
                );
        }
    }

    /// @dev Somebody else may not claim for `owner` while that would cost it the round's reward.
    function _authorizeClaim(address owner, uint256 round) private view {
        if (msg.sender == owner || msg.sender == _contractOf(ContractIds.L2_MIGRATOR)) return;
        Delegator storage delegator = _stakes.delegators[owner];
        if (delegator.bondedAmount == 0 || delegator.lastClaimRound == round) return;
        address delegate = delegator.delegateAddress;
        if (!_stakes.isActive(delegate, round) || _stakes.transcoders[delegate].lastRewardRound == round) return;
        revert IllegalClaimEarnings(owner, msg.sender);
    }

    /// @dev Somebody else may not change the delegate of `owner`, nor make it an orchestrator.
    function _authorizeBond(address owner, address to) private view {
        if (to == address(0)) revert InvalidDelegate(to);
        if (msg.sender == owner || msg.sender == _contractOf(ContractIds.L2_MIGRATOR)) return;
        if (owner == address(0)) revert InvalidDelegator(owner);
        Delegator storage delegator = _stakes.delegators[owner];
        if (delegator.bondedAmount == 0) {
            if (to == owner) revert InvalidDelegate(to);
        } else if (to != delegator.delegateAddress) {
            revert InvalidDelegateChange(delegator.delegateAddress, to);
        }
    }

    function _requireRewardCaller(address transcoder_) private view {
        if (transcoderToRewardCaller[transcoder_] != msg.sender) revert CallerNotRewardCaller(msg.sender, transcoder_);
    }

    /// @dev Fees are shared by stake as it was before the round's reward. Where the round before has no factor, because it
    /// had no reward, the one before this reward is computed back from it.
    function _factorBeforeReward(EarningsPool storage pool) private view returns (uint256) {
        uint256 totalStake = pool.totalStake;
        uint256 rewards =
            Precise.percOf(_minter().currentMintableTokens(), totalStake, _stakes.currentRoundTotalActiveStake);
        rewards -= _treasuryCut(_contractOf(ContractIds.TREASURY), rewards);
        uint256 delegatorsRewards = rewards - Ppm.percOf(rewards, pool.rewardCut);
        return Precise.percOf(pool.cumulativeRewardFactor, totalStake, delegatorsRewards + totalStake);
    }

    function _treasuryCut(address treasury, uint256 rewards) private view returns (uint256) {
        return treasury == address(0) ? 0 : Precise.percOf(rewards, _treasuryRewardCutRate);
    }

    function _minter() private view returns (IMinter) {
        return IMinter(_contractOf(ContractIds.MINTER));
    }
}
