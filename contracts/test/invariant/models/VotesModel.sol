// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IBondingManager} from "../../../src/interfaces/IBondingManager.sol";

/// @title Votes as one would first write them: everybody's, written down whenever a round begins.
/// @dev A round that nobody initialised counts as the next one that somebody did.
abstract contract VotesModel {
    struct Vote {
        uint256 votes;
        address delegate;
    }

    uint256[] private _initializedRounds;
    mapping(uint256 round => mapping(address account => Vote)) private _votes;
    mapping(uint256 round => uint256) private _supply;

    /// @return First initialised round that is not before `round`; 0 if there is none yet.
    function countsAs(uint256 round) public view returns (uint256) {
        for (uint256 i = 0; i < _initializedRounds.length; i++) {
            if (_initializedRounds[i] >= round) return _initializedRounds[i];
        }
        return 0;
    }

    function firstRound() external view returns (uint256) {
        return _initializedRounds[0];
    }

    function votesAt(address account, uint256 round) external view returns (uint256 votes, address delegate) {
        Vote storage vote = _votes[countsAs(round)][account];
        return (vote.votes, vote.delegate);
    }

    function supplyAt(uint256 round) external view returns (uint256) {
        return _supply[countsAs(round)];
    }

    /// @return votes All that is delegated to an orchestrator, a delegator's own stake if its delegate is one.
    function votesNow(IBondingManager bonding, address account) public view returns (uint256 votes, address delegate) {
        uint256 bonded;
        (bonded,, delegate,,,,) = bonding.getDelegator(account);
        if (bonded == 0) return (0, delegate);
        if (delegate == account) return (bonding.transcoderTotalStake(account), delegate);
        return (bonding.isRegisteredTranscoder(delegate) ? bonding.pendingStake(account, 0) : 0, delegate);
    }

    function _recordVotes(IBondingManager bonding, address[] memory accounts, uint256 round, uint256 supply) internal {
        _initializedRounds.push(round);
        _supply[round] = supply;
        for (uint256 i = 0; i < accounts.length; i++) {
            (uint256 votes, address delegate) = votesNow(bonding, accounts[i]);
            _votes[round][accounts[i]] = Vote(votes, delegate);
        }
    }
}
