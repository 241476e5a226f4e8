// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../interfaces/IBondingManager.sol";
import {IController} from "../interfaces/IController.sol";
import {IL2LPTDataCache} from "../interfaces/IL2LPTDataCache.sol";
import {IMillraceToken} from "../interfaces/IMillraceToken.sol";
import {IMinter} from "../interfaces/IMinter.sol";
import {ContractIds} from "../libraries/ContractIds.sol";
import {Ppb} from "../libraries/Ppb.sol";
import {Manager} from "../registry/Manager.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Minter
/// @dev Tokens minted in a round never exceed the round's mintable tokens. Staked tokens leave only by the
/// BondingManager, ETH only by it or the TicketBroker, but for the move to a new Minter. Those two heed the pause.
contract Minter is Manager, IMinter {
    using SafeCast for uint256;
    using SafeERC20 for IMillraceToken;

    /// @dev One slot, so that each reward of a round writes what is there already.
    uint128 private _currentMintableTokens;
    uint128 private _currentMintedTokens;
    /// @dev One slot, which each round's start reads. Parts per billion.
    uint128 private _inflation;
    uint64 private _inflationChange;
    uint64 private _targetBondingRate;

    modifier onlyBondingManager() {
        if (msg.sender != _contractOf(ContractIds.BONDING_MANAGER)) revert CallerNotBondingManager(msg.sender);
        _;
    }

    /// @param inflation_ Parts per billion of the supply in the first round.
    /// @param inflationChange_ Parts per billion that inflation moves a round.
    /// @param targetBondingRate_ Parts per billion of the supply that inflation steers to.
    constructor(address controller_, uint256 inflation_, uint256 inflationChange_, uint256 targetBondingRate_)
        Manager(controller_)
    {
        if (!Ppb.isValid(inflation_)) revert InvalidInflation(inflation_);
        _inflation = inflation_.toUint128();
        _setInflationChange(inflationChange_);
        _setTargetBondingRate(targetBondingRate_);
    }

    /// @inheritdoc IMinter
    function setCurrentRewardTokens() external override whenSystemNotPaused {
        if (msg.sender != _contractOf(ContractIds.ROUNDS_MANAGER)) revert CallerNotRoundsManager(msg.sender);
        uint256 supply = getGlobalTotalSupply();
        uint256 nextInflation = _nextInflation(supply);
        uint256 mintable = Ppb.percOf(supply, nextInflation);
        _inflation = nextInflation.toUint128();
        (_currentMintableTokens, _currentMintedTokens) = (mintable.toUint128(), 0);
        emit SetCurrentRewardTokens(mintable, nextInflation);
    }

    /// @inheritdoc IMinter
    function createReward(uint256 fracNum, uint256 fracDenom) external override onlyBondingManager returns (uint256) {
        uint256 mintable = _currentMintableTokens;
        uint256 amount = Ppb.percOf(mintable, fracNum, fracDenom);
        uint256 minted = _currentMintedTokens + amount;
        if (minted > mintable) revert MintedExceedsMintable(minted, mintable);
        // At most what is mintable.
        _currentMintedTokens = uint128(minted);
        _token().mint(address(this), amount);
        return amount;
    }

    /// @inheritdoc IMinter
    function trustedTransferTokens(address to, uint256 amount) external override onlyBondingManager {
        _token().safeTransfer(to, amount);
    }

    /// @inheritdoc IMinter
    function trustedBurnTokens(uint256 amount) external override onlyBondingManager {
        _token().burn(amount);
    }

    /// @inheritdoc IMinter
    function trustedWithdrawETH(address to, uint256 amount) external override {
        if (
            msg.sender != _contractOf(ContractIds.BONDING_MANAGER)
                && msg.sender != _contractOf(ContractIds.JOBS_MANAGER)
        ) {
            revert CallerNotBondingManagerOrJobsManager(msg.sender);
        }
        // All gas goes along, so that contract wallets can be paid; callers have booked the payment before.
        Address.sendValue(payable(to), amount);
    }

    /// @inheritdoc IMinter
    function depositETH() external payable override returns (bool) {
        if (msg.sender != _contractOf(ContractIds.JOBS_MANAGER) && msg.sender != _contractOf(ContractIds.MINTER)) {
            revert CallerNotMinterOrJobsManager(msg.sender);
        }
        return true;
    }

    /// @inheritdoc IMinter
    function migrateToNewMinter(address newMinter) external override onlyControllerOwner {
        if (!controller.paused()) revert SystemNotPaused();
        if (newMinter == address(this)) revert NewMinterIsCurrentMinter();
        if (newMinter == address(0)) revert NewMinterIsZero();
        IController newController = IMinter(newMinter).getController();
        if (address(newController) != address(controller)) {
            revert NewMinterControllerMismatch(address(newController), address(controller));
        }
        if (_contractOf(ContractIds.MINTER) != address(this)) revert MinterNotRegistered(address(this));
        IMillraceToken token = _token();
        token.safeTransfer(newMinter, token.balanceOf(address(this)));
        IMinter(newMinter).depositETH{value: address(this).balance}();
    }

    /// @inheritdoc IMinter
    function setInflationChange(uint256 inflationChange_) external override onlyControllerOwner {
        _setInflationChange(inflationChange_);
        emit ParameterUpdate("inflationChange");
    }

    /// @inheritdoc IMinter
    function setTargetBondingRate(uint256 targetBondingRate_) external override onlyControllerOwner {
        _setTargetBondingRate(targetBondingRate_);
        emit ParameterUpdate("targetBondingRate");
    }

    /// @inheritdoc IMinter
    function inflation() external view override returns (uint256) {
        return _inflation;
    }

    /// @inheritdoc IMinter
    function inflationChange() external view override returns (uint256) {
        return _inflationChange;
    }

    /// @inheritdoc IMinter
    function targetBondingRate() external view override returns (uint256) {
        return _targetBondingRate;
    }

    /// @inheritdoc IMinter
    function currentMintableTokens() external view override returns (uint256) {
        return _currentMintableTokens;
    }

    /// @inheritdoc IMinter
    function currentMintedTokens() external view override returns (uint256) {
        return _currentMintedTokens;
    }

    /// @inheritdoc IMinter
    function getController() external view override returns (IController) {
        return controller;
    }

    /// @inheritdoc IMinter
    function getGlobalTotalSupply() public view override returns (uint256) {
        uint256 supply = _token().totalSupply();
        address cache = _contractOf(ContractIds.L2_LPT_DATA_CACHE);
        return cache == address(0) ? supply : supply + IL2LPTDataCache(cache).l1CirculatingSupply();
    }

    function _setInflationChange(uint256 inflationChange_) private {
        if (!Ppb.isValid(inflationChange_)) revert InvalidInflationChange(inflationChange_);
        // Valid percentages fit.
        _inflationChange = uint64(inflationChange_);
    }

    function _setTargetBondingRate(uint256 targetBondingRate_) private {
        if (!Ppb.isValid(targetBondingRate_)) revert InvalidTargetBondingRate(targetBondingRate_);
        _targetBondingRate = uint64(targetBondingRate_);
    }

    function _nextInflation(uint256 supply) private view returns (uint256) {
        uint256 bonded = IBondingManager(_contractOf(ContractIds.BONDING_MANAGER)).getTotalBonded();
        uint256 bondingRate = supply == 0 ? 0 : Ppb.shareOf(bonded, supply);
        (uint256 current, uint256 change) = (_inflation, _inflationChange);
        if (bondingRate < _targetBondingRate) return current + change;
        if (bondingRate > _targetBondingRate) return current > change ? current - change : 0;
        return current;
    }

    function _token() private view returns (IMillraceToken) {
        return IMillraceToken(_contractOf(ContractIds.TOKEN));
    }
}
