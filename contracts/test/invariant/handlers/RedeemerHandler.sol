// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../../src/interfaces/ITicketBroker.sol";
import {GatewayHandler} from "./GatewayHandler.sol";
import {Vm} from "forge-std/Vm.sol";

/// @title Redeems tickets, alone and in batches, good ones and others, once and again.
abstract contract RedeemerHandler is GatewayHandler {
    /// All that there is to know of a ticket, whose nonce is its place in {_tickets}.
    struct Made {
        uint8 gateway;
        uint8 recipient;
        /// What is wrong with it, 0 for nothing.
        uint8 fault;
        uint128 faceValue;
        uint64 round;
    }

    uint256 private constant RAND = 99;
    uint256 private constant MAX_BATCH = 6;
    uint256 private constant FAULTS = 5;

    Made[] private _tickets;
    uint256[] private _paidNonces;
    mapping(uint256 nonce => bool) private _isPaid;

    function redeem(uint256 seed, uint256 faceValue) external {
        uint256 nonce = _make(seed, _bound(faceValue, 0, 8 ether), 0);
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = _ticket(nonce);
        bool isGood = _isGood(nonce);
        bytes memory call = abi.encodeCall(ITicketBroker.redeemWinningTicket, (ticket, sig, RAND));
        bool success = _redeem("redeem", call);
        if (isGood) assertTrue(success, "a good ticket was refused");
        settle(address(0), address(0), true);
    }

    function redeemAgain(uint256 which) external {
        if (_paidNonces.length == 0) return;
        (ITicketBroker.Ticket memory ticket, bytes memory sig) = _ticket(_paidNonces[which % _paidNonces.length]);
        bytes memory call = abi.encodeCall(ITicketBroker.redeemWinningTicket, (ticket, sig, RAND));
        assertFalse(enter("redeemAgain", actorOf(which), address(p.broker), call), "redeemed twice");
        settle(address(0), address(0), false);
    }

    /// @dev Of all kinds: new, used, twice in one batch, of another round, forged, ill-formed.
    function redeemBatch(uint256 seed) external {
        uint256 size = seed % (MAX_BATCH + 1);
        ITicketBroker.Ticket[] memory tickets = new ITicketBroker.Ticket[](size);
        bytes[] memory sigs = new bytes[](size);
        uint256[] memory rands = new uint256[](size);
        for (uint256 i = 0; i < size; i++) {
            (tickets[i], sigs[i]) = _any(uint256(keccak256(abi.encode(seed, i))), i > 0 ? i - 1 : 0, tickets, sigs);
            rands[i] = RAND;
        }
        bytes memory call = abi.encodeCall(ITicketBroker.batchRedeemWinningTickets, (tickets, sigs, rands));
        assertEq(_redeem("redeemBatch", call), isOpen(), "a batch was refused");
        settle(address(0), address(0), true);
    }

    /// @return Whether a ticket that was paid is not marked as used any more.
    function isAnyForgotten(uint256 seed) external view returns (bool) {
        if (_paidNonces.length == 0) return false;
        (ITicketBroker.Ticket memory ticket,) = _ticket(_paidNonces[seed % _paidNonces.length]);
        return !p.broker.usedTickets(p.broker.getTicketHash(ticket));
    }

    /// @dev Mostly new; else one that was paid, the one before again, or a faulty one.
    function _any(uint256 seed, uint256 previous, ITicketBroker.Ticket[] memory tickets, bytes[] memory sigs)
        private
        returns (ITicketBroker.Ticket memory, bytes memory)
    {
        uint256 kind = seed % 8;
        seed /= 8;
        if (kind == 0 && _paidNonces.length > 0) return _ticket(_paidNonces[seed % _paidNonces.length]);
        if (kind == 1 && sigs[previous].length > 0) return (tickets[previous], sigs[previous]);
        return _ticket(_make(seed, seed % 5 ether, kind == 2 ? 1 + seed % FAULTS : 0));
    }

    function _make(uint256 seed, uint256 faceValue, uint256 fault) private returns (uint256 nonce) {
        uint256 round = p.rounds.lastInitializedRound();
        _tickets.push(
            Made({
                gateway: uint8(seed % gateways.length),
                recipient: uint8(seed / 4 % 6),
                fault: uint8(fault),
                faceValue: uint128(faceValue),
                round: uint64(seed % 5 == 0 ? round - 1 : round)
            })
        );
        return _tickets.length - 1;
    }

    function _redeem(string memory operation, bytes memory call) private returns (bool success) {
        vm.recordLogs();
        success = enter(operation, actorOf(uint256(keccak256(call))), address(p.broker), call);
        Vm.Log[] memory logs = vm.getRecordedLogs();
        // Logs of what was reverted are recorded too.
        if (!success) return false;
        uint256 amount;
        for (uint256 i = 0; i < logs.length; i++) {
            if (logs[i].topics[0] == ITicketBroker.WinningTicketTransfer.selector) {
                amount = abi.decode(logs[i].data, (uint256));
            } else if (logs[i].topics[0] == ITicketBroker.WinningTicketRedeemed.selector) {
                (,, uint256 nonce,,) = abi.decode(logs[i].data, (uint256, uint256, uint256, uint256, bytes));
                _paid(nonce, amount);
                amount = 0;
            }
        }
    }

    function _paid(uint256 nonce, uint256 amount) private {
        Made memory made = _tickets[nonce];
        assertFalse(_isPaid[nonce], "paid twice");
        assertEq(made.fault, 0, "a faulty ticket was paid");
        assertLe(amount, made.faceValue, "more than the face value");
        _isPaid[nonce] = true;
        _paidNonces.push(nonce);
        heldFor[gateways[made.gateway]] -= amount;
        feesBooked += amount;
        _allowForfeits(accounts[made.recipient], amount);
    }

    /// @dev What the recipient's delegators do not get: those that acted in this round forfeit it.
    function _allowForfeits(address recipient, uint256 fees) private {
        if (fees == 0) return;
        uint256 round = p.rounds.currentRound();
        assertTrue(isActiveInModel(recipient), "paid to one that is not active");
        (uint256 totalStake,, uint256 feeShare,,) = p.bonding.getTranscoderEarningsPoolForRound(recipient, round);
        uint256 shared = fees * feeShare / 1e6;
        uint256 due = shared * earningStakeOf(recipient, round) / totalStake;
        if (delegateOf(recipient) == recipient) due += fees - shared;
        // Where the reward before this round's was missed, the stake before it is computed back from what was minted,
        // which is known to parts per billion.
        uint256 blur = p.minter.currentMintableTokens() / totalStake + 1;
        feesUnclaimable += fees - due + (shared * blur / 1e9) + ROUNDING * accounts.length;
    }

    /// @return Whether nothing speaks against a ticket: then its whole face value must be paid, or its recipient's share.
    function _isGood(uint256 nonce) private view returns (bool) {
        Made memory made = _tickets[nonce];
        address gateway = gateways[made.gateway];
        (ITicketBroker.Sender memory info,) = p.broker.getSenderInfo(gateway);
        uint256 round = p.rounds.currentRound();
        bool isUnlocked = info.withdrawRound > 0 && info.withdrawRound <= round;
        return isOpen() && made.round == round && isActiveInModel(accounts[made.recipient]) && !isUnlocked
            && heldFor[gateway] > 0 && made.faceValue <= heldFor[gateway];
    }

    function _ticket(uint256 nonce) private view returns (ITicketBroker.Ticket memory ticket, bytes memory sig) {
        Made memory made = _tickets[nonce];
        ticket = ITicketBroker.Ticket({
            recipient: accounts[made.recipient],
            sender: gateways[made.gateway],
            faceValue: made.faceValue,
            winProb: made.fault == 1 ? 0 : type(uint256).max,
            senderNonce: nonce,
            recipientRandHash: keccak256(abi.encodePacked(made.fault == 2 ? RAND + 1 : RAND)),
            auxData: abi.encodePacked(uint256(made.round), p.rounds.blockHashForRound(made.round))
        });
        if (made.fault == 3) ticket.auxData = abi.encodePacked(ticket.auxData, uint8(0));
        bytes32 ticketHash = p.broker.getTicketHash(ticket);
        bytes32 digest = keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", ticketHash));
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(_keys[made.fault == 4 ? (made.gateway + 1) % 3 : made.gateway], digest);
        sig = made.fault == 5 ? abi.encodePacked(r, s) : abi.encodePacked(r, s, v);
    }
}
