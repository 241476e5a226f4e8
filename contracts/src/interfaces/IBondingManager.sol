// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IManager} from "./IManager.sol";

/// @title Staking: bonding to orchestrators, the active set, rewards, and fees shared with delegators.
/// @dev The ABI says transcoder where we say orchestrator. Unless stated otherwise amounts are 1e-18 tokens, fees are
/// wei, cuts and shares are parts per million, and every user function needs a running system and an initialised round.
/// Functions "WithHint" take the neighbours of an orchestrator's new place in the pool; a wrong hint costs gas only.
interface IBondingManager is IManager {
    /// Pending: bonded, counts from a later round on.
    enum DelegatorStatus {
        Pending,
        Bonded,
        Unbonded
    }

    enum TranscoderStatus {
        NotRegistered,
        Registered
    }

    event TranscoderUpdate(address indexed transcoder, uint256 rewardCut, uint256 feeShare);
    event TranscoderActivated(address indexed transcoder, uint256 activationRound);
    event TranscoderDeactivated(address indexed transcoder, uint256 deactivationRound);
    event TranscoderSlashed(address indexed transcoder, address finder, uint256 penalty, uint256 finderReward);
    /// @param amount Tokens minted for the orchestrator and its delegators, net of the treasury's cut.
    event Reward(address indexed transcoder, uint256 amount);
    event TreasuryReward(address indexed transcoder, address treasury, uint256 amount);
    event RewardCallerSet(address indexed transcoder, address indexed rewardCaller);
    event Bond(
        address indexed newDelegate,
        address indexed oldDelegate,
        address indexed delegator,
        uint256 additionalAmount,
        uint256 bondedAmount
    );
    event Unbond(
        address indexed delegate,
        address indexed delegator,
        uint256 unbondingLockId,
        uint256 amount,
        uint256 withdrawRound
    );
    event Rebond(address indexed delegate, address indexed delegator, uint256 unbondingLockId, uint256 amount);
    event TransferBond(
        address indexed oldDelegator,
        address indexed newDelegator,
        uint256 oldUnbondingLockId,
        uint256 newUnbondingLockId,
        uint256 amount
    );
    event WithdrawStake(address indexed delegator, uint256 unbondingLockId, uint256 amount, uint256 withdrawRound);
    event WithdrawFees(address indexed delegator, address recipient, uint256 amount);
    event EarningsClaimed(
        address indexed delegate,
        address indexed delegator,
        uint256 rewards,
        uint256 fees,
        uint256 startRound,
        uint256 endRound
    );

    /// @notice Live protocol: "caller must be TicketBroker".
    error CallerNotTicketBroker(address caller);
    /// @notice Live protocol: "caller must be RoundsManager".
    error CallerNotRoundsManager(address caller);
    /// @notice Live protocol: "caller must be Verifier".
    error CallerNotVerifier(address caller);
    /// @notice Live protocol: "INVALID_DELEGATOR".
    error InvalidDelegator(address delegator);
    /// @notice Live protocol: "INVALID_DELEGATE". Also for the zero address, to which nobody can usefully delegate.
    error InvalidDelegate(address delegate);
    /// @notice Live protocol: "INVALID_DELEGATE_CHANGE".
    error InvalidDelegateChange(address currentDelegate, address newDelegate);
    /// @notice Live protocol: "ILLEGAL_CLAIM_EARNINGS".
    error IllegalClaimEarnings(address delegator, address caller);
    /// @notice Live protocol: "registered transcoders can't delegate towards other addresses".
    error RegisteredTranscoderCannotDelegate(address transcoder, address delegate);
    /// @notice Live protocol: "delegation amount must be greater than 0".
    error DelegationAmountIsZero();
    /// @notice Live protocol: "transcoder has not yet called reward for the current round".
    error RewardNotYetCalled(address transcoder, uint256 currentRound);
    /// @notice Live protocol: "caller must be bonded".
    error DelegatorNotBonded(address delegator);
    /// @notice Live protocol: "caller must be unbonded".
    error DelegatorNotUnbonded(address delegator);
    /// @notice Live protocol: "unbond amount must be greater than 0".
    error UnbondAmountIsZero();
    /// @notice Live protocol: "amount is greater than bonded amount".
    error UnbondAmountTooHigh(uint256 amount, uint256 bondedAmount);
    /// @notice Live protocol: "invalid unbonding lock ID".
    error InvalidUnbondingLock(address delegator, uint256 unbondingLockId);
    /// @notice Live protocol: "withdraw round must be before or equal to the current round".
    error WithdrawRoundNotReached(uint256 withdrawRound, uint256 currentRound);
    /// @notice Live protocol: "invalid recipient".
    error InvalidRecipient(address recipient);
    /// @notice Live protocol: "insufficient fees to withdraw".
    error InsufficientFees(uint256 amount, uint256 fees);
    /// @notice Live protocol: "can't update transcoder params, current round is locked".
    error CurrentRoundLocked();
    /// @notice Live protocol: "invalid rewardCut percentage".
    error InvalidRewardCut(uint256 rewardCut);
    /// @notice Live protocol: "invalid feeShare percentage".
    error InvalidFeeShare(uint256 feeShare);
    /// @notice Live protocol: "transcoder must be registered".
    error TranscoderNotRegistered(address transcoder);
    /// @notice Live protocol: "caller can't be active or must have already called reward for the current round".
    error ActiveTranscoderMustCallReward(address transcoder, uint256 currentRound);
    /// @notice Live protocol: "caller must be an active transcoder" when rewarding, "transcoder must be active" when
    /// taking fees.
    error TranscoderNotActive(address transcoder);
    /// @notice Live protocol: "caller has already called reward for the current round".
    error RewardAlreadyCalled(address transcoder, uint256 currentRound);
    /// @notice Live protocol: "caller must be a reward caller set by the transcoder".
    error CallerNotRewardCaller(address caller, address transcoder);
    /// @notice Live protocol: "_cutRate is invalid precise percentage".
    error InvalidTreasuryRewardCutRate(uint256 cutRate);

    /// @notice Bonds `amount` of the caller's tokens to `to`; a caller bonded elsewhere moves all its stake.
    function bond(uint256 amount, address to) external;

    /// @notice {bond} with hints for the old delegate's and the new delegate's place in the pool.
    function bondWithHint(
        uint256 amount,
        address to,
        address oldDelegateNewPosPrev,
        address oldDelegateNewPosNext,
        address currDelegateNewPosPrev,
        address currDelegateNewPosNext
    ) external;

    /// @notice Bonds the caller's tokens as stake of `owner`. Another account than the owner may neither change its
    /// delegate nor make it an orchestrator, nor claim its earnings at its cost.
    function bondForWithHint(
        uint256 amount,
        address owner,
        address to,
        address oldDelegateNewPosPrev,
        address oldDelegateNewPosNext,
        address currDelegateNewPosPrev,
        address currDelegateNewPosNext
    ) external;

    /// @notice Takes `amount` out of the caller's stake into a lock that matures after the unbonding period.
    function unbond(uint256 amount) external;

    /// @notice {unbond} with hints for the delegate's place in the pool.
    function unbondWithHint(uint256 amount, address newPosPrev, address newPosNext) external;

    /// @notice Puts a lock back into stake with the caller's present delegate, before or after it matured.
    function rebond(uint256 unbondingLockId) external;

    /// @notice {rebond} with hints for the delegate's place in the pool.
    function rebondWithHint(uint256 unbondingLockId, address newPosPrev, address newPosNext) external;

    /// @notice Puts a lock of a caller without stake back into stake, with the delegate `to`.
    function rebondFromUnbonded(address to, uint256 unbondingLockId) external;

    /// @notice {rebondFromUnbonded} with hints for the delegate's place in the pool.
    function rebondFromUnbondedWithHint(address to, uint256 unbondingLockId, address newPosPrev, address newPosNext)
        external;

    /// @notice Gives `amount` of the caller's stake to `delegator`; it goes to the receiver's delegate if it has one.
    function transferBond(
        address delegator,
        uint256 amount,
        address oldDelegateNewPosPrev,
        address oldDelegateNewPosNext,
        address newDelegateNewPosPrev,
        address newDelegateNewPosNext
    ) external;

    /// @notice Pays out a matured lock of the caller.
    function withdrawStake(uint256 unbondingLockId) external;

    /// @notice Pays `amount` wei of the caller's fees to `recipient`.
    function withdrawFees(address recipient, uint256 amount) external;

    /// @notice Claims the caller's rewards and fees up to the current round.
    /// @param endRound Ignored; kept for the ABI.
    function claimEarnings(uint256 endRound) external;

    /// @notice Sets the caller's cuts and tries to enter the active set. The caller must be bonded to itself.
    /// @param rewardCut Share of rewards that the orchestrator keeps.
    /// @param feeShare Share of fees that delegators get.
    function transcoder(uint256 rewardCut, uint256 feeShare) external;

    /// @notice {transcoder} with hints for its place in the pool.
    function transcoderWithHint(uint256 rewardCut, uint256 feeShare, address newPosPrev, address newPosNext) external;

    /// @notice Mints the caller's and its delegators' reward of the round. Active orchestrators, once a round.
    function reward() external;

    /// @notice {reward} with hints for the caller's place in the pool.
    function rewardWithHint(address newPosPrev, address newPosNext) external;

    /// @notice {reward} on behalf of `transcoder_`, by the account it set for that.
    function rewardForTranscoder(address transcoder_) external;

    /// @notice {rewardForTranscoder} with hints for the orchestrator's place in the pool.
    function rewardForTranscoderWithHint(address transcoder_, address newPosPrev, address newPosNext) external;

    /// @notice Lets `rewardCaller` call reward for the caller; zero takes that back.
    function setRewardCaller(address rewardCaller) external;

    /// @notice Books `fees` for an active orchestrator and its delegators. TicketBroker only.
    /// @param round Ignored; fees count for the current round.
    function updateTranscoderWithFees(address transcoder_, uint256 fees, uint256 round) external;

    /// @notice Takes stake from an orchestrator and removes it from the pool. Verifier only.
    /// @param slashAmount Parts per million of its own stake.
    /// @param finderFee Parts per million of the penalty that go to `finder`; the rest is burned.
    function slashTranscoder(address transcoder_, address finder, uint256 slashAmount, uint256 finderFee) external;

    /// @notice Freezes the active stake and the treasury's cut for the round. RoundsManager only.
    function setCurrentRoundTotalActiveStake() external;

    /// @notice Writes an account's present stake to the vote checkpoints, if there are any. Anyone.
    function checkpointBondingState(address account) external;

    /// @notice Sets the rounds that a lock takes to mature. Controller owner only.
    function setUnbondingPeriod(uint64 unbondingPeriod) external;

    /// @notice Sets the treasury's cut from the next round on. Controller owner only.
    /// @param cutRate Share of rewards, 1e27 = all.
    function setTreasuryRewardCutRate(uint256 cutRate) external;

    /// @notice Sets the treasury's balance from which on it gets no more cut; 0 for none. Controller owner only.
    function setTreasuryBalanceCeiling(uint256 ceiling) external;

    /// @notice Sets the size of the active set; it can only grow. Controller owner only.
    function setNumActiveTranscoders(uint256 numActiveTranscoders) external;

    /// @return Stake of `delegator` with its unclaimed rewards.
    /// @param endRound Ignored; kept for the ABI.
    function pendingStake(address delegator, uint256 endRound) external view returns (uint256);

    /// @return Wei of `delegator` with its unclaimed fees.
    /// @param endRound Ignored; kept for the ABI.
    function pendingFees(address delegator, uint256 endRound) external view returns (uint256);

    /// @return Stake of an orchestrator and its delegators.
    function transcoderTotalStake(address transcoder_) external view returns (uint256);

    function transcoderStatus(address transcoder_) external view returns (TranscoderStatus);

    function delegatorStatus(address delegator) external view returns (DelegatorStatus);

    function getTranscoder(address transcoder_)
        external
        view
        returns (
            uint256 lastRewardRound,
            uint256 rewardCut,
            uint256 feeShare,
            uint256 lastActiveStakeUpdateRound,
            uint256 activationRound,
            uint256 deactivationRound,
            uint256 activeCumulativeRewards,
            uint256 cumulativeRewards,
            uint256 cumulativeFees,
            uint256 lastFeeRound
        );

    /// @return totalStake Stake that counts in `round`.
    /// @return transcoderRewardCut Reward cut of the round.
    /// @return transcoderFeeShare Fee share of the round.
    /// @return cumulativeRewardFactor Growth of one unit of stake, 1e27 = 1.
    /// @return cumulativeFeeFactor Wei earned by one unit of stake at the first round, times 1e27.
    function getTranscoderEarningsPoolForRound(address transcoder_, uint256 round)
        external
        view
        returns (
            uint256 totalStake,
            uint256 transcoderRewardCut,
            uint256 transcoderFeeShare,
            uint256 cumulativeRewardFactor,
            uint256 cumulativeFeeFactor
        );

    /// @dev Values as last claimed; see {pendingStake} and {pendingFees} for what is earned since.
    function getDelegator(address delegator)
        external
        view
        returns (
            uint256 bondedAmount,
            uint256 fees,
            address delegateAddress,
            uint256 delegatedAmount,
            uint256 startRound,
            uint256 lastClaimRound,
            uint256 nextUnbondingLockId
        );

    function getDelegatorUnbondingLock(address delegator, uint256 unbondingLockId)
        external
        view
        returns (uint256 amount, uint256 withdrawRound);

    function isValidUnbondingLock(address delegator, uint256 unbondingLockId) external view returns (bool);

    /// @return The member of the pool with the most stake, zero if the pool is empty.
    function getFirstTranscoderInPool() external view returns (address);

    /// @return The member after `transcoder_` by stake, zero after the last.
    function getNextTranscoderInPool(address transcoder_) external view returns (address);

    function getTranscoderPoolSize() external view returns (uint256);

    function getTranscoderPoolMaxSize() external view returns (uint256);

    /// @return Active stake of the current round.
    function getTotalBonded() external view returns (uint256);

    /// @return Whether an orchestrator is in the active set of the current round.
    function isActiveTranscoder(address transcoder_) external view returns (bool);

    /// @return Whether an account is bonded to itself.
    function isRegisteredTranscoder(address transcoder_) external view returns (bool);

    function currentRoundTotalActiveStake() external view returns (uint256);

    function nextRoundTotalActiveStake() external view returns (uint256);

    /// @return Rounds that a lock takes to mature.
    function unbondingPeriod() external view returns (uint64);

    /// @return Share of this round's rewards for the treasury, 1e27 = all.
    function treasuryRewardCutRate() external view returns (uint256);

    /// @return Share of the next round's rewards for the treasury, 1e27 = all.
    function nextRoundTreasuryRewardCutRate() external view returns (uint256);

    function treasuryBalanceCeiling() external view returns (uint256);

    /// @return Account that may call reward for `transcoder_`, zero if none.
    function transcoderToRewardCaller(address transcoder_) external view returns (address);
}
