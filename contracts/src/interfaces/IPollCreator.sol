// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "./IBondingManager.sol";

/// @title Where holders of stake start polls.
interface IPollCreator {
    /// @param proposal What the poll is about, by convention an IPFS hash.
    /// @param quorum Parts per million of stake that must take part.
    /// @param quota Parts per million of votes that must be yes.
    event PollCreated(address indexed poll, bytes proposal, uint256 endBlock, uint256 quorum, uint256 quota);

    /// @notice Live protocol: "PollCreator#createPoll: INSUFFICIENT_STAKE".
    error InsufficientStake(address creator, uint256 required);

    /// @notice Starts a poll. Accounts that have, or are delegated, stake of at least {POLL_CREATION_COST}.
    function createPoll(bytes calldata proposal) external;

    function bondingManager() external view returns (IBondingManager);

    /// @return Parts per million of stake that must take part in a poll.
    // solhint-disable-next-line func-name-mixedcase
    function QUORUM() external view returns (uint256);

    /// @return Parts per million of votes that must be yes.
    // solhint-disable-next-line func-name-mixedcase
    function QUOTA() external view returns (uint256);

    /// @return Blocks that a poll is open.
    // solhint-disable-next-line func-name-mixedcase
    function POLL_PERIOD() external view returns (uint256);

    /// @return Stake (1e-18 tokens) that a poll's creator must have. It is not spent.
    // solhint-disable-next-line func-name-mixedcase
    function POLL_CREATION_COST() external view returns (uint256);
}
