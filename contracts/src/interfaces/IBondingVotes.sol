// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IManager} from "./IManager.sol";

/// @title Voting power by stake, with its history: an ERC-5805 whose clock is the round (LIP-89).
/// @dev Stake that changes in a round counts from the next one on, and "at the end of round r" is "at the start of
/// round r + 1". Amounts are 1e-18 tokens.
interface IBondingVotes is IManager {
    event DelegateChanged(address indexed delegator, address indexed fromDelegate, address indexed toDelegate);
    /// @dev Only for orchestrators: all stake delegated to it, 0 while it is not bonded to itself.
    event DelegateVotesChanged(address indexed delegate, uint256 previousBalance, uint256 newBalance);
    /// @param delegate The account whose own stake changed.
    event DelegatorBondedAmountChanged(
        address indexed delegate,
        uint256 previousBondedAmount,
        uint256 previousLastClaimRound,
        uint256 newBondedAmount,
        uint256 newLastClaimRound
    );

    /// @notice The same on the live protocol.
    error InvalidCaller(address caller, address required);
    /// @notice The same on the live protocol.
    error InvalidStartRound(uint256 checkpointRound, uint256 requiredRound);
    /// @notice The same on the live protocol.
    error FutureLastClaimRound(uint256 lastClaimRound, uint256 maxAllowed);
    /// @notice The same on the live protocol.
    error InvalidTotalStakeCheckpointRound(uint256 checkpointRound, uint256 requiredRound);
    /// @notice The same on the live protocol.
    error FutureLookup(uint256 queryRound, uint256 maxAllowed);
    /// @notice The same on the live protocol.
    error MissingEarningsPool(address transcoder, uint256 round);
    /// @notice The same on the live protocol.
    error MustCallBondingManager(string bondingManagerFunction);

    /// @notice Records an account's stake as it counts from `startRound` on. BondingManager only.
    /// @param startRound The round after the current one; after the last initialised one during a pause.
    /// @param bondedAmount Stake of the account at `lastClaimRound`.
    /// @param delegatedAmount Stake delegated to the account.
    /// @param lastRewardRound Last round in which the account, as an orchestrator, called reward.
    function checkpointBondingState(
        address account,
        uint256 startRound,
        uint256 bondedAmount,
        address delegateAddress,
        uint256 delegatedAmount,
        uint256 lastClaimRound,
        uint256 lastRewardRound
    ) external;

    /// @notice Records the active stake of a round. BondingManager only.
    /// @param round The current round.
    function checkpointTotalActiveStake(uint256 totalStake, uint256 round) external;

    /// @notice Always reverts: who delegates bonds.
    function delegate(address delegatee) external pure;

    /// @notice Always reverts: who delegates bonds.
    function delegateBySig(address delegatee, uint256 nonce, uint256 expiry, uint8 v, bytes32 r, bytes32 s)
        external
        pure;

    /// @return Votes of `account` at the end of the current round.
    function getVotes(address account) external view returns (uint256);

    /// @return Votes of `account` at the end of `round`, which must be past.
    function getPastVotes(address account, uint256 round) external view returns (uint256);

    /// @return Active stake at the end of the current round.
    function totalSupply() external view returns (uint256);

    /// @return Active stake at the end of `round`, which must be past.
    function getPastTotalSupply(uint256 round) external view returns (uint256);

    /// @return Delegate of `account` at the end of the current round.
    function delegates(address account) external view returns (address);

    /// @return Delegate of `account` at the end of `round`, which must be past.
    function delegatedAt(address account, uint256 round) external view returns (address);

    /// @notice Votes and delegate of an account at the start of a round. An orchestrator votes with all stake delegated
    /// to it; a delegator of one with its own, pending rewards included; anyone else with nothing.
    /// @param round At most the next one.
    function getVotesAndDelegateAtRoundStart(address account, uint256 round)
        external
        view
        returns (uint256 votes, address delegateAddress);

    /// @return Active stake at the start of `round`; a round that was not initialised has that of the next that was.
    function getTotalActiveStakeAt(uint256 round) external view returns (uint256);

    /// @return Whether anything is recorded for `account`.
    function hasCheckpoint(address account) external view returns (bool);

    function name() external view returns (string memory);

    function symbol() external view returns (string memory);

    function decimals() external view returns (uint8);

    /// @return The current round.
    function clock() external view returns (uint48);

    /// @return "mode=livepeer_round", by which clients know that the clock counts rounds.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external view returns (string memory);
}
