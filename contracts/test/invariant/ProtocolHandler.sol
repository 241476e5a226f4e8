// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {HandlerBase, Protocol} from "./handlers/HandlerBase.sol";
import {OwnerHandler} from "./handlers/OwnerHandler.sol";

/// @title Does to the protocol what anyone may, in any order, and keeps naive models beside it.
contract ProtocolHandler is OwnerHandler {
    constructor(Protocol memory protocol) HandlerBase(protocol) {}

    /// @dev A short way to interesting states: the anchor, an orchestrator with a delegator, funded gateways, a round in
    /// which tickets are valid.
    function begin() external {
        poolLimit = p.bonding.getTranscoderPoolMaxSize();
        _recordRound();
        _bond(accounts[0], accounts[0], _giveExactly(accounts[0], ANCHOR_STAKE), 1);
        _bond(accounts[1], accounts[1], _giveExactly(accounts[1], 1e24), 1);
        _bond(accounts[2], accounts[1], _giveExactly(accounts[2], 1e23), 1);
        for (uint256 i = 0; i < gateways.length; i++) {
            this.fund(i, 10 ether, 20 ether);
        }
        this.nextRound(0);
    }
}
