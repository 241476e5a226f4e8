// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernorVotes} from "../../src/interfaces/IGovernorVotes.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title Voting power that a test sets, from the current round on.
contract SettableVotes is IGovernorVotes {
    using Checkpoints for Checkpoints.Trace208;

    error FutureLookup(uint256 queryRound, uint256 maxAllowed);

    uint48 public override clock = 10;
    Checkpoints.Trace208 private _supply;
    mapping(address account => Checkpoints.Trace208) private _votes;
    mapping(address account => Checkpoints.Trace208) private _delegates;

    function setClock(uint48 newClock) external {
        clock = newClock;
    }

    function setVotes(address account, uint256 amount) external {
        _votes[account].push(clock, uint208(amount));
    }

    function setDelegate(address account, address delegate) external {
        _delegates[account].push(clock, uint208(uint160(delegate)));
    }

    function setSupply(uint256 amount) external {
        _supply.push(clock, uint208(amount));
    }

    function getPastVotes(address account, uint256 timepoint) external view override returns (uint256) {
        return _at(_votes[account], timepoint);
    }

    function getPastTotalSupply(uint256 timepoint) external view override returns (uint256) {
        return _at(_supply, timepoint);
    }

    function delegatedAt(address account, uint256 timepoint) external view override returns (address) {
        return address(uint160(_at(_delegates[account], timepoint)));
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external pure override returns (string memory) {
        return "mode=settable_round";
    }

    function _at(Checkpoints.Trace208 storage history, uint256 timepoint) private view returns (uint208) {
        if (timepoint >= clock) revert FutureLookup(timepoint, clock - 1);
        return history.upperLookup(uint48(timepoint));
    }
}
