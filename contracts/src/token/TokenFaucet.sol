// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITokenFaucet} from "../interfaces/ITokenFaucet.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title TokenFaucet
/// @dev An account that is not whitelisted gets the amount at most once in the waiting time. For test networks.
contract TokenFaucet is ITokenFaucet {
    using SafeERC20 for IERC20;

    /// @inheritdoc ITokenFaucet
    address public override owner;
    /// @inheritdoc ITokenFaucet
    IERC20 public immutable override token;
    /// @inheritdoc ITokenFaucet
    uint256 public immutable override requestAmount;
    /// @inheritdoc ITokenFaucet
    uint256 public immutable override requestWait;
    /// @inheritdoc ITokenFaucet
    mapping(address account => uint256) public override nextValidRequest;
    /// @inheritdoc ITokenFaucet
    mapping(address account => bool) public override isWhitelisted;

    modifier onlyOwner() {
        if (msg.sender != owner) revert CallerNotOwner(msg.sender, owner);
        _;
    }

    /// @param requestAmount_ Tokens (1e-18) sent for each request.
    /// @param requestWait_ Hours between two requests of an account.
    constructor(address token_, uint256 requestAmount_, uint256 requestWait_) {
        owner = msg.sender;
        token = IERC20(token_);
        requestAmount = requestAmount_;
        requestWait = requestWait_;
        emit OwnershipTransferred(address(0), msg.sender);
    }

    /// @inheritdoc ITokenFaucet
    function request() external override {
        if (!isWhitelisted[msg.sender]) {
            uint256 validFrom = nextValidRequest[msg.sender];
            if (block.timestamp < validFrom) revert RequestTooEarly(msg.sender, validFrom);
            nextValidRequest[msg.sender] = block.timestamp + requestWait * 1 hours;
        }
        emit Request(msg.sender, requestAmount);
        token.safeTransfer(msg.sender, requestAmount);
    }

    /// @inheritdoc ITokenFaucet
    function addToWhitelist(address addr) external override onlyOwner {
        isWhitelisted[addr] = true;
    }

    /// @inheritdoc ITokenFaucet
    function removeFromWhitelist(address addr) external override onlyOwner {
        isWhitelisted[addr] = false;
    }

    /// @inheritdoc ITokenFaucet
    function transferOwnership(address newOwner) external override onlyOwner {
        if (newOwner == address(0)) revert NewOwnerIsZero();
        emit OwnershipTransferred(owner, newOwner);
        owner = newOwner;
    }
}
