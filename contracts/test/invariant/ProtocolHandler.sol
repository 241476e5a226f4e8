// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {IMinter} from "../../src/interfaces/IMinter.sol";
import {IRoundsManager} from "../../src/interfaces/IRoundsManager.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {MillraceToken} from "../../src/token/MillraceToken.sol";
import {Test} from "forge-std/Test.sol";

/// @title Does to the protocol what anyone may, in any order.
/// @dev Refusals are part of the game; a panic, or a Minter that cannot pay, is not.
contract ProtocolHandler is Test {
    uint256 private constant RAND = 99;
    uint256 private constant ROUND_LENGTH = 100;

    MillraceToken private immutable TOKEN;
    IRoundsManager private immutable ROUNDS;
    IBondingManager private immutable BONDING;
    ITicketBroker private immutable BROKER;
    IMinter private immutable MINTER;

    address[] public actors;
    uint256 private immutable SENDER_KEY;
    address public immutable SENDER;
    uint256 public feesBooked;
    uint256 public feesWithdrawn;
    /// Place of an actor in {actors}.
    mapping(address account => uint256) public indexOf;
    uint256 private _nonce;

    constructor(
        MillraceToken token,
        IRoundsManager rounds,
        IBondingManager bonding,
        ITicketBroker broker,
        IMinter minter
    ) {
        (TOKEN, ROUNDS, BONDING, BROKER, MINTER) = (token, rounds, bonding, broker, minter);
        (SENDER, SENDER_KEY) = makeAddrAndKey("invariant sender");
        for (uint256 i = 0; i < 6; i++) {
            actors.push(makeAddr(string.concat("actor ", vm.toString(i))));
            indexOf[actors[i]] = i;
        }
    }

    function actorCount() external view returns (uint256) {
        return actors.length;
    }

    function bond(uint256 who, uint256 to, uint256 amount) external {
        address account = actorOf(who);
        amount = bound(amount, 0, 1e24);
        TOKEN.mint(account, amount);
        vm.prank(account);
        TOKEN.approve(address(BONDING), amount);
        // Half of all bonds are to oneself, so that there are orchestrators.
        address delegate = to % 2 == 0 ? account : actorOf(to);
        attempt(account, address(BONDING), abi.encodeCall(IBondingManager.bond, (amount, delegate)));
    }

    function bondFor(uint256 who, uint256 owner, uint256 amount) external {
        address account = actorOf(who);
        amount = bound(amount, 1, 1e20);
        TOKEN.mint(account, amount);
        vm.prank(account);
        TOKEN.approve(address(BONDING), amount);
        address receiver = actorOf(owner);
        (,, address delegate,,,,) = BONDING.getDelegator(receiver);
        attempt(
            account,
            address(BONDING),
            abi.encodeCall(
                IBondingManager.bondForWithHint,
                (amount, receiver, delegate, address(0), address(0), address(0), address(0))
            )
        );
    }

    function unbond(uint256 who, uint256 amount) external {
        address account = actorOf(who);
        uint256 stake = BONDING.pendingStake(account, 0);
        // Often all of it.
        amount = amount % 3 == 0 ? stake : bound(amount, 0, stake);
        attempt(account, address(BONDING), abi.encodeCall(IBondingManager.unbond, (amount)));
    }

    function rebond(uint256 who) external {
        (address account, uint256 lockId) = anyLock(who, true);
        attempt(account, address(BONDING), abi.encodeCall(IBondingManager.rebond, (lockId)));
    }

    function rebondFromUnbonded(uint256 who, uint256 to) external {
        (address account, uint256 lockId) = anyLock(who, false);
        attempt(account, address(BONDING), abi.encodeCall(IBondingManager.rebondFromUnbonded, (actorOf(to), lockId)));
    }

    function withdrawStake(uint256 who) external {
        (address account, uint256 lockId) = anyLock(who, who % 2 == 0);
        attempt(account, address(BONDING), abi.encodeCall(IBondingManager.withdrawStake, (lockId)));
    }

    function transferBond(uint256 who, uint256 to, uint256 amount) external {
        address account = actorOf(who);
        amount = bound(amount, 0, BONDING.pendingStake(account, 0));
        attempt(
            account,
            address(BONDING),
            abi.encodeCall(
                IBondingManager.transferBond, (actorOf(to), amount, address(0), address(0), address(0), address(0))
            )
        );
    }

    function claimEarnings(uint256 who) external {
        attempt(actorOf(who), address(BONDING), abi.encodeCall(IBondingManager.claimEarnings, (0)));
    }

    function withdrawFees(uint256 who, uint256 amount) external {
        address account = actorOf(who);
        uint256 fees = BONDING.pendingFees(account, 0);
        amount = amount % 2 == 0 ? fees : bound(amount, 0, fees);
        bytes memory call = abi.encodeCall(IBondingManager.withdrawFees, (account, amount));
        if (attempt(account, address(BONDING), call)) feesWithdrawn += amount;
    }

    function transcoder(uint256 who, uint256 rewardCut, uint256 feeShare) external {
        bytes memory call =
            abi.encodeCall(IBondingManager.transcoder, (bound(rewardCut, 0, 1e6), bound(feeShare, 0, 1e6)));
        attempt(actorOf(who), address(BONDING), call);
    }

    function reward(uint256 who) external {
        attempt(actorOf(who), address(BONDING), abi.encodeCall(IBondingManager.reward, ()));
    }

    function nextRound(uint256 rewards) external {
        vm.roll(ROUNDS.currentRoundStartBlock() + ROUND_LENGTH);
        if (attempt(address(this), address(ROUNDS), abi.encodeCall(IRoundsManager.initializeRound, ()))) {
            // Most orchestrators call reward in most rounds.
            for (uint256 i = 0; i < actors.length; i++) {
                if ((rewards >> i) % 4 > 0) {
                    attempt(actors[i], address(BONDING), abi.encodeCall(IBondingManager.reward, ()));
                }
            }
        }
    }

    function fund(uint256 deposit, uint256 reserve) external {
        deposit = bound(deposit, 0, 100 ether);
        reserve = bound(reserve, 0, 100 ether);
        vm.deal(SENDER, deposit + reserve);
        vm.prank(SENDER);
        BROKER.fundDepositAndReserve{value: deposit + reserve}(deposit, reserve);
    }

    function redeem(uint256 who, uint256 faceValue) external {
        address recipient = actorOf(who);
        uint256 round = ROUNDS.currentRound();
        ITicketBroker.Ticket memory ticket = ITicketBroker.Ticket({
            recipient: recipient,
            sender: SENDER,
            faceValue: bound(faceValue, 0, 30 ether),
            winProb: type(uint256).max,
            senderNonce: _nonce++,
            recipientRandHash: keccak256(abi.encodePacked(RAND)),
            auxData: abi.encodePacked(round, ROUNDS.blockHashForRound(round))
        });
        bytes32 digest = keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", BROKER.getTicketHash(ticket)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(SENDER_KEY, digest);
        uint256 before = heldForSender();
        bytes memory call = abi.encodeCall(ITicketBroker.redeemWinningTicket, (ticket, abi.encodePacked(r, s, v), RAND));
        if (attempt(recipient, address(BROKER), call)) feesBooked += before - heldForSender();
    }

    function unlock() external {
        attempt(SENDER, address(BROKER), abi.encodeCall(ITicketBroker.unlock, ()));
    }

    function withdraw() external {
        attempt(SENDER, address(BROKER), abi.encodeCall(ITicketBroker.withdraw, ()));
    }

    /// @return Wei in the sender's deposit and reserve.
    function heldForSender() public view returns (uint256) {
        (ITicketBroker.Sender memory info, ITicketBroker.ReserveInfo memory reserve) = BROKER.getSenderInfo(SENDER);
        return info.deposit + reserve.fundsRemaining;
    }

    function actorOf(uint256 seed) private view returns (address) {
        return actors[seed % actors.length];
    }

    /// @return account An actor with a lock, bonded or not as asked for, if there is one.
    /// @return lockId The lock.
    function anyLock(uint256 seed, bool isBonded) private view returns (address account, uint256 lockId) {
        for (uint256 i = 0; i < actors.length; i++) {
            account = actors[(seed % actors.length + i) % actors.length];
            (uint256 bonded,,,,,, uint256 nextLockId) = BONDING.getDelegator(account);
            for (lockId = 0; lockId < nextLockId; lockId++) {
                if (bonded > 0 == isBonded && BONDING.isValidUnbondingLock(account, lockId)) return (account, lockId);
            }
        }
    }

    function attempt(address account, address target, bytes memory call) private returns (bool success) {
        bytes memory reason;
        vm.prank(account);
        (success, reason) = target.call(call);
        if (success) {
            return true;
        }
        bytes4 selector = bytes4(reason);
        assertTrue(selector != bytes4(keccak256("Panic(uint256)")), "panic");
        assertTrue(selector != IMinter.MintedExceedsMintable.selector, "minted too much");
        assertTrue(selector != bytes4(keccak256("ERC20InsufficientBalance(address,uint256,uint256)")), "no tokens");
        assertTrue(selector != bytes4(keccak256("InsufficientBalance(uint256,uint256)")), "no ETH");
        assertTrue(selector != bytes4(keccak256("SafeCastOverflowedUintDowncast(uint8,uint256)")), "overflow");
    }
}
