// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title A poll among stake. Votes are events; they are weighed and tallied off chain.
interface IPoll {
    event Vote(address indexed voter, uint256 choiceID);

    /// @notice Live protocol: "poll is over".
    error PollIsOver(uint256 endBlock, uint256 currentBlock);
    /// @notice Live protocol: "poll is active".
    error PollIsActive(uint256 endBlock, uint256 currentBlock);

    /// @notice Votes, until the end block. Anyone; who votes again changes its vote.
    /// @param choiceID 0 for yes, 1 for no.
    function vote(uint256 choiceID) external;

    /// @notice Ends the contract after the end block, with its ETH for the caller. Anyone. On chains that keep the code
    /// of destroyed contracts, which since Cancun all do, only the ETH goes.
    function destroy() external;

    /// @return The last block in which votes are taken, at which stake is weighed.
    function endBlock() external view returns (uint256);
}
