// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {Deployers} from "../utils/Deployers.sol";

/// @title Two active orchestrators, a funded gateway, and tickets that always win.
abstract contract TicketFixture is Deployers {
    uint256 internal constant RAND = 1234;

    address internal recipient = makeAddr("recipient");
    address internal other = makeAddr("other");
    address internal sender;
    uint256 internal senderKey;

    function setUp() public virtual override {
        super.setUp();
        (sender, senderKey) = makeAddrAndKey("sender");
        token.mint(address(this), 1e24);
        register(recipient, 1000e18, 0, 0);
        register(other, 1000e18, 0, 0);
        nextRound();
    }

    function fund(uint256 depositAmount, uint256 reserveAmount) internal {
        vm.deal(sender, sender.balance + depositAmount + reserveAmount);
        vm.prank(sender);
        broker.fundDepositAndReserve{value: depositAmount + reserveAmount}(depositAmount, reserveAmount);
    }

    function winningTicket(uint256 faceValue, uint256 nonce)
        internal
        view
        returns (ITicketBroker.Ticket memory ticket, bytes memory sig)
    {
        uint256 round = currentRound();
        ticket = ITicketBroker.Ticket({
            recipient: recipient,
            sender: sender,
            faceValue: faceValue,
            winProb: type(uint256).max,
            senderNonce: nonce,
            recipientRandHash: keccak256(abi.encodePacked(RAND)),
            auxData: abi.encodePacked(round, rounds.blockHashForRound(round))
        });
        sig = sign(ticket, senderKey);
    }

    function sign(ITicketBroker.Ticket memory ticket, uint256 key) internal view returns (bytes memory) {
        bytes32 ticketHash = broker.getTicketHash(ticket);
        bytes32 digest = keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", ticketHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function depositOf(address account) internal view returns (uint256) {
        (ITicketBroker.Sender memory info,) = broker.getSenderInfo(account);
        return info.deposit;
    }

    function reserveOf(address account) internal view returns (uint256) {
        return broker.getReserveInfo(account).fundsRemaining;
    }
}
