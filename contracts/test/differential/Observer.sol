// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../src/interfaces/IBondingManager.sol";
import {IBondingVotes} from "../../src/interfaces/IBondingVotes.sol";
import {IRoundsManager} from "../../src/interfaces/IRoundsManager.sol";
import {ITicketBroker} from "../../src/interfaces/ITicketBroker.sol";
import {Deployers} from "../utils/Deployers.sol";

/// @title Reads everything that the contracts let anyone see, in the order of observe.ts.
abstract contract Observer is Deployers {
    /// Locks of an account that are compared: the last ones.
    uint256 private constant LOCKS = 4;
    /// Claimants whose share of a reserve is compared.
    uint256 private constant CLAIMANTS = 2;
    uint256 private constant MOST_WORDS = 1024;

    address[] internal accounts;

    /// @dev Words read so far; a struct, so that functions may add to it.
    struct Words {
        uint256[] list;
        uint256 count;
    }

    function observe() internal view returns (uint256[] memory list) {
        Words memory words = Words(new uint256[](MOST_WORDS), 0);
        _readRounds(words);
        _readMinter(words);
        _readStaking(words);
        _readTotalVotes(words);
        for (uint256 i = 0; i < accounts.length; i++) {
            _readDelegator(words, accounts[i]);
            _readOrchestrator(words, accounts[i]);
            _readLocks(words, accounts[i]);
            _readFunds(words, accounts[i]);
            _readVotes(words, accounts[i]);
            for (uint256 j = 1; j <= CLAIMANTS; j++) {
                _readReserve(words, accounts[i], accounts[(i + j + rounds.currentRound()) % accounts.length]);
            }
        }
        list = words.list;
        uint256 count = words.count;
        // Shortens the list to what was read.
        assembly ("memory-safe") {
            mstore(list, count)
        }
    }

    function _readRounds(Words memory words) private view {
        _add(words, controller.paused());
        _add(words, controller.exitsPaused());
        _add(words, controller.guardian());
        _add(words, rounds.currentRound());
        _add(words, rounds.currentRoundStartBlock());
        _add(words, rounds.currentRoundInitialized());
        _add(words, rounds.currentRoundLocked());
        _add(words, rounds.lastInitializedRound());
        _add(words, rounds.roundLength());
        _add(words, rounds.roundLockAmount());
        _add(words, rounds.lastRoundLengthUpdateRound());
        _add(words, rounds.lastRoundLengthUpdateStartBlock());
        _add(words, uint256(rounds.blockHashForRound(rounds.currentRound())));
    }

    function _readMinter(Words memory words) private view {
        _add(words, minter.inflation());
        _add(words, minter.inflationChange());
        _add(words, minter.targetBondingRate());
        _add(words, minter.currentMintableTokens());
        _add(words, minter.currentMintedTokens());
        _add(words, minter.getGlobalTotalSupply());
        _add(words, token.balanceOf(address(minter)));
        _add(words, address(minter).balance);
        _add(words, broker.unlockPeriod());
        _add(words, broker.ticketValidityPeriod());
    }

    function _readStaking(Words memory words) private view {
        _add(words, bonding.getTotalBonded());
        _add(words, bonding.currentRoundTotalActiveStake());
        _add(words, bonding.nextRoundTotalActiveStake());
        _add(words, bonding.treasuryRewardCutRate());
        _add(words, bonding.nextRoundTreasuryRewardCutRate());
        _add(words, bonding.treasuryBalanceCeiling());
        _add(words, bonding.unbondingPeriod());
        _add(words, bonding.getTranscoderPoolMaxSize());
        _add(words, bonding.getTranscoderPoolSize());
        address member = bonding.getFirstTranscoderInPool();
        for (uint256 i = 0; i < accounts.length; i++) {
            _add(words, member);
            member = member == address(0) ? member : bonding.getNextTranscoderInPool(member);
        }
    }

    function _readDelegator(Words memory words, address account) private view {
        _addAll(words, 7, address(bonding), abi.encodeCall(IBondingManager.getDelegator, (account)));
        _add(words, _answer(address(bonding), abi.encodeCall(IBondingManager.pendingStake, (account, 0))));
        _add(words, _answer(address(bonding), abi.encodeCall(IBondingManager.pendingFees, (account, 0))));
        _add(words, uint256(bonding.delegatorStatus(account)));
    }

    function _readOrchestrator(Words memory words, address account) private view {
        _addAll(words, 10, address(bonding), abi.encodeCall(IBondingManager.getTranscoder, (account)));
        _add(words, bonding.transcoderToRewardCaller(account));
        _add(words, bonding.transcoderTotalStake(account));
        _add(words, bonding.isRegisteredTranscoder(account));
        _add(words, bonding.isActiveTranscoder(account));
        uint256 round = rounds.currentRound();
        for (uint256 i = round - 1; i <= round + 1; i++) {
            bytes memory call = abi.encodeCall(IBondingManager.getTranscoderEarningsPoolForRound, (account, i));
            _addAll(words, 5, address(bonding), call);
        }
    }

    function _readLocks(Words memory words, address account) private view {
        (,,,,,, uint256 nextLockId) = bonding.getDelegator(account);
        for (uint256 back = 1; back <= LOCKS; back++) {
            (uint256 amount, uint256 withdrawRound) =
                nextLockId < back ? (0, 0) : bonding.getDelegatorUnbondingLock(account, nextLockId - back);
            _add(words, amount);
            _add(words, withdrawRound);
        }
    }

    function _readFunds(Words memory words, address account) private view {
        _add(words, token.balanceOf(account));
        _add(words, token.allowance(account, address(bonding)));
        _add(words, account.balance);
        (ITicketBroker.Sender memory info, ITicketBroker.ReserveInfo memory reserve) = broker.getSenderInfo(account);
        _add(words, info.deposit);
        _add(words, info.withdrawRound);
        _add(words, reserve.fundsRemaining);
        _add(words, reserve.claimedInCurrentRound);
        _add(words, broker.isUnlockInProgress(account));
    }

    function _readTotalVotes(Words memory words) private view {
        uint256 round = rounds.currentRound();
        _add(words, votes.totalSupply());
        _add(words, votes.getPastTotalSupply(round - 1));
        _add(words, votes.getTotalActiveStakeAt(round - 2));
    }

    function _readVotes(Words memory words, address account) private view {
        uint256 round = rounds.currentRound();
        _add(words, votes.hasCheckpoint(account));
        _add(words, _answer(address(votes), abi.encodeCall(IBondingVotes.getVotes, (account))));
        _add(words, _answer(address(votes), abi.encodeCall(IBondingVotes.delegates, (account))));
        _add(words, _answer(address(votes), abi.encodeCall(IBondingVotes.getPastVotes, (account, round - 1))));
        _add(words, _answer(address(votes), abi.encodeCall(IBondingVotes.delegatedAt, (account, round - 1))));
        _addAll(
            words,
            2,
            address(votes),
            abi.encodeCall(IBondingVotes.getVotesAndDelegateAtRoundStart, (account, round - 1))
        );
        _addAll(
            words,
            2,
            address(votes),
            abi.encodeCall(IBondingVotes.getVotesAndDelegateAtRoundStart, (account, round - 3))
        );
    }

    /// @dev The word that a view answers; all bits where it refuses.
    function _answer(address target, bytes memory call) private view returns (uint256) {
        (bool success, bytes memory answer) = target.staticcall(call);
        return success ? abi.decode(answer, (uint256)) : type(uint256).max;
    }

    function _readReserve(Words memory words, address holder, address claimant) private view {
        _add(words, broker.claimableReserve(holder, claimant));
        _add(words, broker.claimedReserve(holder, claimant));
    }

    function _add(Words memory words, uint256 word) private pure {
        words.list[words.count++] = word;
    }

    function _add(Words memory words, bool word) private pure {
        _add(words, word ? 1 : 0);
    }

    function _add(Words memory words, address word) private pure {
        _add(words, uint256(uint160(word)));
    }

    /// @dev All words of an answer; where the view refuses, as many as it would have, with all bits set.
    function _addAll(Words memory words, uint256 count, address target, bytes memory call) private view {
        (bool success, bytes memory answer) = target.staticcall(call);
        for (uint256 i = 1; i <= count; i++) {
            uint256 word = type(uint256).max;
            if (success) {
                assembly ("memory-safe") {
                    word := mload(add(answer, mul(i, 32)))
                }
            }
            _add(words, word);
        }
    }
}
