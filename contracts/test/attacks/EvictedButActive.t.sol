// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Deployers} from "../utils/Deployers.sol";

/// @title An orchestrator is evicted, or has itself evicted, and moves stake while it is still active.
contract EvictedButActiveTest is Deployers {
    address internal evicted = makeAddr("evicted");
    address internal delegator = makeAddr("delegator");
    address internal a = makeAddr("a");
    address internal b = makeAddr("b");
    address internal newcomer = makeAddr("newcomer");

    function setUp() public override {
        super.setUp();
        token.mint(address(this), 1e25);
        register(evicted, 700e18, 0, 1_000_000);
        bond(delegator, 100e18, evicted);
        register(a, 1000e18, 0, 0);
        register(b, 900e18, 0, 0);
        nextRound();
        bond(newcomer, 801e18, newcomer);
        assertTrue(bonding.isActiveTranscoder(evicted));
    }

    /// @dev Stake that leaves an evicted orchestrator would, uncounted, leave fees to be divided by less than they are
    /// claimed for. The round's stake is written down before it changes.
    function test_fees_areDividedByTheStakeOfTheRoundWhateverLeaves() public {
        vm.prank(delegator);
        bonding.unbond(99e18);
        vm.prank(evicted);
        bonding.unbond(699e18);
        (uint256 stake,,) = poolOf(evicted, currentRound());
        assertEq(stake, 800e18);
        addFees(evicted, 1 ether);
        assertLe(bonding.pendingFees(evicted, 0) + bonding.pendingFees(delegator, 0), 1 ether);
    }

    /// @dev Nor does stake that comes after the reward raise what the round is paid for.
    function test_fees_areDividedByTheStakeOfTheRoundWhateverComes() public {
        reward(evicted);
        bond(delegator, 50e18, evicted);
        (uint256 stake,,) = poolOf(evicted, currentRound());
        assertEq(stake, 800e18);
    }

    /// @dev Its reward is that of its stake when the round began, so that all members' rewards are the mintable tokens.
    function test_reward_isThatOfTheStakeOfTheRound() public {
        vm.prank(evicted);
        bonding.unbond(600e18);
        uint256 supply = token.totalSupply();
        reward(evicted);
        uint256 minted = token.totalSupply() - supply;
        reward(a);
        reward(b);
        assertEq(minted, minter.currentMintableTokens() * (uint256(800e18) * 1e9 / 2700e18) / 1e9);
        assertLe(token.totalSupply() - supply, minter.currentMintableTokens());
    }

    /// @dev Whoever leaves and returns within a round has no second reward of it.
    function test_return_withinTheRoundEarnsNothingTwice() public {
        reward(evicted);
        bond(evicted, 500e18, evicted);
        assertFalse(bonding.isActiveTranscoder(evicted));
        vm.expectRevert();
        reward(evicted);
        nextRound();
        reward(evicted);
    }
}
