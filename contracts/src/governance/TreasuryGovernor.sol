// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorVotes} from "../interfaces/IGovernorVotes.sol";
import {ITreasuryGovernor} from "../interfaces/ITreasuryGovernor.sol";
import {ContractIds} from "../libraries/ContractIds.sol";
import {Ppm} from "../libraries/Ppm.sol";
import {Manager} from "../registry/Manager.sol";
import {GovernorBallots} from "./GovernorBallots.sol";
import {GovernorState} from "./GovernorState.sol";
import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";
import {ERC721Holder} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Holder.sol";

/// @title TreasuryGovernor
/// @dev Runs behind a proxy under the registry id LivepeerGovernor. It holds nothing: proposals are calls of the treasury.
contract TreasuryGovernor is GovernorBallots, ERC721Holder, ERC1155Holder, ITreasuryGovernor {
    /// ERC-165 ids by which tools know a governor: of OpenZeppelin's first, of the one whose votes have parameters, of
    /// cancelling, and of a timelock.
    bytes4 private constant GOVERNOR_ID = 0xbf26d897;
    bytes4 private constant GOVERNOR_WITH_PARAMS_ID = 0x79dd796f;
    bytes4 private constant GOVERNOR_CANCEL_ID = this.cancel.selector ^ this.proposalProposer.selector;
    bytes4 private constant GOVERNOR_TIMELOCK_ID =
        this.timelock.selector ^ this.proposalEta.selector ^ this.queue.selector;

    constructor(address controller_) Manager(controller_) {
        _disableInitializers();
    }

    /// @inheritdoc ITreasuryGovernor
    function initialize(
        uint256 initialVotingDelay,
        uint256 initialVotingPeriod,
        uint256 initialProposalThreshold,
        uint256 initialQuorum,
        uint256 quota_
    ) external override initializer {
        if (!Ppm.isValid(quota_)) revert InvalidQuota(quota_);
        _token = IGovernorVotes(_registered(ContractIds.BONDING_VOTES));
        _updateTimelock(_registered(ContractIds.TREASURY));
        _setVotingDelay(initialVotingDelay);
        _setVotingPeriod(initialVotingPeriod);
        _setProposalThreshold(initialProposalThreshold);
        _updateQuorumNumerator(initialQuorum);
        _quota = quota_;
        // Besides OpenZeppelin's event, whose version has another type since.
        emit ITreasuryGovernor.Initialized(1);
    }

    /// @inheritdoc ITreasuryGovernor
    function bumpGovernorVotesTokenAddress() external override {
        _token = votes();
    }

    /// @inheritdoc ITreasuryGovernor
    function votes() public view override(GovernorState, ITreasuryGovernor) returns (IGovernorVotes) {
        return IGovernorVotes(_contractOf(ContractIds.BONDING_VOTES));
    }

    /// @inheritdoc ITreasuryGovernor
    function name() external pure override returns (string memory) {
        return _EIP712Name();
    }

    /// @inheritdoc ITreasuryGovernor
    function version() external pure override returns (string memory) {
        return _EIP712Version();
    }

    /// @inheritdoc ERC1155Holder
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == GOVERNOR_ID || interfaceId == GOVERNOR_WITH_PARAMS_ID || interfaceId == GOVERNOR_CANCEL_ID
            || interfaceId == GOVERNOR_TIMELOCK_ID || super.supportsInterface(interfaceId);
    }

    function _registered(bytes32 id) private view returns (address found) {
        found = _contractOf(id);
        if (found == address(0)) revert ContractNotRegistered(id);
    }
}
