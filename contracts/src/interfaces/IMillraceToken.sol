// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title The token that is staked and minted as reward. Amounts in 1e-18 tokens.
interface IMillraceToken is IERC20, IERC20Permit {
    event Mint(address indexed to, uint256 amount);
    event Burn(address indexed burner, uint256 amount);

    /// @notice The permit's deadline has passed. Live protocol: "ERC20Permit: expired deadline".
    error PermitExpired(uint256 deadline);
    /// @notice The permit is signed by another account. Live protocol: "ERC20Permit: invalid signature".
    error PermitSignerMismatch(address signer, address owner);

    /// @notice Mints tokens. MINTER_ROLE only.
    function mint(address to, uint256 amount) external;

    /// @notice Burns the caller's tokens. BURNER_ROLE only.
    function burn(uint256 amount) external;

    /// @notice Burns tokens that `from` allowed the caller to spend. BURNER_ROLE only.
    function burnFrom(address from, uint256 amount) external;

    /// @notice Raises what `spender` may spend.
    /// @return Always true.
    function increaseAllowance(address spender, uint256 addedValue) external returns (bool);

    /// @notice Lowers what `spender` may spend; not below zero.
    /// @return Always true.
    function decreaseAllowance(address spender, uint256 subtractedValue) external returns (bool);
}
