// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IController} from "./IController.sol";
import {IManager} from "./IManager.sol";

/// @title Mints the rewards of each round and holds all staked tokens and all ETH of the protocol.
interface IMinter is IManager {
    /// @param currentMintableTokens Tokens (1e-18) that rewards of the round may mint.
    /// @param currentInflation Parts per billion of the supply a round.
    event SetCurrentRewardTokens(uint256 currentMintableTokens, uint256 currentInflation);

    /// @notice Live protocol: "_inflation is invalid percentage".
    error InvalidInflation(uint256 inflation);
    /// @notice Live protocol: "_inflationChange is invalid percentage".
    error InvalidInflationChange(uint256 inflationChange);
    /// @notice Live protocol: "_targetBondingRate is invalid percentage".
    error InvalidTargetBondingRate(uint256 targetBondingRate);
    /// @notice Live protocol: "msg.sender not RoundsManager".
    error CallerNotRoundsManager(address caller);
    /// @notice Live protocol: "msg.sender not BondingManager".
    error CallerNotBondingManager(address caller);
    /// @notice Live protocol: "msg.sender not BondingManager or JobsManager".
    error CallerNotBondingManagerOrJobsManager(address caller);
    /// @notice Live protocol: "msg.sender not Minter or JobsManager".
    error CallerNotMinterOrJobsManager(address caller);
    /// @notice Live protocol: "minted tokens cannot exceed mintable tokens".
    error MintedExceedsMintable(uint256 minted, uint256 mintable);
    /// @notice Live protocol: "new Minter cannot be current Minter".
    error NewMinterIsCurrentMinter();
    /// @notice Live protocol: "new Minter cannot be null address".
    error NewMinterIsZero();
    /// @notice Live protocol: "new Minter Controller must be current Controller".
    error NewMinterControllerMismatch(address newMinterController, address currentController);
    /// @notice Live protocol: "new Minter must be registered". It is this Minter that its Controller must know, for
    /// otherwise the new one would refuse the ETH.
    error MinterNotRegistered(address minter);

    /// @notice Adjusts inflation and computes the mintable tokens of a round. RoundsManager only.
    function setCurrentRewardTokens() external;

    /// @notice Mints a share of the round's tokens into this contract. BondingManager only.
    /// @param fracNum Numerator of the share.
    /// @param fracDenom Denominator of the share.
    /// @return Tokens minted (1e-18).
    function createReward(uint256 fracNum, uint256 fracDenom) external returns (uint256);

    /// @notice Sends staked tokens to `to`. BondingManager only.
    /// @param amount Tokens (1e-18).
    function trustedTransferTokens(address to, uint256 amount) external;

    /// @notice Burns staked tokens. BondingManager only.
    /// @param amount Tokens (1e-18).
    function trustedBurnTokens(uint256 amount) external;

    /// @notice Sends ETH to `to`. BondingManager or JobsManager (the TicketBroker) only.
    /// @param amount Wei.
    function trustedWithdrawETH(address to, uint256 amount) external;

    /// @notice Takes ETH. Registered Minter or JobsManager (the TicketBroker) only.
    /// @return Always true.
    function depositETH() external payable returns (bool);

    /// @notice Sends all tokens and ETH to the Minter that takes this one's place. Controller owner only,
    /// while paused and before the new Minter is registered.
    function migrateToNewMinter(address newMinter) external;

    /// @notice Sets how much inflation moves a round. Controller owner only.
    /// @param inflationChange Parts per billion.
    function setInflationChange(uint256 inflationChange) external;

    /// @notice Sets the bonding rate that inflation steers to. Controller owner only.
    /// @param targetBondingRate Parts per billion of the supply.
    function setTargetBondingRate(uint256 targetBondingRate) external;

    /// @return Tokens (1e-18) that rewards of the current round may mint.
    function currentMintableTokens() external view returns (uint256);

    /// @return Tokens (1e-18) minted in the current round.
    function currentMintedTokens() external view returns (uint256);

    function getController() external view returns (IController);

    /// @return Tokens (1e-18) here and, where the Controller knows an L2LPTDataCache, on the parent chain.
    function getGlobalTotalSupply() external view returns (uint256);

    /// @return Parts per billion of the supply minted a round.
    function inflation() external view returns (uint256);

    /// @return Parts per billion that inflation moves a round.
    function inflationChange() external view returns (uint256);

    /// @return Bonding rate in parts per billion that inflation steers to.
    function targetBondingRate() external view returns (uint256);
}
