// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IServiceRegistry} from "../../src/interfaces/IServiceRegistry.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {ServiceRegistry} from "../../src/registry/ServiceRegistry.sol";
import {TicketFixture} from "../payments/TicketFixture.sol";

/// @title A protocol in which something stands in every kind of storage, and everything that can be read of it.
abstract contract UpgradeFixture is TicketFixture {
    IServiceRegistry internal registry;
    address internal delegator = makeAddr("delegator");
    address internal evicted = makeAddr("evicted");
    address internal treasury = makeAddr("treasury");
    address[] internal accounts;
    bytes32[] internal ticketHashes;

    function setUp() public virtual override {
        super.setUp();
        registry = IServiceRegistry(proxied("ServiceRegistry", address(new ServiceRegistry(address(controller)))));
        accounts = [recipient, other, delegator, evicted, sender, address(this)];
        register("Treasury", treasury);
        bonding.setTreasuryRewardCutRate(PRECISE / 10);
        bonding.setTreasuryBalanceCeiling(1e24);
        rounds.setLIPUpgradeRound(36, 5);
        stake();
        pay();
        vm.prank(recipient);
        registry.setServiceURI("https://a.service.uri.that.is.longer.than.thirty.two.bytes:8935");
        vm.prank(other);
        registry.setServiceURI("https://short");
    }

    /// @dev Uses everything once more, some of it for what was there before.
    function goOn() internal {
        vm.prank(delegator);
        bonding.rebond(0);
        nextRound();
        reward(recipient);
        redeem(recipient, 1 ether, 77);
        vm.startPrank(delegator);
        bonding.claimEarnings(0);
        bonding.withdrawFees(delegator, bonding.pendingFees(delegator, 0));
        bonding.unbond(1e18);
        vm.stopPrank();
        rounds.setRoundLength(ROUND_LENGTH + 1);
        vm.roll(rounds.currentRoundStartBlock() + UNLOCK_PERIOD * (ROUND_LENGTH + 1));
        vm.prank(sender);
        broker.withdraw();
        rounds.initializeRound();
        vm.prank(other);
        registry.setServiceURI("");
    }

    /// @return Hash of everything that can be read.
    function state() internal view returns (bytes32) {
        return keccak256(abi.encode(roundState(), poolState(), accountStates(), paymentState(), voteState()));
    }

    function stake() private {
        bond(delegator, 300e18, recipient);
        register(evicted, 500e18, 0, 0);
        nextRound();
        reward(recipient);
        vm.startPrank(recipient);
        bonding.transcoder(100_000, 400_000);
        bonding.setRewardCaller(delegator);
        vm.stopPrank();
        address evictor = makeAddr("evictor");
        accounts.push(evictor);
        bond(evictor, 600e18, evictor);
        vm.startPrank(delegator);
        bonding.unbond(10e18);
        bonding.unbond(20e18);
        vm.stopPrank();
        rounds.setRoundLength(ROUND_LENGTH);
        skipRounds(3);
        rounds.initializeRound();
        reward(other);
    }

    function pay() private {
        fund(10 ether, 5 ether);
        redeem(recipient, 2 ether, 1);
        redeem(other, 10 ether, 2);
        vm.prank(sender);
        broker.unlock();
    }

    function redeem(address to, uint256 faceValue, uint256 nonce) private {
        (ITicketBroker.Ticket memory ticket,) = winningTicket(faceValue, nonce);
        ticket.recipient = to;
        broker.redeemWinningTicket(ticket, sign(ticket, senderKey), RAND);
        ticketHashes.push(broker.getTicketHash(ticket));
    }

    function roundState() private view returns (bytes memory) {
        bytes32[] memory hashes = new bytes32[](12);
        for (uint256 i = 0; i < hashes.length; i++) {
            hashes[i] = rounds.blockHashForRound(currentRound() + 1 - i);
        }
        return abi.encode(
            currentRound(),
            rounds.currentRoundStartBlock(),
            rounds.currentRoundInitialized(),
            rounds.currentRoundLocked(),
            rounds.lastInitializedRound(),
            rounds.roundLength(),
            rounds.roundLockAmount(),
            rounds.lastRoundLengthUpdateRound(),
            rounds.lastRoundLengthUpdateStartBlock(),
            rounds.lipUpgradeRound(36),
            hashes
        );
    }

    function poolState() private view returns (bytes memory) {
        address[] memory members = new address[](bonding.getTranscoderPoolSize());
        address member = bonding.getFirstTranscoderInPool();
        for (uint256 i = 0; i < members.length; i++) {
            members[i] = member;
            member = bonding.getNextTranscoderInPool(member);
        }
        return abi.encode(
            members,
            bonding.getTranscoderPoolMaxSize(),
            bonding.currentRoundTotalActiveStake(),
            bonding.nextRoundTotalActiveStake(),
            bonding.getTotalBonded(),
            bonding.unbondingPeriod(),
            bonding.treasuryRewardCutRate(),
            bonding.nextRoundTreasuryRewardCutRate(),
            bonding.treasuryBalanceCeiling(),
            minter.currentMintedTokens()
        );
    }

    function accountStates() private view returns (bytes memory all) {
        for (uint256 i = 0; i < accounts.length; i++) {
            all = abi.encode(all, accountState(accounts[i]), earningsState(accounts[i]));
        }
    }

    function accountState(address account) private view returns (bytes memory) {
        bytes[] memory locks = new bytes[](4);
        for (uint256 id = 0; id < locks.length; id++) {
            locks[id] = read(abi.encodeCall(bonding.getDelegatorUnbondingLock, (account, id)));
        }
        return abi.encode(
            locks,
            read(abi.encodeCall(bonding.getDelegator, (account))),
            read(abi.encodeCall(bonding.getTranscoder, (account))),
            bonding.pendingStake(account, 0),
            bonding.pendingFees(account, 0),
            bonding.transcoderTotalStake(account),
            bonding.delegatorStatus(account),
            bonding.transcoderStatus(account),
            bonding.isActiveTranscoder(account),
            bonding.isRegisteredTranscoder(account),
            bonding.transcoderToRewardCaller(account),
            registry.getServiceURI(account)
        );
    }

    function earningsState(address account) private view returns (bytes memory) {
        bytes[] memory pools = new bytes[](12);
        for (uint256 i = 0; i < pools.length; i++) {
            uint256 round = currentRound() + 1 - i;
            pools[i] = read(abi.encodeCall(bonding.getTranscoderEarningsPoolForRound, (account, round)));
        }
        return abi.encode(pools);
    }

    function paymentState() private view returns (bytes memory) {
        bool[] memory used = new bool[](ticketHashes.length);
        for (uint256 i = 0; i < used.length; i++) {
            used[i] = broker.usedTickets(ticketHashes[i]);
        }
        (ITicketBroker.Sender memory info, ITicketBroker.ReserveInfo memory reserve) = broker.getSenderInfo(sender);
        return abi.encode(
            used,
            info,
            reserve,
            broker.claimedReserve(sender, other),
            broker.claimableReserve(sender, recipient),
            broker.isUnlockInProgress(sender),
            broker.unlockPeriod(),
            broker.ticketValidityPeriod()
        );
    }

    function voteState() private view returns (bytes memory all) {
        uint256 last = currentRound() + 1;
        for (uint256 round = last - 10; round <= last; round++) {
            all = abi.encode(all, votes.getTotalActiveStakeAt(round));
            for (uint256 i = 0; i < accounts.length; i++) {
                (uint256 amount, address delegate) = votes.getVotesAndDelegateAtRoundStart(accounts[i], round);
                all = abi.encode(all, amount, delegate, votes.hasCheckpoint(accounts[i]));
            }
        }
        return abi.encode(all, votes.clock(), votes.totalSupply());
    }

    /// @dev What a view of the BondingManager returns, whatever its shape.
    function read(bytes memory call) private view returns (bytes memory) {
        (bool success, bytes memory result) = address(bonding).staticcall(call);
        require(success, "unreadable");
        return result;
    }
}
