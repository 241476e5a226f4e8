// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title An account's stake over the rounds.
/// @dev Checkpoints are in order of their start round, one a round at most. Each takes two slots; how many there are
/// stands in the free bits of the first, which spares an account the slot of an array's length: 22,100 gas with its
/// first checkpoint.
library BondingCheckpoints {
    struct Checkpoint {
        address delegateAddress;
        uint96 bondedAmount;
        uint96 delegatedAmount;
        /// Round from which on this counts; 0 where there is no checkpoint.
        uint40 startRound;
        uint40 lastClaimRound;
        uint40 lastRewardRound;
        /// In the first checkpoint: how many come after it.
        uint40 laterCount;
    }

    struct History {
        mapping(uint256 index => Checkpoint) checkpoints;
    }

    /// @notice Appends a checkpoint, or overwrites the last one if it starts in the same round. It may start before the
    /// last one only by way of overwriting it: rounds never go back.
    function record(History storage self, Checkpoint memory checkpoint) internal {
        Checkpoint storage first = self.checkpoints[0];
        uint40 lastIndex = first.laterCount;
        Checkpoint storage last = self.checkpoints[lastIndex];
        if (last.startRound == 0 || last.startRound == checkpoint.startRound) {
            checkpoint.laterCount = lastIndex == 0 ? 0 : last.laterCount;
            self.checkpoints[lastIndex] = checkpoint;
        } else {
            assert(checkpoint.startRound > last.startRound);
            first.laterCount = lastIndex + 1;
            self.checkpoints[lastIndex + 1] = checkpoint;
        }
    }

    /// @return The last checkpoint, empty if there is none.
    function latest(History storage self) internal view returns (Checkpoint memory) {
        return self.checkpoints[self.checkpoints[0].laterCount];
    }

    /// @return The last checkpoint that starts in `round` or before, empty if there is none.
    function at(History storage self, uint256 round) internal view returns (Checkpoint memory) {
        uint256 low = 0;
        uint256 high = self.checkpoints[0].laterCount;
        // Mostly the last one is asked for.
        if (self.checkpoints[high].startRound <= round) return self.checkpoints[high];
        // All from `high` on start later.
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (self.checkpoints[middle].startRound <= round) low = middle + 1;
            else high = middle;
        }
        Checkpoint memory none;
        return low == 0 ? none : self.checkpoints[low - 1];
    }
}
