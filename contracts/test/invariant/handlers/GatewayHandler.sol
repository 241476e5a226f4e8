// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../../src/interfaces/ITicketBroker.sol";
import {OrchestratorHandler} from "./OrchestratorHandler.sol";

/// @title Funds, unlocks and withdraws, as three gateways.
abstract contract GatewayHandler is OrchestratorHandler {
    uint256 private constant GATEWAYS = 3;

    address[] public gateways;
    uint256[] internal _keys;
    /// Wei in a gateway's deposit and reserve, as counted from what it paid in and out.
    mapping(address gateway => uint256) public heldFor;

    constructor() {
        for (uint256 i = 0; i < GATEWAYS; i++) {
            (address gateway, uint256 key) = makeAddrAndKey(string.concat("gateway ", vm.toString(i)));
            gateways.push(gateway);
            _keys.push(key);
        }
    }

    function gatewayCount() external pure returns (uint256) {
        return GATEWAYS;
    }

    function fund(uint256 who, uint256 deposit, uint256 reserve) external {
        (deposit, reserve) = (_bound(deposit, 0, 20 ether), _bound(reserve, 0, 50 ether));
        address gateway = gateways[who % GATEWAYS];
        bytes memory call = abi.encodeCall(ITicketBroker.fundDepositAndReserve, (deposit, reserve));
        _fund("fund", gateway, gateway, deposit + reserve, call);
    }

    function fundFor(uint256 who, uint256 deposit) external {
        address gateway = gateways[who % GATEWAYS];
        deposit = _bound(deposit, 0, 10 ether);
        bytes memory call = abi.encodeCall(ITicketBroker.fundDepositAndReserveFor, (gateway, deposit, 0));
        bool wasUnlocking = p.broker.isUnlockInProgress(gateway);
        _fund("fundFor", address(this), gateway, deposit, call);
        assertEq(p.broker.isUnlockInProgress(gateway), wasUnlocking, "unlock ended by somebody else");
    }

    function unlock(uint256 who) external {
        address gateway = gateways[who % GATEWAYS];
        bool isPossible = heldFor[gateway] > 0 && !p.broker.isUnlockInProgress(gateway);
        bool success = leave("unlock", gateway, address(p.broker), abi.encodeCall(ITicketBroker.unlock, ()));
        assertEq(success, isPossible && !p.controller.exitsPaused(), "unlocking");
    }

    function cancelUnlock(uint256 who) external {
        enter(
            "cancelUnlock", gateways[who % GATEWAYS], address(p.broker), abi.encodeCall(ITicketBroker.cancelUnlock, ())
        );
    }

    function withdraw(uint256 who) external {
        address gateway = gateways[who % GATEWAYS];
        uint256 held = heldFor[gateway];
        uint256 balance = gateway.balance;
        (ITicketBroker.Sender memory info,) = p.broker.getSenderInfo(gateway);
        bool isUnlocked = info.withdrawRound > 0 && info.withdrawRound <= p.rounds.currentRound();
        bool success = leave("withdraw", gateway, address(p.broker), abi.encodeCall(ITicketBroker.withdraw, ()));
        assertEq(success, held > 0 && isUnlocked && !p.controller.exitsPaused(), "withdrawing");
        if (!success) return;
        assertEq(gateway.balance, balance + held, "withdrew all and no more");
        heldFor[gateway] = 0;
    }

    /// @return Wei in a gateway's deposit and reserve, as the protocol says.
    function fundsOf(address gateway) public view returns (uint256) {
        (ITicketBroker.Sender memory info, ITicketBroker.ReserveInfo memory reserve) = p.broker.getSenderInfo(gateway);
        return info.deposit + reserve.fundsRemaining;
    }

    function _fund(string memory operation, address payer, address gateway, uint256 value, bytes memory call) private {
        vm.deal(payer, payer.balance + value);
        vm.prank(payer);
        (bool success,) = address(p.broker).call{value: value}(call);
        count(operation, success);
        assertEq(success, !p.controller.paused(), "funding");
        if (success) heldFor[gateway] += value;
    }
}
