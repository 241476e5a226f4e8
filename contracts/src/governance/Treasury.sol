// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITreasury} from "../interfaces/ITreasury.sol";
import {
    TimelockControllerUpgradeable
} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";

/// @title Treasury
/// @dev Holds the treasury's tokens and ETH, and makes what calls its governor schedules. Once the deployer renounced its
/// role, roles change by such calls only.
contract Treasury is TimelockControllerUpgradeable, ITreasury {
    /// @inheritdoc ITreasury
    bytes32 public constant override TIMELOCK_ADMIN_ROLE = keccak256("TIMELOCK_ADMIN_ROLE");

    /// @inheritdoc ITreasury
    function initialize(uint256 minDelay, address[] memory proposers, address[] memory executors, address admin)
        public
        override(TimelockControllerUpgradeable, ITreasury)
        initializer
    {
        _setRoleAdmin(TIMELOCK_ADMIN_ROLE, TIMELOCK_ADMIN_ROLE);
        _setRoleAdmin(PROPOSER_ROLE, TIMELOCK_ADMIN_ROLE);
        _setRoleAdmin(EXECUTOR_ROLE, TIMELOCK_ADMIN_ROLE);
        _setRoleAdmin(CANCELLER_ROLE, TIMELOCK_ADMIN_ROLE);
        __TimelockController_init(minDelay, proposers, executors, admin);
        // Besides OpenZeppelin's event, whose version has another type since.
        emit ITreasury.Initialized(1);
    }

    /// @inheritdoc TimelockControllerUpgradeable
    /// @dev OpenZeppelin's leaves out that it has roles.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IAccessControl).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev OpenZeppelin's timelock is administered by DEFAULT_ADMIN_ROLE since its version 5. Clients, and deployments that
    /// renounce the role, know the one of its own; of the other there must be no holder left behind.
    function _grantRole(bytes32 role, address account) internal override returns (bool) {
        return super._grantRole(role == DEFAULT_ADMIN_ROLE ? TIMELOCK_ADMIN_ROLE : role, account);
    }
}
