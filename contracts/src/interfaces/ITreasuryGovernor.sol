// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorBallots} from "./IGovernorBallots.sol";
import {IGovernorParameters} from "./IGovernorParameters.sol";
import {IGovernorProposals} from "./IGovernorProposals.sol";
import {IGovernorVotes} from "./IGovernorVotes.sol";
import {IManager} from "./IManager.sol";

/// @title How stake decides on what the treasury does.
/// @dev The live protocol's name is LivepeerGovernor, and {name} says so, for it is part of what voters sign.
interface ITreasuryGovernor is IManager, IGovernorParameters, IGovernorProposals, IGovernorBallots {
    event Initialized(uint8 version);

    /// @notice Live protocol: not checked.
    error InvalidQuota(uint256 quota);
    /// @notice The Controller does not know the BondingVotes or the Treasury yet. Live protocol: not checked.
    error ContractNotRegistered(bytes32 id);

    /// @notice Sets the first parameters, once. Anyone, so it belongs into the transaction that registers the proxy's
    /// implementation or right after it. The Controller must know BondingVotes and Treasury.
    /// @param initialQuorum Parts per million of all votes that must take part.
    /// @param quota Parts per million of votes for and against that must be for a proposal.
    function initialize(
        uint256 initialVotingDelay,
        uint256 initialVotingPeriod,
        uint256 initialProposalThreshold,
        uint256 initialQuorum,
        uint256 quota
    ) external;

    /// @notice Makes {token} what {votes} is. Anyone, after another BondingVotes was registered.
    function bumpGovernorVotesTokenAddress() external;

    /// @return The BondingVotes that the Controller knows.
    function votes() external view returns (IGovernorVotes);

    function name() external view returns (string memory);

    function version() external view returns (string memory);
}
